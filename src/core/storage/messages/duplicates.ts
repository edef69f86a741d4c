import type { MessageKeys } from '#core/ilink/message.ts'
import { type AccountId, MessageId } from '#shared/model/ids.ts'
import type { ReadHandle } from '../handles.ts'
import { integer, type Row } from '../row.ts'
import { hashKey } from './content-hash.ts'
import { type MessageContent, saysTheSame } from './message-content.ts'

function idOf(row: Row | undefined): MessageId | null {
  return row === undefined ? null : MessageId.parse(row['id'])
}

/**
 * Finds the stored message that a received one repeats, by the rule of P2. By any key but the message id it finds messages
 * without one, and those of an account whose keys were prepared (`KeyLookup`). `keyed = 1` is a term of the indexes.
 */
export class Duplicates {
  readonly #db: ReadHandle

  constructor(database: ReadHandle) {
    this.#db = database
  }

  byMessageId(accountId: AccountId, messageId: string): MessageId | null {
    return idOf(
      this.#db
        .select('SELECT id FROM messages WHERE account_id = ? AND message_id = ?')
        .get(accountId, messageId),
    )
  }

  /** Whether the account holds any message without a message id; most hold none, and need no further look. */
  anyWithoutId(accountId: AccountId): boolean {
    const row = this.#db
      .select('SELECT 1 FROM messages WHERE account_id = ? AND message_id IS NULL LIMIT 1')
      .get(accountId)
    return row !== undefined
  }

  /** A message without a message id that shares client id or seq. */
  withoutId(accountId: AccountId, keys: MessageKeys): MessageId | null {
    return idOf(
      this.#db
        .select(
          `SELECT id FROM messages WHERE account_id = ?1 AND client_id = ?2 AND message_id IS NULL AND keyed = 1
           UNION ALL SELECT id FROM messages WHERE account_id = ?1 AND wire_seq = ?3 AND message_id IS NULL
             AND keyed = 1 LIMIT 1`,
        )
        .get(accountId, keys.clientId, keys.seq),
    )
  }

  /** Any message that shares client id or seq. */
  sharingKey(accountId: AccountId, keys: MessageKeys): MessageId | null {
    return idOf(
      this.#db
        .select(
          `SELECT id FROM messages WHERE account_id = ?1 AND client_id = ?2 AND keyed = 1
           UNION ALL SELECT id FROM messages WHERE account_id = ?1 AND wire_seq = ?3 AND keyed = 1 LIMIT 1`,
        )
        .get(accountId, keys.clientId, keys.seq),
    )
  }

  /**
   * How many stored messages have this content: keyless ones, and others of the same contact and time. Where the hash of
   * what came was not kept the columns say as much.
   */
  countByContent(accountId: AccountId, contentHash: string, content: MessageContent): number {
    const { userId, at, direction, senderId, parts, quote } = content
    const row = this.#db
      .select(
        `SELECT (SELECT COUNT(*) FROM messages WHERE account_id = ?1 AND content_hash = ?2
                   AND message_id IS NULL AND client_id IS NULL AND wire_seq IS NULL)
              + (SELECT COUNT(*) FROM conversations c JOIN messages m
                   ON m.conversation_id = c.id AND m.at = ?4 AND m.keyed = 1
                   WHERE c.account_id = ?1 AND c.contact_user_id = ?3
                   AND ${saysTheSame('m', { hash: '?2', direction: '?5', sender: '?6', parts: '?7', quote: '?8' })}
                   AND COALESCE(m.message_id, m.client_id, m.wire_seq) IS NOT NULL) AS count`,
      )
      .get(accountId, hashKey(contentHash), userId, at, direction, senderId, parts, quote)
    return row === undefined ? 0 : integer(row, 'count')
  }
}

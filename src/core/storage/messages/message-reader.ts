import { AccountId, ConversationId, MessageId } from '#shared/model/ids.ts'
import type { MessageCursor, MessagePart, Sending } from '#shared/model/message.ts'
import type { ReadHandle } from '../handles.ts'
import { integer, integerOrNull, type Row, text, textOrNull } from '../row.ts'
import {
  parseParts,
  parseQuote,
  parseResolution,
  parseSendReason,
  parseSendState,
} from './message-columns.ts'
import type { StoredQuote } from './stored-quote.ts'

/** A message row with its quote as it was sent, not yet resolved. */
export interface StoredMessage {
  id: MessageId
  accountId: AccountId
  conversationId: ConversationId
  direction: 'in' | 'out'
  origin: 'contact' | 'here' | 'elsewhere'
  at: number
  seq: number
  parts: MessagePart[]
  quote: StoredQuote | null
  deletedAt: number | null
  sending: Sending | null
}

function toSending(row: Row): Sending | null {
  const state = textOrNull(row, 'send_state')
  if (state === null) return null
  const index = integerOrNull(row, 'piece_index')
  return {
    state: parseSendState(state),
    reason: parseSendReason(textOrNull(row, 'send_reason')),
    serverText: textOrNull(row, 'server_text'),
    resolution: parseResolution(textOrNull(row, 'resolution')),
    piece: index === null ? null : { index, count: integer(row, 'piece_count') },
  }
}

function toMessage(row: Row): StoredMessage {
  const origin = text(row, 'origin')
  return {
    id: MessageId.parse(row['id']),
    accountId: AccountId.parse(row['account_id']),
    conversationId: ConversationId.parse(row['conversation_id']),
    direction: row['direction'] === 'out' ? 'out' : 'in',
    origin: origin === 'here' || origin === 'elsewhere' ? origin : 'contact',
    at: integer(row, 'at'),
    seq: integer(row, 'seq'),
    parts: parseParts(text(row, 'parts')),
    quote: parseQuote(textOrNull(row, 'quote')),
    deletedAt: integerOrNull(row, 'deleted_at'),
    sending: toSending(row),
  }
}

const SHOWN =
  'id, account_id, conversation_id, direction, origin, at, seq, parts, quote, deleted_at, send_state, send_reason, server_text, resolution, piece_index, piece_count'

/** Messages as they are stored, received and sent alike. */
export class MessageReader {
  readonly #db: ReadHandle

  constructor(database: ReadHandle) {
    this.#db = database
  }

  get(id: MessageId): StoredMessage | null {
    const row = this.#db.select(`SELECT ${SHOWN} FROM messages WHERE id = ?`).get(id)
    return row === undefined ? null : toMessage(row)
  }

  /** The message a quote means, looked up within its conversation (fact sheet 4.8). */
  findByServerId(
    conversationId: ConversationId,
    accountId: AccountId,
    messageId: string,
  ): StoredMessage | null {
    const row = this.#db
      .select(`SELECT ${SHOWN} FROM messages WHERE account_id = ? AND message_id = ? AND conversation_id = ?`)
      .get(accountId, messageId, conversationId)
    return row === undefined ? null : toMessage(row)
  }

  /** Up to `limit` messages right before the cursor, ascending; the newest ones without a cursor. */
  before(conversationId: ConversationId, cursor: MessageCursor | null, limit: number): StoredMessage[] {
    const rows =
      cursor === null
        ? this.#db
            .select(
              `SELECT ${SHOWN} FROM messages WHERE conversation_id = ? ORDER BY at DESC, seq DESC, id DESC LIMIT ?`,
            )
            .all(conversationId, limit)
        : this.#db
            .select(
              `SELECT ${SHOWN} FROM messages WHERE conversation_id = ? AND (at, seq, id) < (?, ?, ?)
               ORDER BY at DESC, seq DESC, id DESC LIMIT ?`,
            )
            .all(conversationId, cursor.at, cursor.seq, cursor.id, limit)
    return rows.map(toMessage).reverse()
  }

  /** Up to `limit` messages right after the cursor, ascending. */
  after(conversationId: ConversationId, cursor: MessageCursor, limit: number): StoredMessage[] {
    return this.#db
      .select(
        `SELECT ${SHOWN} FROM messages WHERE conversation_id = ? AND (at, seq, id) > (?, ?, ?)
         ORDER BY at, seq, id LIMIT ?`,
      )
      .all(conversationId, cursor.at, cursor.seq, cursor.id, limit)
      .map(toMessage)
  }

  /** The first message at or after a time. */
  firstFrom(conversationId: ConversationId, at: number): MessageCursor | null {
    const row = this.#db
      .select(
        'SELECT at, seq, id FROM messages WHERE conversation_id = ? AND at >= ? ORDER BY at, seq, id LIMIT 1',
      )
      .get(conversationId, at)
    return row === undefined
      ? null
      : { at: integer(row, 'at'), seq: integer(row, 'seq'), id: MessageId.parse(row['id']) }
  }
}

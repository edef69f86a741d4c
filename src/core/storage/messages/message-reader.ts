import { AccountId, ConversationId, MessageId } from '#shared/model/ids.ts'
import type { MessagePart, Sender, Sending } from '#shared/model/message.ts'
import { maskedWords } from '#shared/text/plain-words.ts'
import type { ReadHandle } from '../handles.ts'
import { integer, integerOrNull, type Row, text, textOrNull } from '../row.ts'
import { markBefore } from './day-marks.ts'
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
  sender: Sender | null
  at: number
  parts: MessagePart[]
  quote: StoredQuote | null
  deletedAt: number | null
  sending: Sending | null
  /** The program that wrote it, by name; null for everything else. */
  program: string | null
  /** The id that the server gave it, 64 bits as text; null before it has one. */
  serverId: string | null
}

function toSending(row: Row): Sending | null {
  const state = textOrNull(row, 'send_state')
  if (state === null) return null
  const index = integerOrNull(row, 'piece_index')
  return {
    state: parseSendState(state),
    reason: parseSendReason(textOrNull(row, 'send_reason')),
    serverText: toServerText(textOrNull(row, 'server_text')),
    resolution: parseResolution(textOrNull(row, 'resolution')),
    piece: index === null ? null : { index, count: integer(row, 'piece_count') },
  }
}

/** A server may repeat a token in its answer, which no window gets to see (P9). */
function toServerText(stored: string | null): string | null {
  return stored === null ? null : maskedWords(stored)
}

/** Who wrote a message of a group, from the columns `<prefix>_id` and `<prefix>_alias`. */
export function toSender(row: Row, prefix: string): Sender | null {
  const userId = textOrNull(row, `${prefix}_id`)
  return userId === null ? null : { userId, alias: textOrNull(row, `${prefix}_alias`) }
}

function toMessage(row: Row): StoredMessage {
  const origin = text(row, 'origin')
  return {
    id: MessageId.parse(row['id']),
    accountId: AccountId.parse(row['account_id']),
    conversationId: ConversationId.parse(row['conversation_id']),
    direction: row['direction'] === 'out' ? 'out' : 'in',
    origin: origin === 'here' || origin === 'elsewhere' ? origin : 'contact',
    sender: toSender(row, 'sender'),
    at: integer(row, 'at'),
    parts: parseParts(text(row, 'parts')),
    quote: parseQuote(textOrNull(row, 'quote')),
    deletedAt: integerOrNull(row, 'deleted_at'),
    sending: toSending(row),
    program: textOrNull(row, 'program'),
    serverId: textOrNull(row, 'message_id'),
  }
}

const SHOWN = `id, account_id, conversation_id, direction, origin, at, parts, quote, deleted_at, send_state, send_reason,
  server_text, resolution, piece_index, piece_count, message_id,
  sender_id, (SELECT alias FROM contacts WHERE user_id = sender_id) AS sender_alias,
  CASE WHEN send_state IS NOT NULL THEN (SELECT program FROM outbox_jobs WHERE message_id = messages.id) END AS program`

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

  /** The newest message of these accounts that contacts wrote under this id of the server's. */
  receivedAs(messageId: string, accountIds: readonly AccountId[]): StoredMessage | null {
    const row = this.#db
      .select(
        `SELECT ${SHOWN} FROM messages WHERE account_id IN (SELECT value FROM json_each(?)) AND message_id = ?
           AND direction = 'in' ORDER BY id DESC LIMIT 1`,
      )
      .get(JSON.stringify(accountIds), messageId)
    return row === undefined ? null : toMessage(row)
  }

  /** The messages of its conversation that quote this one by the id that the server gave it. */
  idsQuoting(id: MessageId): MessageId[] {
    return this.#db
      .select(
        `SELECT q.id FROM messages m JOIN messages q
           ON q.conversation_id = m.conversation_id AND q.quoted_id = m.message_id
         WHERE m.id = ? AND q.quoted_id IS NOT NULL ORDER BY q.id`,
      )
      .all(id)
      .map((row) => MessageId.parse(row['id']))
  }

  /** Up to `limit` messages that arrived right before this one, ascending; the newest ones without one (P19). */
  before(conversationId: ConversationId, id: MessageId | null, limit: number): StoredMessage[] {
    return this.#db
      .select(`SELECT ${SHOWN} FROM messages WHERE conversation_id = ? AND id < ? ORDER BY id DESC LIMIT ?`)
      .all(conversationId, id ?? Number.MAX_SAFE_INTEGER, limit)
      .map(toMessage)
      .reverse()
  }

  /** Up to `limit` messages that arrived right after this one, ascending; 0 stands before all. */
  after(conversationId: ConversationId, id: number, limit: number): StoredMessage[] {
    return this.#db
      .select(`SELECT ${SHOWN} FROM messages WHERE conversation_id = ? AND id > ? ORDER BY id LIMIT ?`)
      .all(conversationId, id, limit)
      .map(toMessage)
  }

  /**
   * Up to `limit` messages that came from contacts of these accounts after that place of arrival, over all
   * conversations, ascending.
   */
  arrivedAfter(place: number, accountIds: readonly AccountId[], limit: number): StoredMessage[] {
    return this.#db
      .select(
        `SELECT ${SHOWN} FROM messages WHERE id > ? AND direction = 'in'
           AND account_id IN (SELECT value FROM json_each(?))
           AND NOT EXISTS (SELECT 1 FROM conversations c WHERE c.id = conversation_id AND c.erased > 0)
         ORDER BY id LIMIT ?`,
      )
      .all(place, JSON.stringify(accountIds), limit)
      .map(toMessage)
  }

  /** The place of arrival of the newest message there is; 0 without one. */
  newestPlace(): number {
    const row = this.#db.select('SELECT COALESCE(MAX(id), 0) AS newest FROM messages').get()
    return row === undefined ? 0 : integer(row, 'newest')
  }

  /** The first message to arrive that shows this time or a later one. */
  firstFrom(conversationId: ConversationId, at: number): MessageId | null {
    const row = this.#db
      .select('SELECT id FROM messages WHERE conversation_id = ? AND id >= ? AND at >= ? ORDER BY id LIMIT 1')
      .get(conversationId, markBefore(this.#db, at), at)
    return row === undefined ? null : MessageId.parse(row['id'])
  }

  /** When the oldest message that is still here was received; null without one. Unix milliseconds. */
  oldestAt(): number | null {
    const row = this.#db
      .select(
        `SELECT m.received_at AS at FROM messages m JOIN conversations c ON c.id = m.conversation_id
         WHERE c.erased = 0 ORDER BY m.id LIMIT 1`,
      )
      .get()
    return row === undefined ? null : integer(row, 'at')
  }

  /** The first of the last `count` received messages up to that id; it looks at the rows of all that came since. */
  firstOfLast(conversationId: ConversationId, count: number, upTo: number): MessageId | null {
    const row = this.#db
      .select(
        `SELECT id FROM messages WHERE conversation_id = ? AND id <= ? AND direction = 'in'
         ORDER BY id DESC LIMIT 1 OFFSET ?`,
      )
      .get(conversationId, upTo, count - 1)
    return row === undefined ? null : MessageId.parse(row['id'])
  }
}

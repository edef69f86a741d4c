import type { MessageKeys } from '#core/ilink/message.ts'
import { AccountId, ConversationId, MessageId } from '#shared/model/ids.ts'
import type { MessageCursor, MessagePart, Sending } from '#shared/model/message.ts'
import type { Database } from './database.ts'
import { hashKey } from './duplicates.ts'
import { parseParts, parseResolution, parseSendReason, parseSendState } from './message-columns.ts'
import type { StoredQuote } from './quote-columns.ts'
import { integer, integerOrNull, type Row, text, textOrNull } from './row.ts'

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

/** A message about to be stored that did not come from this app's outbox. */
export interface ReceivedMessage {
  accountId: AccountId
  conversationId: ConversationId
  direction: 'in' | 'out'
  at: number
  receivedAt: number
  parts: MessagePart[]
  quote: StoredQuote | null
  deletedAt: number | null
  keys: MessageKeys
  /** The wire's JSON where the row alone would lose something; a secret (P9). */
  raw: string | null
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

/** Null also for a quote that a failing disk has garbled: the message itself can still be read. */
function parseQuote(json: string): StoredQuote | null {
  try {
    const quote: StoredQuote = JSON.parse(json)
    return quote
  } catch {
    return null
  }
}

function toMessage(row: Row): StoredMessage {
  const quote = textOrNull(row, 'quote')
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
    quote: quote === null ? null : parseQuote(quote),
    deletedAt: integerOrNull(row, 'deleted_at'),
    sending: toSending(row),
  }
}

const SHOWN =
  'id, account_id, conversation_id, direction, origin, at, seq, parts, quote, deleted_at, send_state, send_reason, server_text, resolution, piece_index, piece_count'

/** Messages in the database, received and sent alike. */
export class MessageRepository {
  readonly #db: Database

  constructor(database: Database) {
    this.#db = database
  }

  get(id: MessageId): StoredMessage | null {
    const row = this.#db.sql(`SELECT ${SHOWN} FROM messages WHERE id = ?`).get(id)
    return row === undefined ? null : toMessage(row)
  }

  /** The message a quote means, looked up within its conversation (fact sheet 4.8). */
  findByServerId(
    conversationId: ConversationId,
    accountId: AccountId,
    messageId: string,
  ): StoredMessage | null {
    const row = this.#db
      .sql(`SELECT ${SHOWN} FROM messages WHERE account_id = ? AND message_id = ? AND conversation_id = ?`)
      .get(accountId, messageId, conversationId)
    return row === undefined ? null : toMessage(row)
  }

  /** Up to `limit` messages right before the cursor, ascending; the newest ones without a cursor. */
  before(conversationId: ConversationId, cursor: MessageCursor | null, limit: number): StoredMessage[] {
    const rows =
      cursor === null
        ? this.#db
            .sql(
              `SELECT ${SHOWN} FROM messages WHERE conversation_id = ? ORDER BY at DESC, seq DESC, id DESC LIMIT ?`,
            )
            .all(conversationId, limit)
        : this.#db
            .sql(
              `SELECT ${SHOWN} FROM messages WHERE conversation_id = ? AND (at, seq, id) < (?, ?, ?)
               ORDER BY at DESC, seq DESC, id DESC LIMIT ?`,
            )
            .all(conversationId, cursor.at, cursor.seq, cursor.id, limit)
    return rows.map(toMessage).reverse()
  }

  /** Up to `limit` messages right after the cursor, ascending. */
  after(conversationId: ConversationId, cursor: MessageCursor, limit: number): StoredMessage[] {
    return this.#db
      .sql(
        `SELECT ${SHOWN} FROM messages WHERE conversation_id = ? AND (at, seq, id) > (?, ?, ?)
         ORDER BY at, seq, id LIMIT ?`,
      )
      .all(conversationId, cursor.at, cursor.seq, cursor.id, limit)
      .map(toMessage)
  }

  /** The first message at or after a time. */
  firstFrom(conversationId: ConversationId, at: number): MessageCursor | null {
    const row = this.#db
      .sql(
        'SELECT at, seq, id FROM messages WHERE conversation_id = ? AND at >= ? ORDER BY at, seq, id LIMIT 1',
      )
      .get(conversationId, at)
    return row === undefined
      ? null
      : { at: integer(row, 'at'), seq: integer(row, 'seq'), id: MessageId.parse(row['id']) }
  }

  /** A copy may carry keys that the stored message lacks; with them the next copy is known too. */
  learnKeys(id: MessageId, keys: MessageKeys): void {
    this.#db
      .sql(
        `UPDATE messages SET message_id = COALESCE(message_id, ?), client_id = COALESCE(client_id, ?),
           wire_seq = COALESCE(wire_seq, ?) WHERE id = ?`,
      )
      .run(keys.messageId, keys.clientId, keys.seq, id)
  }

  /** Stores a received message; null when one with its message id is stored already (P2). */
  insert(message: ReceivedMessage): MessageId | null {
    const { keys } = message
    const result = this.#db
      .sql(
        `INSERT INTO messages (account_id, conversation_id, direction, origin, at, seq, received_at, parts, quote,
           deleted_at, message_id, client_id, wire_seq, content_hash, raw)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (account_id, message_id) WHERE message_id IS NOT NULL DO NOTHING`,
      )
      .run(
        message.accountId,
        message.conversationId,
        message.direction,
        message.direction === 'in' ? 'contact' : 'elsewhere',
        message.at,
        keys.seq ?? 0,
        message.receivedAt,
        JSON.stringify(message.parts),
        message.quote === null ? null : JSON.stringify(message.quote),
        message.deletedAt,
        keys.messageId,
        keys.clientId,
        keys.seq,
        hashKey(keys.contentHash),
        message.raw,
      )
    return result.changes === 0 ? null : MessageId.parse(Number(result.lastInsertRowid))
  }
}

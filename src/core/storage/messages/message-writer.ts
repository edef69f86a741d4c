import type { SQLInputValue } from 'node:sqlite'
import type { MessageKeys } from '#core/ilink/message.ts'
import { type AccountId, type ConversationId, MessageId } from '#shared/model/ids.ts'
import type { MessagePart, Sending, SendReason, SendState } from '#shared/model/message.ts'
import type { WriteHandle } from '../handles.ts'
import { flag, type Row, textOrNull } from '../row.ts'
import { hashKey } from './content-hash.ts'
import { DayMarks } from './day-marks.ts'
import type { StoredQuote } from './stored-quote.ts'
import { unsettled } from './unsettled.ts'

/** What is the same for all messages of an answer. */
interface Receipt {
  accountId: AccountId
  receivedAt: number
}

/** A message about to be stored that did not come from this app's outbox. */
export interface ReceivedMessage {
  conversationId: ConversationId
  direction: 'in' | 'out'
  /** User id of who wrote it in a group; null elsewhere. */
  senderId: string | null
  at: number
  parts: MessagePart[]
  quote: StoredQuote | null
  deletedAt: number | null
  keys: Pick<MessageKeys, 'messageId' | 'clientId' | 'seq'>
  /** SHA-256 in hex of what the wire said, where the row does not tell whether another message says the same. */
  contentHash: string | null
  /** Whether it can be found by every key; without a message id it always can. */
  isKeyed: boolean
  /** The wire's JSON where the row alone would lose something; a secret (P9). */
  raw: string | null
}

/** A message of our own about to be queued. */
export interface OwnMessage {
  accountId: AccountId
  conversationId: ConversationId
  clientId: string
  at: number
  part: MessagePart
  state: 'held' | 'queued' | 'waiting-for-contact'
  reason: SendReason | null
  piece: Sending['piece']
}

/** What comes with a new state of an own message; what is not named is null, but a known id stays. */
export interface StateDetail {
  reason?: SendReason | null
  serverText?: string | null
  messageId?: string | null
}

/** A way of storing received messages: the columns it fills beside account and time, and their values. */
interface Shape {
  readonly columns: readonly string[]
  /** What stands for the values of a row. */
  readonly row: string
  push(values: SQLInputValue[], message: ReceivedMessage): void
}

/** The parts as JSON. One text, which most messages are, is written in half the time where it is not an object's. */
function partsJson(parts: readonly MessagePart[]): string {
  const [only] = parts
  if (parts.length !== 1 || only?.kind !== 'text') return JSON.stringify(parts)
  return `[{"kind":"text","text":${JSON.stringify(only.text)}}]`
}

/** Of a message like most: each value that is bound costs, also one that is null or the same for all. */
const ORDINARY: Shape = {
  columns: ['direction', 'origin', 'conversation_id', 'at', 'parts', 'message_id', 'client_id', 'wire_seq'],
  row: "'in', 'contact', ?, ?, ?, ?, ?, ?",
  push(values, { conversationId, at, parts, keys }) {
    values.push(conversationId, at, partsJson(parts), keys.messageId, keys.clientId, keys.seq)
  },
}

/** Of any. */
const ANY: Shape = {
  columns: [
    ...['conversation_id', 'direction', 'origin', 'sender_id', 'at', 'parts', 'quote', 'deleted_at'],
    ...['message_id', 'client_id', 'wire_seq', 'keyed', 'content_hash', 'raw'],
  ],
  row: '?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?',
  push(values, message) {
    const { conversationId, direction, senderId, at, parts, quote, deletedAt, keys, contentHash, raw } =
      message
    values.push(
      conversationId,
      direction,
      direction === 'in' ? 'contact' : 'elsewhere',
      senderId,
      at,
      JSON.stringify(parts),
      quote === null ? null : JSON.stringify(quote),
      deletedAt,
      keys.messageId,
      keys.clientId,
      keys.seq,
      message.isKeyed || keys.messageId === null ? 1 : 0,
      contentHash === null ? null : hashKey(contentHash),
      raw,
    )
  },
}

/** Whether what `ORDINARY` leaves out has nothing to say of a message but the columns' defaults. */
function isOrdinary(message: ReceivedMessage): boolean {
  const { direction, senderId, quote, deletedAt, keys, contentHash, isKeyed, raw } = message
  if (direction !== 'in' || isKeyed || keys.messageId === null) return false
  return senderId === null && quote === null && deletedAt === null && contentHash === null && raw === null
}

/** Stores so many messages of one answer; its account and time are the first two parameters. */
function insertOf(rows: number, { columns, row }: Shape): string {
  return `INSERT INTO messages (account_id, received_at, ${columns.join(', ')})
    VALUES ${Array.from({ length: rows }, () => `(?1, ?2, ${row})`).join(', ')}
    ON CONFLICT (account_id, message_id) WHERE message_id IS NOT NULL DO NOTHING`
}

/**
 * By how many rows they store, the most first: so any number takes few of them, and a whole answer one. SQLite keeps what
 * each page was before a statement of several rows.
 */
const INSERTS = [100, 48, 16, 4, 1].map((rows) => ({
  rows,
  ordinary: { text: insertOf(rows, ORDINARY), shape: ORDINARY },
  any: { text: insertOf(rows, ANY), shape: ANY },
}))

function toIds(rows: Row[]): MessageId[] {
  return rows.map((row) => MessageId.parse(row['id']))
}

/** The one place where rows of `messages` are written; their ids are the order of arrival (P19). Transactions are the callers'. */
export class MessageWriter {
  readonly #db: WriteHandle
  readonly #days: DayMarks

  constructor(database: WriteHandle) {
    this.#db = database
    this.#days = new DayMarks(database)
  }

  /**
   * Stores received messages in this order, many with one statement: what surrounds a row costs as much as the row. The
   * id of each; null where one with its message id is stored already (P2).
   */
  insertReceived(receipt: Receipt, messages: readonly ReceivedMessage[]): (MessageId | null)[] {
    const ids: (MessageId | null)[] = []
    for (const { rows, ordinary, any } of INSERTS)
      for (; messages.length - ids.length >= rows; ) {
        const some = messages.slice(ids.length, ids.length + rows)
        ids.push(...this.#insertSome(some.every(isOrdinary) ? ordinary : any, receipt, some))
      }
    this.#days.note(messages, ids)
    return ids
  }

  #insertSome(
    { text, shape }: { text: string; shape: Shape },
    { accountId, receivedAt }: Receipt,
    messages: readonly ReceivedMessage[],
  ): (MessageId | null)[] {
    const values: SQLInputValue[] = [accountId, receivedAt]
    for (const message of messages) shape.push(values, message)
    const { changes, lastInsertRowid } = this.#db.sql(text).run(...values)
    if (Number(changes) < messages.length) return this.#idsOfNew(messages, Number(changes))
    const before = Number(lastInsertRowid) - messages.length
    return messages.map((_, index) => MessageId.parse(before + index + 1))
  }

  /** The ids of so many of these messages that were stored just now; none for the others, which are copies. */
  #idsOfNew(messages: readonly ReceivedMessage[], count: number): (MessageId | null)[] {
    const rows = this.#db.select('SELECT id, message_id FROM messages ORDER BY id DESC LIMIT ?').all(count)
    const fresh = rows.reverse()
    let at = 0
    return messages.map(({ keys }) => {
      const row = fresh[at]
      if (row === undefined || textOrNull(row, 'message_id') !== keys.messageId) return null
      at += 1
      return MessageId.parse(row['id'])
    })
  }

  /** Stores a message of our own. */
  insertOwn(message: OwnMessage): MessageId {
    const result = this.#db
      .sql(
        `INSERT INTO messages (account_id, conversation_id, direction, origin, at, received_at, parts, client_id,
           keyed, send_state, send_reason, piece_index, piece_count)
         VALUES (?, ?, 'out', 'here', ?, ?, ?, ?, 1, ?, ?, ?, ?)`,
      )
      .run(
        message.accountId,
        message.conversationId,
        message.at,
        message.at,
        JSON.stringify([message.part]),
        message.clientId,
        message.state,
        message.reason,
        message.piece?.index ?? null,
        message.piece?.count ?? null,
      )
    const id = MessageId.parse(Number(result.lastInsertRowid))
    this.#days.note([message], [id])
    return id
  }

  /** Has messages of a conversation, from behind one id up to another, found by every key from now on. */
  makeKeyed(conversationId: ConversationId, after: number, upTo: number): void {
    this.#db
      .sql('UPDATE messages SET keyed = 1 WHERE conversation_id = ? AND id > ? AND id <= ? AND keyed = 0')
      .run(conversationId, after, upTo)
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

  /** How an own message stands from now on. One that never leaves replaces nothing: what it was to replace counts again. */
  setState(id: MessageId, state: SendState, detail: StateDetail = {}): void {
    this.#db
      .sql(
        `UPDATE messages SET send_state = ?, send_reason = ?, server_text = ?, message_id = COALESCE(?, message_id)
         WHERE id = ?`,
      )
      .run(state, detail.reason ?? null, detail.serverText ?? null, detail.messageId ?? null, id)
    if (state === 'accepted') this.#recordAnswer(id)
    if (state === 'cancelled')
      this.#db
        .sql(
          `UPDATE messages SET resolution = NULL WHERE resolution = 'sent-again'
             AND id = (SELECT replaces_id FROM outbox_jobs WHERE message_id = ?)`,
        )
        .run(id)
  }

  /** A refused or unconfirmed message is dealt with. */
  setResolution(id: MessageId, resolution: NonNullable<Sending['resolution']>): void {
    this.#db.sql('UPDATE messages SET resolution = ? WHERE id = ?').run(resolution, id)
    if (resolution === 'marked-as-sent') this.#recordAnswer(id)
  }

  /**
   * What is accepted or marked as sent answers everything that arrived before it, or before the operator had it
   * sent after waiting. What was scheduled answers only what had been seen then. A part of a broadcast answers nobody.
   */
  #recordAnswer(id: MessageId): void {
    this.#db
      .sql(
        `UPDATE conversations SET answered_seq = MAX(answered_seq, COALESCE(
           (SELECT answers_seq FROM outbox_jobs WHERE message_id = ?1 AND due IS NOT NULL),
           MAX(?1, COALESCE((SELECT answers_seq FROM outbox_jobs WHERE message_id = ?1), 0))))
         WHERE id = (SELECT conversation_id FROM messages WHERE id = ?1)
           AND NOT EXISTS (SELECT 1 FROM outbox_jobs WHERE message_id = ?1 AND broadcast_id IS NOT NULL)`,
      )
      .run(id)
  }

  /** Uploads of an earlier run begin anew: nothing of them reached anybody. */
  requeueUploads(): void {
    this.#db.sql("UPDATE messages SET send_state = 'queued' WHERE send_state = 'uploading'").run()
  }

  /** Gives everything queued for an account by a person the same reason; returns what changed by it. */
  explainQueued(accountId: AccountId, reason: SendReason): MessageId[] {
    return toIds(
      this.#db
        .sql(
          `UPDATE messages SET send_reason = ?1 WHERE account_id = ?2 AND send_state = 'queued'
             AND send_reason IS NOT ?1
             AND NOT EXISTS (SELECT 1 FROM outbox_jobs j WHERE j.message_id = messages.id AND j.is_paced = 1)
           RETURNING id`,
        )
        .all(reason, accountId),
    )
  }

  /** Deletes a message of our own that never left and that no ledger names: it stands in a message box again. */
  deleteUnsent(id: MessageId): void {
    this.#db.sql('DELETE FROM messages WHERE id = ?').run(id)
  }

  /** Deletes up to `limit` messages of a conversation with all that hangs on them; answers how many there were. */
  deleteSome(conversationId: ConversationId, limit: number): number {
    const { changes } = this.#db
      .sql(
        'DELETE FROM messages WHERE id IN (SELECT id FROM messages WHERE conversation_id = ? ORDER BY id LIMIT ?)',
      )
      .run(conversationId, limit)
    return Number(changes)
  }

  /**
   * Deletes messages with all that hangs on them. Of those that a ledger names only how they stand stays, settled
   * for good, and no word of what they said.
   */
  erase(rows: readonly Row[]): void {
    for (const row of rows) {
      const id = MessageId.parse(row['id'])
      if (!flag(row, 'is_named')) {
        this.#db.sql('DELETE FROM messages WHERE id = ?').run(id)
        continue
      }
      this.#db.sql('DELETE FROM media WHERE message_id = ?').run(id)
      this.#db.sql('UPDATE outbox_jobs SET item = NULL, request_id = NULL WHERE message_id = ?').run(id)
      this.#db
        .sql(
          `UPDATE messages SET parts = '[]', quote = NULL, raw = NULL, server_text = NULL, content_hash = NULL,
             resolution = iif(${unsettled('messages')}, 'discarded', resolution) WHERE id = ?`,
        )
        .run(id)
    }
  }

  /** What read the changes to messages up to this one needs them no more. */
  forgetChanges(upTo: number): void {
    this.#db.sql('DELETE FROM message_changes WHERE seq <= ?').run(upTo)
  }

  /** In a restored database: what runs under way had in the outbox may have been sent elsewhere since. */
  settleRestoredRuns(): void {
    this.#db
      .sql(
        `UPDATE messages SET send_state = 'unconfirmed', send_reason = 'restored'
         WHERE send_state IN ('queued', 'uploading')
           AND id IN (SELECT j.message_id FROM outbox_jobs j JOIN broadcasts b ON b.id = j.broadcast_id
             WHERE j.is_paced = 1 AND b.state IN ('running', 'paused', 'stopped'))`,
      )
      .run()
  }

  /**
   * In a restored database: what was being sent is unconfirmed, unless the server is known to have it; what had
   * not begun waits for the contact (P3, P15).
   */
  settleRestoredSends(): void {
    const sending = this.#db
      .sql(`SELECT id, message_id FROM messages WHERE ${unsettled('messages')} AND send_state = 'sending'`)
      .all()
    for (const row of sending) {
      const isKnown = textOrNull(row, 'message_id') !== null
      const id = MessageId.parse(row['id'])
      this.setState(id, isKnown ? 'accepted' : 'unconfirmed', { reason: isKnown ? null : 'interrupted' })
    }
    this.#db
      .sql(
        `UPDATE messages SET send_state = 'waiting-for-contact', send_reason = 'restored'
         WHERE ${unsettled('messages')} AND send_state IN ('held', 'queued', 'uploading')`,
      )
      .run()
  }
}

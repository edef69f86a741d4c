import { BroadcastId, type ConversationId, MessageId } from '#shared/model/ids.ts'
import type { Sending, SendReason, SendState } from '#shared/model/message.ts'
import { type DropReason, parseDropReason } from './broadcast-columns.ts'
import type { WriteHandle } from './handles.ts'
import { parseResolution, parseSendReason, parseSendState } from './messages/message-columns.ts'
import { unsettled } from './messages/unsettled.ts'
import { flag, integer, type Row, text, textOrNull } from './row.ts'

/** What the outbox knows of the message that an attempt sent. */
export interface AttemptMessage {
  id: MessageId
  state: SendState
  reason: SendReason | null
  resolution: Sending['resolution']
  /** It is the broadcast's own, not one that the operator has taken in hand. */
  isPaced: boolean
}

/** One try to get one message to one person. Without a message and not dropped, its turn is to come. */
export interface Attempt {
  message: AttemptMessage | null
  dropped: DropReason | null
}

/** A recipient of a run. */
export interface RecipientKey {
  id: BroadcastId
  place: number
}

const SELECT_ATTEMPTS = `
  SELECT t.broadcast_id, t.recipient, t.item, t.message_id, t.drop_reason, m.send_state, m.send_reason,
    m.resolution, COALESCE(j.is_paced, 0) AS is_paced
  FROM broadcast_attempts t LEFT JOIN messages m ON m.id = t.message_id
    LEFT JOIN outbox_jobs j ON j.message_id = t.message_id`

function toAttempt(row: Row): Attempt {
  const dropped = parseDropReason(textOrNull(row, 'drop_reason'))
  if (row['message_id'] === null) return { message: null, dropped }
  // what became of a message that is not here any more nobody knows; it is not sent anew
  if (row['send_state'] === null) return { message: null, dropped: 'unknown' }
  return {
    message: {
      id: MessageId.parse(row['message_id']),
      state: parseSendState(text(row, 'send_state')),
      reason: parseSendReason(textOrNull(row, 'send_reason')),
      resolution: parseResolution(textOrNull(row, 'resolution')),
      isPaced: flag(row, 'is_paced'),
    },
    dropped: null,
  }
}

function toKey(row: Row): RecipientKey {
  return { id: BroadcastId.parse(row['broadcast_id']), place: integer(row, 'recipient') }
}

/** The attempts of several recipients by recipient and item, in the order they were made. */
export class AttemptsByRecipient {
  readonly #items = new Map<string, Attempt[][]>()

  constructor(rows: readonly Row[]) {
    for (const row of rows) {
      const key = `${integer(row, 'broadcast_id')}/${integer(row, 'recipient')}`
      const items = this.#items.get(key) ?? []
      this.#items.set(key, items)
      const item = integer(row, 'item')
      items[item] = [...(items[item] ?? []), toAttempt(row)]
    }
  }

  of(id: BroadcastId, place: number): Attempt[][] {
    return this.#items.get(`${id}/${place}`) ?? []
  }
}

/**
 * Every attempt to send one message of a run to one of its recipients. Rows are appended; one whose turn is to
 * come is completed once, by its message or by the reason it was dropped for.
 */
export class AttemptRepository {
  readonly #db: WriteHandle

  constructor(database: WriteHandle) {
    this.#db = database
  }

  /** Another attempt at each of these messages; dropped at once where the recipient is skipped from the start. */
  append(
    { id, place }: RecipientKey,
    items: Iterable<number>,
    dropped: Exclude<DropReason, 'unknown'> | null = null,
  ): void {
    for (const item of items)
      this.#db
        .sql(
          `INSERT INTO broadcast_attempts (broadcast_id, recipient, item, attempt, drop_reason)
           SELECT ?1, ?2, ?3, COALESCE(MAX(attempt) + 1, 0), ?4 FROM broadcast_attempts
           WHERE broadcast_id = ?1 AND recipient = ?2 AND item = ?3`,
        )
        .run(id, place, item, dropped)
  }

  /** The outbox has the message of the attempt whose turn has come. */
  setMessage({ id, place }: RecipientKey, item: number, message: MessageId): void {
    this.#db
      .sql(
        `UPDATE broadcast_attempts SET message_id = ? WHERE broadcast_id = ? AND recipient = ? AND item = ?
           AND message_id IS NULL AND drop_reason IS NULL`,
      )
      .run(message, id, place, item)
  }

  /** Attempts at these messages whose turn has not come are not made. */
  drop({ id, place }: RecipientKey, items: Iterable<number>, reason: DropReason): void {
    for (const item of items)
      this.#db
        .sql(
          `UPDATE broadcast_attempts SET drop_reason = ? WHERE broadcast_id = ? AND recipient = ? AND item = ?
             AND message_id IS NULL AND drop_reason IS NULL`,
        )
        .run(reason, id, place, item)
  }

  /** No attempt of a run is made whose turn has not come. */
  dropAll(id: BroadcastId, reason: DropReason): void {
    this.#db
      .sql(
        `UPDATE broadcast_attempts SET drop_reason = ?
         WHERE broadcast_id = ? AND message_id IS NULL AND drop_reason IS NULL`,
      )
      .run(reason, id)
  }

  ofRecipient({ id, place }: RecipientKey): Attempt[][] {
    const rows = this.#db
      .sql(`${SELECT_ATTEMPTS} WHERE t.broadcast_id = ? AND t.recipient = ? ORDER BY t.item, t.attempt`)
      .all(id, place)
    return new AttemptsByRecipient(rows).of(id, place)
  }

  ofRun(id: BroadcastId): AttemptsByRecipient {
    const rows = this.#db
      .sql(`${SELECT_ATTEMPTS} WHERE t.broadcast_id = ? ORDER BY t.recipient, t.item, t.attempt`)
      .all(id)
    return new AttemptsByRecipient(rows)
  }

  /** Whom messages were sent to by a run, each once. */
  recipientsOf(messages: readonly MessageId[]): RecipientKey[] {
    const found = new Map<string, RecipientKey>()
    for (const message of messages) {
      const row = this.#db
        .sql('SELECT broadcast_id, recipient FROM broadcast_attempts WHERE message_id = ?')
        .get(message)
      if (row === undefined) continue
      const key = toKey(row)
      found.set(`${key.id}/${key.place}`, key)
    }
    return [...found.values()]
  }

  /** Whose messages, of whatever run, are in the outbox for a contact and have not left. */
  recipientsWithQueued(conversationId: ConversationId): RecipientKey[] {
    const rows = this.#db
      .sql(
        `SELECT m.id FROM messages m JOIN outbox_jobs j ON j.message_id = m.id AND j.is_paced = 1
         WHERE m.conversation_id = ? AND ${unsettled('m')} AND m.send_state IN ('queued', 'uploading')`,
      )
      .all(conversationId)
    return this.recipientsOf(rows.map((row) => MessageId.parse(row['id'])))
  }
}

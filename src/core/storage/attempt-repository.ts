import { BroadcastId, type ConversationId, MessageId } from '#shared/model/ids.ts'
import type { RecipientKey } from './attempt-reader.ts'
import type { DropReason } from './broadcast-columns.ts'
import type { WriteHandle } from './handles.ts'
import { unsettled } from './messages/unsettled.ts'
import { integer, type Row } from './row.ts'

function toKey(row: Row): RecipientKey {
  return { id: BroadcastId.parse(row['broadcast_id']), place: integer(row, 'recipient') }
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

  /** No attempt at anything for a recipient is made whose turn has not come. */
  dropFor({ id, place }: RecipientKey, reason: DropReason): void {
    this.#db
      .sql(
        `UPDATE broadcast_attempts SET drop_reason = ?
         WHERE broadcast_id = ? AND recipient = ? AND message_id IS NULL AND drop_reason IS NULL`,
      )
      .run(reason, id, place)
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

import { type AccountId, BroadcastId, type ConversationId, MessageId } from '#shared/model/ids.ts'
import type { ReadHandle } from './handles.ts'
import { unsettled } from './messages/unsettled.ts'
import { integer } from './row.ts'

/** Which messages of the outbox belong to which lines of a ledger, and which of them have not left. */
export class LedgerMessages {
  readonly #db: ReadHandle

  constructor(database: ReadHandle) {
    this.#db = database
  }

  /** The line of the ledger that a message belongs to now. */
  lineOf(message: MessageId): { id: BroadcastId; place: number } | null {
    const row = this.#db
      .select('SELECT broadcast_id, place FROM broadcast_items WHERE message_id = ?')
      .get(message)
    return row === undefined
      ? null
      : { id: BroadcastId.parse(row['broadcast_id']), place: integer(row, 'place') }
  }

  /** Messages of a run, or of one account in it, that are in the outbox and have not left. */
  unbegunMessages(id: BroadcastId, accountId: AccountId | null): MessageId[] {
    return this.#db
      .select(
        `SELECT m.id FROM broadcast_recipients r
           CROSS JOIN broadcast_items i ON i.broadcast_id = r.broadcast_id AND i.place = r.place
           JOIN messages m ON m.id = i.message_id JOIN outbox_jobs j ON j.message_id = m.id AND j.is_paced = 1
         WHERE r.broadcast_id = ?1 AND r.is_planned = 1 AND r.state = 'sending'
           AND (?2 IS NULL OR r.account_id = ?2) AND m.send_state IN ('queued', 'uploading')`,
      )
      .all(id, accountId)
      .map((row) => MessageId.parse(row['id']))
  }

  /** Messages for a contact, of whatever run, that are in the outbox and have not left. */
  unbegunFor(conversationId: ConversationId): MessageId[] {
    return this.#db
      .select(
        `SELECT m.id FROM messages m JOIN outbox_jobs j ON j.message_id = m.id AND j.is_paced = 1
         WHERE m.conversation_id = ? AND ${unsettled('m')} AND m.send_state IN ('queued', 'uploading')`,
      )
      .all(conversationId)
      .map((row) => MessageId.parse(row['id']))
  }

  /** What was to go out instead of these, and has not left, although the server has them after all. */
  needlessSuccessors(ids: readonly MessageId[]): MessageId[] {
    return ids.flatMap((id) =>
      this.#db
        .select(
          `SELECT i.message_id FROM broadcast_items i JOIN messages f ON f.id = i.former_id
             JOIN messages m ON m.id = i.message_id
           WHERE i.former_id = ? AND f.send_state = 'accepted' AND m.send_state IN ('queued', 'uploading')`,
        )
        .all(id)
        .map((row) => MessageId.parse(row['message_id'])),
    )
  }

  /** Messages of ended runs that are in the outbox all the same: they came back after the end. */
  strayMessages(): MessageId[] {
    return this.#db
      .select(
        `SELECT m.id FROM broadcasts b CROSS JOIN broadcast_recipients r
           ON r.broadcast_id = b.id AND r.is_planned = 1 AND r.state = 'sending'
           CROSS JOIN broadcast_items i ON i.broadcast_id = r.broadcast_id AND i.place = r.place
           JOIN messages m ON m.id = i.message_id JOIN outbox_jobs j ON j.message_id = m.id AND j.is_paced = 1
         WHERE b.state IN ('finished', 'cancelled') AND m.send_state IN ('queued', 'uploading')`,
      )
      .all()
      .map((row) => MessageId.parse(row['id']))
  }
}

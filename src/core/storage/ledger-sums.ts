import type { BroadcastId, RecipientState } from '#shared/model/broadcast.ts'
import { ConversationId } from '#shared/model/ids.ts'
import { parseRecipientState } from './broadcast-columns.ts'
import type { Database } from './database.ts'
import { integer, text } from './row.ts'

/** Counts over the ledgers of runs. */
export class LedgerSums {
  readonly #db: Database

  constructor(database: Database) {
    this.#db = database
  }

  /** Planned recipients by state. */
  counts(id: BroadcastId): Map<RecipientState, number> {
    const rows = this.#db
      .sql(
        `SELECT state, COUNT(*) AS count FROM broadcast_recipients
         WHERE broadcast_id = ? AND is_planned = 1 GROUP BY state`,
      )
      .all(id)
    return new Map(rows.map((row) => [parseRecipientState(text(row, 'state')), integer(row, 'count')]))
  }

  /**
   * How many whose messages are in the outbox while none of them is on its way: all such of a run that is held, and
   * of one that goes on those that something is in the way of.
   */
  countHeld(id: BroadcastId, isHeld: boolean): number {
    const row = this.#db
      .sql(
        `SELECT COUNT(*) AS count FROM broadcast_recipients r
         WHERE r.broadcast_id = ?1 AND r.is_planned = 1 AND r.state = 'sending'
           AND NOT EXISTS (
             SELECT 1 FROM broadcast_items i JOIN messages m ON m.id = i.message_id
             WHERE i.broadcast_id = ?1 AND i.place = r.place AND m.send_state IN ('uploading', 'sending'))
           AND (?2 = 1 OR EXISTS (
             SELECT 1 FROM broadcast_items i JOIN messages m ON m.id = i.message_id
             WHERE i.broadcast_id = ?1 AND i.place = r.place AND m.send_state = 'queued'
               AND m.send_reason IS NOT NULL))`,
      )
      .get(id, isHeld ? 1 : 0)
    return row === undefined ? 0 : integer(row, 'count')
  }

  /** How many have answered. */
  countAnswered(id: BroadcastId): number {
    const row = this.#db
      .sql(
        'SELECT COUNT(*) AS count FROM broadcast_recipients WHERE broadcast_id = ? AND answered_at IS NOT NULL',
      )
      .get(id)
    return row === undefined ? 0 : integer(row, 'count')
  }

  /** Messages that have not left, by account. */
  openByAccount(id: BroadcastId): number[] {
    const open = new Map<unknown, number>()
    for (const row of this.#db
      .sql(
        `SELECT r.account_id FROM broadcast_recipients r
           JOIN broadcast_items i ON i.broadcast_id = r.broadcast_id AND i.place = r.place
           LEFT JOIN messages m ON m.id = i.message_id
         WHERE r.broadcast_id = ? AND r.is_planned = 1 AND r.state IN ('queued', 'sending')
           AND (m.id IS NULL OR i.is_again = 1 OR m.send_state IN ('queued', 'uploading'))`,
      )
      .iterate(id)) {
      const account = row['account_id']
      open.set(account, (open.get(account) ?? 0) + 1)
    }
    return [...open.values()]
  }

  /** Messages per conversation that runs not yet ended are still to hand over. */
  pendingByConversation(): Map<ConversationId, number> {
    const rows = this.#db
      .sql(
        `SELECT r.conversation_id, COUNT(*) AS count FROM broadcasts b CROSS JOIN broadcast_recipients r
             ON r.broadcast_id = b.id AND r.is_planned = 1 AND r.state = 'queued'
           JOIN broadcast_items i ON i.broadcast_id = r.broadcast_id AND i.place = r.place
             AND (i.message_id IS NULL OR i.is_again = 1)
         WHERE b.state IN ('running', 'paused', 'stopped') GROUP BY r.conversation_id`,
      )
      .all()
    return new Map(rows.map((row) => [ConversationId.parse(row['conversation_id']), integer(row, 'count')]))
  }

  /** Messages that runs under way would still hand over by themselves. */
  countPending(): number {
    const row = this.#db
      .sql(
        `SELECT COUNT(*) AS count FROM broadcasts b CROSS JOIN broadcast_recipients r
             ON r.broadcast_id = b.id AND r.is_planned = 1 AND r.state = 'queued'
           JOIN broadcast_items i ON i.broadcast_id = r.broadcast_id AND i.place = r.place
             AND (i.message_id IS NULL OR i.is_again = 1)
         WHERE b.state = 'running'`,
      )
      .get()
    return row === undefined ? 0 : integer(row, 'count')
  }
}

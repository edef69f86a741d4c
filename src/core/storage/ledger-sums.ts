import type { RecipientState } from '#shared/model/broadcast.ts'
import type { BroadcastId } from '#shared/model/ids.ts'
import { AccountId, ConversationId } from '#shared/model/ids.ts'
import { parseRecipientState } from './broadcast-columns.ts'
import type { ReadHandle } from './handles.ts'
import { integer, type Row, text } from './row.ts'

/** Counts over the ledgers of runs. */
export class LedgerSums {
  readonly #db: ReadHandle

  constructor(database: ReadHandle) {
    this.#db = database
  }

  /** Planned recipients by state. */
  counts(id: BroadcastId): Map<RecipientState, number> {
    const rows = this.#db
      .select(
        `SELECT state, COUNT(*) AS count FROM broadcast_recipients
         WHERE broadcast_id = ? AND is_planned = 1 GROUP BY state`,
      )
      .all(id)
    return new Map(rows.map((row) => [parseRecipientState(text(row, 'state')), integer(row, 'count')]))
  }

  /** Those with messages in the outbox by account, and of how many one is on its way. */
  sendingByAccount(id: BroadcastId): { accountId: AccountId; people: number; onTheirWay: number }[] {
    return this.#db
      .select(
        `SELECT account_id, COUNT(*) AS people, SUM(EXISTS (
             SELECT 1 FROM broadcast_attempts t JOIN messages m ON m.id = t.message_id
             WHERE t.broadcast_id = r.broadcast_id AND t.recipient = r.place
               AND m.send_state IN ('uploading', 'sending'))) AS on_their_way
         FROM broadcast_recipients r
         WHERE broadcast_id = CAST(? AS INTEGER) AND is_planned = 1 AND state = 'sending' GROUP BY account_id`,
      )
      .all(id)
      .map((row) => ({
        accountId: AccountId.parse(row['account_id']),
        people: integer(row, 'people'),
        onTheirWay: integer(row, 'on_their_way'),
      }))
  }

  /** How many have answered. */
  countAnswered(id: BroadcastId): number {
    const row = this.#db
      .select(
        'SELECT COUNT(*) AS count FROM broadcast_recipients WHERE broadcast_id = ? AND answered_at IS NOT NULL',
      )
      .get(id)
    return row === undefined ? 0 : integer(row, 'count')
  }

  /** When broadcasts went to somebody since a moment, by contact: what left, or may have, or is on its way. */
  broadcastTo(since: number): Map<string, number[]> {
    const rows = this.#db
      .select(
        `SELECT r.contact_user_id, r.began_at FROM broadcasts b CROSS JOIN broadcast_recipients r
             ON r.broadcast_id = b.id AND r.is_planned = 1 AND r.state IN ('sending', 'accepted', 'unconfirmed')
         WHERE b.removed = 0 AND b.started_at IS NOT NULL AND (b.ended_at IS NULL OR b.ended_at >= ?1)
           AND r.began_at >= ?1`,
      )
      .all(since)
    const times = new Map<string, number[]>()
    for (const row of rows) {
      const userId = text(row, 'contact_user_id')
      times.set(userId, [...(times.get(userId) ?? []), integer(row, 'began_at')])
    }
    return times
  }

  /** How many broadcasts but one went to somebody since a moment, through whatever account. */
  countBroadcastTo(userId: string, since: number, but: BroadcastId): number {
    const row = this.#db
      .select(
        `SELECT COUNT(*) AS count FROM conversations c CROSS JOIN broadcast_recipients r
             ON r.conversation_id = c.id AND r.began_at >= CAST(?2 AS INTEGER)
           CROSS JOIN broadcasts b ON b.id = r.broadcast_id AND b.removed = 0
         WHERE c.contact_user_id = CAST(?1 AS TEXT) AND r.broadcast_id <> CAST(?3 AS INTEGER)
           AND r.is_planned = 1 AND r.state IN ('sending', 'accepted', 'unconfirmed')`,
      )
      .get(userId, since, but)
    return row === undefined ? 0 : integer(row, 'count')
  }

  /**
   * The run's own messages that have not left, by account: counted of those in the outbox, and of whose turn is to come
   * as many for each as there are on average, for counting ten thousand people's takes too long to be done at every step.
   */
  openByAccount(id: BroadcastId): number[] {
    const open = new Map<string, number>()
    const add = (row: Row, each: number) => {
      const account = text(row, 'account_id')
      open.set(account, (open.get(account) ?? 0) + integer(row, 'count') * each)
    }
    for (const row of this.#db
      .select(
        `SELECT r.account_id, COUNT(*) AS count FROM broadcast_recipients r
           CROSS JOIN broadcast_attempts t ON t.broadcast_id = r.broadcast_id AND t.recipient = r.place
           CROSS JOIN messages m ON m.id = t.message_id CROSS JOIN outbox_jobs j ON j.message_id = t.message_id
         WHERE r.broadcast_id = ? AND r.is_planned = 1 AND r.state = 'sending'
           AND m.send_state IN ('queued', 'uploading') AND j.is_paced = 1
         GROUP BY r.account_id`,
      )
      .all(id))
      add(row, 1)
    const queued = this.#db
      .select(
        `SELECT account_id, COUNT(*) AS count FROM broadcast_recipients
         WHERE broadcast_id = ? AND is_planned = 1 AND state = 'queued' GROUP BY account_id`,
      )
      .all(id)
    const people = queued.reduce((sum, row) => sum + integer(row, 'count'), 0)
    const each = people === 0 ? 0 : this.#countPendingOf(id) / people
    for (const row of queued) add(row, each)
    return [...open.values()].map(Math.round)
  }

  /** Messages of a run whose turn is to come. */
  #countPendingOf(id: BroadcastId): number {
    const row = this.#db
      .select(
        `SELECT COUNT(*) AS count FROM broadcast_attempts
         WHERE broadcast_id = ? AND message_id IS NULL AND drop_reason IS NULL`,
      )
      .get(id)
    return row === undefined ? 0 : integer(row, 'count')
  }

  /** Messages per conversation that runs not yet ended are still to hand over. */
  pendingByConversation(): Map<ConversationId, number> {
    const rows = this.#db
      .select(
        `SELECT r.conversation_id, COUNT(*) AS count FROM broadcasts b CROSS JOIN broadcast_recipients r
             ON r.broadcast_id = b.id AND r.is_planned = 1 AND r.state = 'queued'
           CROSS JOIN broadcast_attempts t ON t.broadcast_id = r.broadcast_id AND t.recipient = r.place
             AND t.message_id IS NULL AND t.drop_reason IS NULL
         WHERE b.state IN ('running', 'paused', 'stopped') GROUP BY r.conversation_id`,
      )
      .all()
    return new Map(rows.map((row) => [ConversationId.parse(row['conversation_id']), integer(row, 'count')]))
  }

  /** Messages that runs under way would still hand over by themselves. */
  countPending(): number {
    const row = this.#db
      .select(
        `SELECT COUNT(*) AS count FROM broadcasts b CROSS JOIN broadcast_recipients r
             ON r.broadcast_id = b.id AND r.is_planned = 1 AND r.state = 'queued'
           CROSS JOIN broadcast_attempts t ON t.broadcast_id = r.broadcast_id AND t.recipient = r.place
             AND t.message_id IS NULL AND t.drop_reason IS NULL
         WHERE b.state = 'running'`,
      )
      .get()
    return row === undefined ? 0 : integer(row, 'count')
  }
}

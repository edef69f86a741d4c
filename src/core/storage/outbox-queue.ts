import { AccountId } from '#shared/model/ids.ts'
import type { Database } from './database.ts'
import { unsettled } from './messages/unsettled.ts'
import { type OutboxJob, SELECT_JOB, toJob } from './outbox-repository.ts'
import { integer } from './row.ts'

/** A job of a broadcast whose run is under way. Times in ms. */
export interface PacedJob {
  job: OutboxJob
  paceMs: number
  perMinute: number
  reserve: number
}

/** Nothing of the message's conversation that was written before it is held: that may still be taken back. */
const noneHeldBefore = (message: string) => `NOT EXISTS (
  SELECT 1 FROM messages h WHERE h.conversation_id = ${message}.conversation_id AND h.id < ${message}.id
    AND ${unsettled('h')} AND h.send_state = 'held')`

/** The run whose turn it is. */
const ACTIVE = "(SELECT id FROM broadcasts WHERE state = 'running' ORDER BY turn, id LIMIT 1)"

/** Whose turn it is among what is queued, account by account. */
export class OutboxQueue {
  readonly #db: Database

  constructor(database: Database) {
    this.#db = database
  }

  /** Accounts with something queued. */
  accountsWithQueue(): AccountId[] {
    return this.#db
      .sql("SELECT DISTINCT account_id FROM messages WHERE send_state = 'queued'")
      .all()
      .map((row) => AccountId.parse(row['account_id']))
  }

  /**
   * The account's oldest queued job of a person that can be sent: one behind an upload of its own
   * conversation waits for it, and so does one behind what is held there, so that jobs of a conversation stay in
   * order. Broadcasts hold up nobody.
   */
  nextQueued(accountId: AccountId): OutboxJob | null {
    const row = this.#db
      .sql(
        `${SELECT_JOB} WHERE m.account_id = ? AND m.send_state = 'queued' AND j.item IS NOT NULL AND j.is_paced = 0
           AND NOT EXISTS (
             SELECT 1 FROM messages e JOIN outbox_jobs u ON u.message_id = e.id AND u.item IS NULL AND u.is_paced = 0
             WHERE e.conversation_id = m.conversation_id AND e.id < m.id
               AND ${unsettled('e')}
               AND e.send_state IN ('queued', 'uploading'))
           AND ${noneHeldBefore('m')}
         ORDER BY m.id LIMIT 1`,
      )
      .get(accountId)
    return row === undefined ? null : toJob(row)
  }

  /** The account's oldest queued job of a run under way that can be sent, in order within its conversation. */
  nextPaced(accountId: AccountId): PacedJob | null {
    const row = this.#db
      .sql(
        `SELECT m.id, m.account_id, m.conversation_id, m.client_id, j.item, j.insist, j.is_paced, j.send_by,
           b.pace_ms, b.per_minute, b.reserve
         FROM messages m JOIN outbox_jobs j ON j.message_id = m.id
           JOIN broadcasts b ON b.id = j.broadcast_id AND b.id = ${ACTIVE}
         WHERE m.account_id = ? AND m.send_state = 'queued' AND j.item IS NOT NULL AND j.is_paced = 1
           AND NOT EXISTS (
             SELECT 1 FROM messages e JOIN outbox_jobs u ON u.message_id = e.id AND u.item IS NULL
               AND (u.is_paced = 0 OR u.broadcast_id = b.id)
             WHERE e.conversation_id = m.conversation_id AND e.id < m.id
               AND ${unsettled('e')}
               AND e.send_state IN ('queued', 'uploading'))
         ORDER BY m.id LIMIT 1`,
      )
      .get(accountId)
    if (row === undefined) return null
    return {
      job: toJob(row),
      paceMs: integer(row, 'pace_ms'),
      perMinute: integer(row, 'per_minute'),
      reserve: integer(row, 'reserve'),
    }
  }

  /** The account's oldest queued job of a person whose file is not uploaded. */
  nextUpload(accountId: AccountId): OutboxJob | null {
    const row = this.#db
      .sql(
        `${SELECT_JOB} WHERE m.account_id = ? AND m.send_state = 'queued' AND j.item IS NULL AND j.is_paced = 0
         ORDER BY m.id LIMIT 1`,
      )
      .get(accountId)
    return row === undefined ? null : toJob(row)
  }

  /** The same of a broadcast whose run is under way. */
  nextPacedUpload(accountId: AccountId): OutboxJob | null {
    const row = this.#db
      .sql(
        `${SELECT_JOB} WHERE j.broadcast_id = ${ACTIVE} AND m.account_id = ? AND m.send_state = 'queued' AND j.item IS NULL AND j.is_paced = 1
         ORDER BY m.id LIMIT 1`,
      )
      .get(accountId)
    return row === undefined ? null : toJob(row)
  }
}

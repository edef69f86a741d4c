import type { BreakerReason, BroadcastId } from '#shared/model/broadcast.ts'
import { AccountId } from '#shared/model/ids.ts'
import { parseBreakerReason } from './broadcast-columns.ts'
import type { Database } from './database.ts'
import { integer, text, textOrNull } from './row.ts'

/** How the accounts of a run fare, and which of them it leaves alone (P13). */
export class RunAccountRepository {
  readonly #db: Database

  constructor(database: Database) {
    this.#db = database
  }

  /** How many accounts a run was planned through. */
  count(id: BroadcastId): number {
    const row = this.#db
      .sql(
        `SELECT COUNT(DISTINCT account_id) AS count FROM broadcast_recipients
         WHERE broadcast_id = ? AND is_planned = 1`,
      )
      .get(id)
    return row === undefined ? 0 : integer(row, 'count')
  }

  /** Notes how a person of an account fared; answers how many in a row were refused now. */
  noteRefused(id: BroadcastId, accountId: AccountId, isRefused: boolean): void {
    this.#db
      .sql(
        `INSERT INTO broadcast_accounts (broadcast_id, account_id, refused_run) VALUES (?1, ?2, ?3)
         ON CONFLICT DO UPDATE SET refused_run = iif(?3 = 0, 0, refused_run + 1)`,
      )
      .run(id, accountId, isRefused ? 1 : 0)
  }

  refusedRun(id: BroadcastId, accountId: AccountId): number {
    const row = this.#db
      .sql('SELECT refused_run FROM broadcast_accounts WHERE broadcast_id = ? AND account_id = ?')
      .get(id, accountId)
    return row === undefined ? 0 : integer(row, 'refused_run')
  }

  /** Why a run leaves an account alone, or null. */
  breaker(id: BroadcastId, accountId: AccountId): BreakerReason | null {
    const row = this.#db
      .sql('SELECT breaker FROM broadcast_accounts WHERE broadcast_id = ? AND account_id = ?')
      .get(id, accountId)
    const reason = row === undefined ? null : textOrNull(row, 'breaker')
    return reason === null ? null : parseBreakerReason(reason)
  }

  breakers(id: BroadcastId): { accountId: AccountId; reason: BreakerReason }[] {
    return this.#db
      .sql(
        'SELECT account_id, breaker FROM broadcast_accounts WHERE broadcast_id = ? AND breaker IS NOT NULL',
      )
      .all(id)
      .map((row) => ({
        accountId: AccountId.parse(row['account_id']),
        reason: parseBreakerReason(text(row, 'breaker')),
      }))
  }

  /** @param turn the run's, to tell what has tripped since it was last started or resumed */
  addBreaker(id: BroadcastId, accountId: AccountId, reason: BreakerReason, turn: number): void {
    this.#db
      .sql(
        `INSERT INTO broadcast_accounts (broadcast_id, account_id, breaker, breaker_turn) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT DO UPDATE SET breaker = ?3, breaker_turn = ?4`,
      )
      .run(id, accountId, reason, turn)
  }

  /** How many accounts were found restricted since the run's turn. */
  countRestricted(id: BroadcastId, turn: number): number {
    const row = this.#db
      .sql(
        `SELECT COUNT(*) AS count FROM broadcast_accounts
         WHERE broadcast_id = ? AND breaker IS NOT NULL AND breaker <> 'needs-sign-in' AND breaker_turn = ?`,
      )
      .get(id, turn)
    return row === undefined ? 0 : integer(row, 'count')
  }

  /** Every account is tried again. */
  clearBreakers(id: BroadcastId): void {
    this.#db.sql('DELETE FROM broadcast_accounts WHERE broadcast_id = ?').run(id)
  }
}

import type { BreakerReason } from '#shared/model/broadcast.ts'
import type { BroadcastId } from '#shared/model/ids.ts'
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

  /** The accounts that a run was planned through. */
  add(id: BroadcastId, accounts: Iterable<AccountId>): void {
    for (const account of accounts) {
      this.#db.sql('INSERT INTO broadcast_accounts (broadcast_id, account_id) VALUES (?, ?)').run(id, account)
    }
  }

  has(id: BroadcastId, accountId: AccountId): boolean {
    return (
      this.#db
        .sql('SELECT 1 FROM broadcast_accounts WHERE broadcast_id = ? AND account_id = ?')
        .get(id, accountId) !== undefined
    )
  }

  count(id: BroadcastId): number {
    const row = this.#db
      .sql('SELECT COUNT(*) AS count FROM broadcast_accounts WHERE broadcast_id = ?')
      .get(id)
    return row === undefined ? 0 : integer(row, 'count')
  }

  /** Records how a person of an account fared: how many in a row were refused. */
  recordRefused(id: BroadcastId, accountId: AccountId, isRefused: boolean): void {
    this.#db
      .sql(
        `UPDATE broadcast_accounts SET refused_run = iif(? = 0, 0, refused_run + 1)
         WHERE broadcast_id = ? AND account_id = ?`,
      )
      .run(isRefused ? 1 : 0, id, accountId)
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
        'UPDATE broadcast_accounts SET breaker = ?, breaker_turn = ? WHERE broadcast_id = ? AND account_id = ?',
      )
      .run(reason, turn, id, accountId)
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

  /** The server asked for a pause when one of the run's messages came; kept, since the pause may be over when it is looked at. */
  recordRateLimited(id: BroadcastId, accountId: AccountId): void {
    this.#db
      .sql('UPDATE broadcast_accounts SET rate_limited = 1 WHERE broadcast_id = ? AND account_id = ?')
      .run(id, accountId)
  }

  isRateLimited(id: BroadcastId, accountId: AccountId): boolean {
    return (
      this.#db
        .sql(
          'SELECT 1 FROM broadcast_accounts WHERE broadcast_id = ? AND account_id = ? AND rate_limited = 1',
        )
        .get(id, accountId) !== undefined
    )
  }

  /** The account is tried again. */
  clear(id: BroadcastId, accountId: AccountId): void {
    this.#db
      .sql(
        `UPDATE broadcast_accounts SET refused_run = 0, rate_limited = 0, breaker = NULL, breaker_turn = NULL
         WHERE broadcast_id = ? AND account_id = ?`,
      )
      .run(id, accountId)
  }
}

import type { SessionStatus } from '#core/accounts/ports.ts'
import { ratePauseMs } from '#core/outbox/rate-pause.ts'
import type { StoredAccount } from '#core/storage/account-repository.ts'
import type { StoredBroadcast } from '#core/storage/broadcast-repository.ts'
import { MUTED_AFTER } from '#core/views.ts'
import type { BreakerReason } from '#shared/model/broadcast.ts'
import type { AccountId } from '#shared/model/ids.ts'
import type { BroadcastStores } from './stores.ts'

/** Refusals in a row, of different people, after which they are no longer put down to the people. */
const REFUSED_PEOPLE = 3
/** Restricted accounts from which on a run may stop as a whole. */
const RESTRICTED_ACCOUNTS = 3

type Stores = Pick<BroadcastStores, 'accounts' | 'ledger'>

/** Whether the server's last "rate limited" still keeps the account quiet (fact sheet 5.4). */
export function isRatePaused({ accounts }: Pick<Stores, 'accounts'>, id: AccountId, now: number): boolean {
  const { count, at } = accounts.rateRefusals(id)
  return count > 0 && now - at < ratePauseMs(count)
}

/** Whether nobody knows of the account's last sends, so that it may be muted (P4). */
export function mayBeMuted({ unconfirmedRun }: Pick<StoredAccount, 'unconfirmedRun'>): boolean {
  return unconfirmedRun >= MUTED_AFTER
}

/** Why a run has to leave an account alone from now on, or null (P13). */
export function breakerFor(
  stores: Stores,
  run: StoredBroadcast,
  id: AccountId,
  status: SessionStatus | null,
  now: number,
): BreakerReason | null {
  const account = stores.accounts.get(id)
  if (account === null || status === null) return 'needs-sign-in'
  if (status.state === 'needs-sign-in' || status.state === 'signed-out') return 'needs-sign-in'
  const { count, at } = stores.accounts.rateRefusals(id)
  if (count > 0 && (at >= run.turn || isRatePaused(stores, id, now))) return 'rate-limited'
  if (mayBeMuted(account)) return 'unconfirmed-run'
  const last = stores.ledger.lastSettled(run.id, id, run.turn, REFUSED_PEOPLE)
  const areRefused = last.length === REFUSED_PEOPLE && last.every((state) => state === 'refused')
  return areRefused ? 'refused-run' : null
}

/** Whether so many accounts are restricted that the run itself must be what the server minds. */
export function isRunRestricted({ ledger }: Pick<Stores, 'ledger'>, run: StoredBroadcast): boolean {
  const restricted = ledger.breakers(run.id).filter(({ reason }) => reason !== 'needs-sign-in').length
  return restricted >= RESTRICTED_ACCOUNTS && restricted * 2 > ledger.countAccounts(run.id)
}

import { MUTED_AFTER } from '#core/accounts/account-summary.ts'
import type { SessionStatus } from '#core/accounts/ports.ts'
import type { StoredAccount } from '#core/storage/account-repository.ts'
import type { StoredBroadcast } from '#core/storage/broadcast-repository.ts'
import type { BreakerReason, BroadcastItem } from '#shared/model/broadcast.ts'
import type { AccountId } from '#shared/model/ids.ts'
import type { SendReason } from '#shared/model/message.ts'
import type { BroadcastStores } from './stores.ts'

/** Refusals in a row, of different people, after which they are no longer put down to the people. */
const REFUSED_PEOPLE = 3
/** Restricted accounts from which on a run of many stops as a whole. */
const RESTRICTED_ACCOUNTS = 3

type Stores = Pick<BroadcastStores, 'accounts' | 'runAccounts'>

/** Refusals that may mean that the account is restricted; others lie in the message, the file or its way. */
const RESTRICTIVE: ReadonlySet<SendReason> = new Set([
  'window-closed',
  'quota-used',
  'stale-context',
  'rate-limited',
  'refused-unknown',
])

/** Whether the server refused one of these messages in a way that may mean a restriction. */
export function isRefusedByServer(items: readonly BroadcastItem[]): boolean {
  return items.some(
    ({ state, reason, resolution }) =>
      state === 'refused' && resolution === null && reason !== null && RESTRICTIVE.has(reason),
  )
}

/** Whether nobody knows of the account's last sends, so that it may be muted (P4). */
export function mayBeMuted({ unconfirmedRun }: Pick<StoredAccount, 'unconfirmedRun'>): boolean {
  return unconfirmedRun >= MUTED_AFTER
}

/** What is against an account now, whatever a run has met through it. */
export function restrictionOf(
  stores: Pick<Stores, 'accounts'>,
  id: AccountId,
  status: SessionStatus | null,
  isRateLimited: boolean,
): BreakerReason | null {
  const account = stores.accounts.get(id)
  if (account === null || status === null) return 'needs-sign-in'
  if (status.state === 'needs-sign-in' || status.state === 'signed-out') return 'needs-sign-in'
  if (isRateLimited) return 'rate-limited'
  return mayBeMuted(account) ? 'unconfirmed-run' : null
}

/** Why a run has to leave an account alone from now on, or null (P13). */
export function breakerFor(
  stores: Stores,
  run: StoredBroadcast,
  id: AccountId,
  status: SessionStatus | null,
  isRateLimited: boolean,
): BreakerReason | null {
  const restriction = restrictionOf(stores, id, status, isRateLimited)
  if (restriction !== null) return restriction
  if (stores.runAccounts.isRateLimited(run.id, id)) return 'rate-limited'
  return stores.runAccounts.refusedRun(run.id, id) >= REFUSED_PEOPLE ? 'refused-run' : null
}

/** Whether most accounts, or all of a few, are restricted since the run was last started or resumed. */
export function isRunRestricted({ runAccounts }: Pick<Stores, 'runAccounts'>, run: StoredBroadcast): boolean {
  const restricted = runAccounts.countRestricted(run.id, run.turn)
  const all = runAccounts.count(run.id)
  return restricted >= Math.min(RESTRICTED_ACCOUNTS, all) && restricted * 2 > all
}

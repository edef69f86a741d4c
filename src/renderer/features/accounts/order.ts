import type { AccountState, AccountSummary } from '#shared/model/account.ts'
import { unreachable } from '#shared/unreachable.ts'
import type { AccountColumn, AccountSort } from '../../store/ui.ts'
import { byTime } from '../../ui/sort.ts'

/** What the table can be sorted by. */
export const SORT_COLUMNS = [
  'account',
  'state',
  'since',
  'contact',
  'inbound',
] as const satisfies AccountColumn[]

/** States by how much they need a person, the most first. */
const URGENCY: Record<AccountState, number> = {
  'needs-sign-in': 0,
  offline: 1,
  checking: 2,
  reconnecting: 3,
  connecting: 4,
  online: 5,
  'signed-out': 6,
}

/**
 * When the server was last heard of. An account is online since an answer came, and how long ago the
 * latest one came is told only now and then.
 */
export function lastContact({ state, stateSince, lastContactAt }: AccountSummary): number | null {
  return state === 'online' ? Math.max(stateSince, lastContactAt ?? 0) : lastContactAt
}

/** Sorts accounts for the table; what is equal keeps its place, and what never happened stands last. */
export function sortAccounts(
  accounts: readonly AccountSummary[],
  sort: AccountSort,
  nameOf: (account: AccountSummary) => string,
): AccountSummary[] {
  if (sort === null) return [...accounts]
  const sign = sort.descending ? -1 : 1
  return accounts.toSorted((one, other) => {
    switch (sort.column) {
      case 'account':
        return sign * nameOf(one).localeCompare(nameOf(other))
      case 'state':
        return sign * (URGENCY[one.state] - URGENCY[other.state])
      case 'since':
        return sign * (one.stateSince - other.stateSince)
      case 'contact':
        return byTime(lastContact(one), lastContact(other), sign)
      case 'inbound':
        return byTime(one.lastInboundAt, other.lastInboundAt, sign)
      default:
        return unreachable(sort.column)
    }
  })
}

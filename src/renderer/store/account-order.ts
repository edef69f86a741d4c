import type { AccountSummary } from '#shared/model/account.ts'

/** Accounts as every list shows them: the default first, then in the operator's order. */
export function accountOrder(accounts: Iterable<AccountSummary>): AccountSummary[] {
  return [...accounts].sort(
    (a, b) => Number(b.isDefault) - Number(a.isDefault) || a.position - b.position || a.number - b.number,
  )
}

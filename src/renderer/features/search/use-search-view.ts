import { useMemo } from 'react'
import { useReplica, useUi } from '../../store/hooks.ts'
import type { SearchView } from '../../store/ui.ts'

/** What is searched for. An account or a person that has gone narrows it down no more: nothing would be found. */
export function useSearchView(): SearchView {
  const search = useUi((state) => state.search)
  const { account, contactOf } = search
  const hasAccount = useReplica(
    ({ accounts }) => account === 'inbox' || account === 'all' || accounts.has(account),
  )
  const hasPerson = useReplica(({ conversations }) => contactOf === null || conversations.has(contactOf))
  return useMemo(
    () => ({
      ...search,
      account: hasAccount ? search.account : 'inbox',
      contactOf: hasPerson ? search.contactOf : null,
    }),
    [search, hasAccount, hasPerson],
  )
}

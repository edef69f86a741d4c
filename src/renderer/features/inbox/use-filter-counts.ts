import { useState } from 'react'
import type { AccountId } from '#shared/model/ids.ts'
import { useNow, useReplica } from '../../store/hooks.ts'
import { FilterCounter, type FilterCounts } from './filter-counts.ts'

/** How many conversations each filter shows, of one account or of all. */
export function useFilterCounts(accountId: AccountId | null): FilterCounts {
  const now = useNow('minute')
  const [counter] = useState(() => new FilterCounter())
  return useReplica(({ conversations }) => counter.of(conversations, accountId, now))
}

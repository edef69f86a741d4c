import { useState } from 'react'
import type { ConversationFilter } from '#shared/model/conversation-state.ts'
import type { AccountId } from '#shared/model/ids.ts'
import { FilterCounter, type FilterCounts } from './filter-counts.ts'
import { useNow, useReplica } from './hooks.ts'

/** How many conversations each filter shows, of one account or of all. */
export function useFilterCounts(accountId: AccountId | null): FilterCounts {
  const now = useNow('minute')
  const [counter] = useState(() => new FilterCounter())
  return useReplica(({ conversations }) => counter.of(conversations, accountId, now))
}

/** How many conversations of all accounts one filter shows; draws again for no other one. */
export function useFilterCount(filter: ConversationFilter): number {
  const now = useNow('minute')
  const [counter] = useState(() => new FilterCounter())
  return useReplica(({ conversations }) => counter.of(conversations, null, now)[filter])
}

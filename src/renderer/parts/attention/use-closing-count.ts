import { belongsTo } from '#shared/model/conversation-state.ts'
import { useNow, useReplica } from '../../store/hooks.ts'

/** How many conversations the filter *Closing soon* shows, over all accounts. */
export function useClosingCount(): number {
  const now = useNow('minute')
  return useReplica(({ conversations }) => {
    let count = 0
    for (const one of conversations.values()) if (belongsTo('closing', one, now)) count += 1
    return count
  })
}

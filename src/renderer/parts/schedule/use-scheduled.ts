import { useMemo } from 'react'
import type { ConversationId } from '#shared/model/ids.ts'
import type { ScheduledMessage } from '#shared/model/scheduled.ts'
import { useReplica } from '../../store/hooks.ts'

/** What is scheduled, of one conversation or of all, in the order in which it goes out. */
export function useScheduled(of: ConversationId | null): readonly ScheduledMessage[] {
  const scheduled = useReplica((replica) => replica.scheduled)
  return useMemo(
    () =>
      [...scheduled.values()]
        .filter(({ conversationId }) => of === null || conversationId === of)
        .sort((a, b) => (a.due < b.due ? -1 : a.due > b.due ? 1 : a.id - b.id)),
    [scheduled, of],
  )
}

import { useMemo } from 'react'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import { isGroupContact } from '#shared/model/group.ts'
import type { ConversationId } from '#shared/model/ids.ts'
import type { MarkAction } from '#shared/model/marks.ts'
import { useServices } from '../../store/services.tsx'
import { closeConversations } from '../../store/ui.ts'
import { pickedChoice } from '../recipient/picked-choice.ts'

/** What can be done to conversations, from wherever they are shown. */
export interface Triage {
  mark(ids: readonly ConversationId[], action: MarkAction): void
  /** Asks until when. */
  snooze(ids: readonly ConversationId[]): void
  rename(id: ConversationId): void
  tags(id: ConversationId): void
  /** Begins a broadcast for exactly their people. */
  broadcast(ids: readonly ConversationId[]): void
}

/** Whether anybody of them could get a broadcast: groups cannot be written to. */
export function canBroadcast(conversations: readonly ConversationSummary[]): boolean {
  return conversations.some(({ contactUserId }) => !isGroupContact(contactUserId))
}

/** Whether a conversation that is open is left by it: it is finished for now, or is to count as not read. */
function leaves(action: MarkAction): boolean {
  return action.kind === 'done' || action.kind === 'snooze' || (action.kind === 'unread' && action.value)
}

export function useTriage(): Triage {
  const { desk, ui, replica } = useServices()
  return useMemo(
    () => ({
      mark(ids, action) {
        // before main knows, or what is marked unread would be read at once
        if (leaves(action)) closeConversations(ui, ids)
        void desk.mark(ids, action)
      },
      snooze: (ids) => ui.setState({ asking: { kind: 'snooze', ids } }),
      rename: (id) => ui.setState({ asking: { kind: 'rename', id } }),
      tags: (id) => ui.setState({ asking: { kind: 'tags', id } }),
      broadcast(ids) {
        const known = replica.state.getState().replica
        if (!known) return
        const picked = ids.flatMap((id) => known.conversations.get(id) ?? [])
        const choice = pickedChoice(picked, known)
        if (choice !== null) ui.setState({ newBroadcast: { kind: 'picked', choice } })
      },
    }),
    [desk, ui, replica],
  )
}

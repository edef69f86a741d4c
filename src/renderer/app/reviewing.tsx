import { useStore } from 'zustand'
import { useUi } from '../store/hooks.ts'
import { useServices } from '../store/services.tsx'
import { ReviewSheet } from './parts.ts'
import { mayTakeKeys, showConversation } from './show-conversation.ts'

/** The sheet for files that were added on any screen; the dialog for a new message has one of its own. */
export function Reviewing() {
  const { ui, replica, review } = useServices()
  const isUnderWay = useStore(review.state, (state) => state !== null)
  const inDialog = useUi((state) => state.newMessage)
  if (inDialog || !isUnderWay) return null
  return (
    <ReviewSheet
      onClose={() => review.discard()}
      onSent={(conversation) => showConversation(ui, conversation, { takesKeys: mayTakeKeys(replica) })}
    />
  )
}

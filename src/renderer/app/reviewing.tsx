import { ReviewSheet } from '../features/review/review-sheet.tsx'
import { useUi } from '../store/hooks.ts'
import { useServices } from '../store/services.tsx'
import { mayTakeKeys, showConversation } from './show-conversation.ts'

/** The sheet for files that were added on any screen; the dialog for a new message has one of its own. */
export function Reviewing() {
  const { ui, replica } = useServices()
  const inDialog = useUi((state) => state.newMessage)
  if (inDialog) return null
  return (
    <ReviewSheet
      onSent={(conversation) => showConversation(ui, conversation, { takesKeys: mayTakeKeys(replica) })}
    />
  )
}

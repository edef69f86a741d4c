import type { ConversationSummary } from '#shared/model/conversation.ts'
import { useServices } from '../store/services.tsx'
import { showInInbox } from '../store/ui.ts'
import { ContactSide } from './contact-side.tsx'
import { ConversationPane } from './conversation-pane.tsx'

/** The open conversation of the inbox, with the panel of its contact beside it. */
export function InboxConversation(props: {
  conversation: ConversationSummary
  /** It was opened by hand just now, so its message box takes the focus. */
  takesFocus: boolean
  onLeave: () => void
}) {
  const { conversation, takesFocus, onLeave } = props
  const { ui } = useServices()
  const show = (other: ConversationSummary) => showInInbox(ui, other)
  return (
    <div className="relative flex min-w-0 flex-1">
      <div className="min-w-0 flex-1">
        <ConversationPane id={conversation.id} takesFocus={takesFocus} onLeave={onLeave} onShow={show} />
      </div>
      <ContactSide conversation={conversation} onShow={show} />
    </div>
  )
}

import type { ConversationSummary } from '#shared/model/conversation.ts'
import type { ConversationId } from '#shared/model/ids.ts'
import { ContactSide } from './contact-side.tsx'
import { ConversationPane } from './conversation-pane.tsx'

/** The open conversation of the inbox, with the panel of its contact beside it. */
export function InboxConversation(props: {
  id: ConversationId
  /** It was opened by hand just now, so its message box takes the focus. */
  takesFocus: boolean
  onLeave: () => void
  /** Another conversation is to be shown: the same contact through another account. */
  onShow: (conversation: ConversationSummary) => void
}) {
  const { id, onShow } = props
  return (
    <div className="relative flex min-w-0 flex-1">
      <div className="min-w-0 flex-1">
        <ConversationPane {...props} />
      </div>
      <ContactSide id={id} onShow={onShow} />
    </div>
  )
}

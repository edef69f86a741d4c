import type { ConversationSummary } from '#shared/model/conversation.ts'
import { Composer } from '../features/composer/composer.tsx'
import { NewMessage } from '../features/new-message/new-message.tsx'
import { ReviewSheet } from '../features/review/review-sheet.tsx'
import { DropOverlay } from '../parts/drop/drop-overlay.tsx'
import { useDropPlace } from '../parts/drop/use-drop-place.ts'
import { useAccount } from '../store/hooks.ts'

/** A message to whoever is looked for in it. `onShow` shows the conversation and ends it. */
export function WriteNew(props: {
  onClose: () => void
  onShow: (conversation: ConversationSummary) => void
}) {
  const { onClose, onShow } = props
  return (
    <NewMessage
      onClose={onClose}
      onShow={onShow}
      composer={(conversation, name) => (
        <Writing conversation={conversation} name={name} onLeave={onClose} onSent={onShow} />
      )}
    />
  )
}

/** The message box of the dialog, which takes files too; their sheet stands in front of this dialog. */
function Writing(props: {
  conversation: ConversationSummary
  name: string
  onLeave: () => void
  /** Something was sent to the conversation. */
  onSent: (conversation: ConversationSummary) => void
}) {
  const { conversation } = props
  const account = useAccount(conversation.accountId)
  const target = { kind: 'conversation', id: conversation.id } as const
  const place = useDropPlace<HTMLDivElement>(target)
  return (
    <div ref={place.ref} className="relative">
      <Composer
        conversation={conversation}
        account={account}
        contact={props.name}
        onLeave={props.onLeave}
        onSent={() => props.onSent(conversation)}
      />
      <DropOverlay target={target} isOver={place.isOver} />
      <ReviewSheet onSent={props.onSent} />
    </div>
  )
}

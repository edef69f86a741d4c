import { useEffect } from 'react'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import { Composer } from '../features/composer/composer.tsx'
import { NewMessage } from '../features/new-message/new-message.tsx'
import { ReviewSheet } from '../features/review/review-sheet.tsx'
import { DropOverlay } from '../parts/drop/drop-overlay.tsx'
import { useDropPlace } from '../parts/drop/use-drop-place.ts'
import { isShortcut } from '../parts/keys/shortcuts.ts'
import { useAccount, useUi } from '../store/hooks.ts'
import { useServices } from '../store/services.tsx'
import { showInInbox } from '../store/ui.ts'
import { isModalOpen } from '../ui/modal.ts'
import { mayTakeKeys } from './show-conversation.ts'

/** The dialog for a new message, wherever it was asked for; Ctrl or Cmd with N asks for it too. */
export function NewMessageDialog() {
  const { ui, replica } = useServices()
  const open = useUi((state) => state.newMessage)

  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      if (!isShortcut(event, 'new-message') || isModalOpen()) return
      event.preventDefault()
      ui.setState({ newMessage: true })
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [ui])

  if (!open) return null
  const close = () => ui.setState({ newMessage: false })
  const show = (conversation: ConversationSummary) => {
    close()
    showInInbox(ui, conversation, { takesKeys: mayTakeKeys(replica) })
  }
  return (
    <NewMessage
      onClose={close}
      onShow={show}
      composer={(conversation, name) => (
        <Writing conversation={conversation} name={name} onLeave={close} onSent={show} />
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

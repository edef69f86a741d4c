import { useEffect } from 'react'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import { isShortcut } from '../parts/keys/shortcuts.ts'
import { useReplica, useUi } from '../store/hooks.ts'
import { useServices } from '../store/services.tsx'
import { showInInbox } from '../store/ui.ts'
import { isModalOpen } from '../ui/modal.ts'
import { WriteNew } from './parts.ts'
import { mayTakeKeys } from './show-conversation.ts'

/** The dialog for a new message, wherever it was asked for; Ctrl or Cmd with N asks for it too. */
export function NewMessageDialog() {
  const { ui, replica } = useServices()
  const open = useUi((state) => state.newMessage)
  const isWhole = useReplica((known) => known.isWhole)

  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      if (!isShortcut(event, 'new-message') || isModalOpen()) return
      event.preventDefault()
      ui.setState({ newMessage: true })
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [ui])

  // which account writes to somebody hangs on all conversations with them (P14)
  if (!open || !isWhole) return null
  const close = () => ui.setState({ newMessage: false })
  const show = (conversation: ConversationSummary) => {
    close()
    showInInbox(ui, conversation, { takesKeys: mayTakeKeys(replica) })
  }
  return <WriteNew onClose={close} onShow={show} />
}

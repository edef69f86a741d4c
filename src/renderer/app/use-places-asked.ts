import { useEffect } from 'react'
import type { ConversationId } from '#shared/model/ids.ts'
import type { ShowTarget } from '#shared/model/show-target.ts'
import { unreachable } from '#shared/unreachable.ts'
import { useServices } from '../store/services.tsx'
import { isModalOpen } from '../ui/modal.ts'
import { showConversation } from './show-conversation.ts'
import { useChoosing } from './use-choosing.ts'

/**
 * Shows what was clicked outside the window: in a notification or in the tray. A dialog that is open stays, keeps
 * the keys, and goes on with what it was opened for (P17).
 */
export function usePlacesAsked(): void {
  const { client, replica, ui } = useServices()
  const choose = useChoosing()
  useEffect(() => {
    /** A conversation that this window does not know yet. */
    let awaited: Extract<ShowTarget, { kind: 'conversation' }> | null = null

    function open(target: Extract<ShowTarget, { kind: 'conversation' }>): void {
      const conversation = knownConversation(target.id)
      awaited = conversation === undefined ? target : null
      if (conversation === undefined) return
      const isCovered = isModalOpen()
      showConversation(ui, conversation)
      const { id, messageId } = target
      ui.setState({
        goal: messageId === null ? null : { conversationId: id, messageId, text: '' },
        ...(isCovered ? { writing: null } : {}),
      })
    }

    function knownConversation(id: ConversationId) {
      return replica.state.getState().replica?.conversations.get(id)
    }

    function go(target: ShowTarget): void {
      ui.setState({ lightbox: null, gallery: null, keysDialog: 'none' })
      switch (target.kind) {
        case 'conversation':
          open(target)
          return
        case 'filter':
          choose.filtered(target.filter)
          return
        case 'account':
          choose.inbox(target.id)
          return
        case 'accounts':
          choose.accounts(target.shown)
          return
        default:
          unreachable(target)
      }
    }

    const leaveReplica = replica.state.subscribe(() => {
      if (awaited !== null && knownConversation(awaited.id) !== undefined) open(awaited)
    })
    const leave = client.subscribe(({ changes }) => {
      for (const change of changes) if (change.kind === 'show') go(change.target)
    })
    return () => {
      leave()
      leaveReplica()
    }
  }, [client, replica, ui, choose])
}

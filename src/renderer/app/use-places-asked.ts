import { useEffect } from 'react'
import type { ConversationId } from '#shared/model/ids.ts'
import type { ShowTarget } from '#shared/model/show-target.ts'
import { unreachable } from '#shared/unreachable.ts'
import { useServices } from '../store/services.tsx'
import type { Ui } from '../store/ui.ts'
import { isModalOpen } from '../ui/modal.ts'
import { showConversation } from './show-conversation.ts'
import { useChoosing } from './use-choosing.ts'

type ConversationTarget = Extract<ShowTarget, { kind: 'conversation' }>

/** A conversation that this window does not know, and the end of waiting for it. */
interface Awaited {
  target: ConversationTarget
  timer: ReturnType<typeof setTimeout>
}

/** What somebody changes by going elsewhere. */
const PLACE = [
  'screen',
  'accountId',
  'open',
  'filter',
  'tags',
  'search',
  'columns',
  'accountsShown',
  'settingsSection',
  'run',
] as const satisfies readonly (keyof Ui)[]

/** What main has just told of reaches the window within a few frames. */
const AWAIT_MS = 3_000

/**
 * Shows what was clicked outside the window: in a notification or in the tray. A dialog that is open stays, keeps
 * the keys, and goes on with what it was opened for (P17).
 */
export function usePlacesAsked(): void {
  const { client, replica, ui, desk } = useServices()
  const choose = useChoosing()
  useEffect(() => {
    let awaited: Awaited | null = null

    function forget(): void {
      if (awaited !== null) clearTimeout(awaited.timer)
      awaited = null
    }

    /** It may be on its way to this window, or gone for good; whoever goes elsewhere meanwhile is not called back. */
    function waitFor(target: ConversationTarget): void {
      const timer = setTimeout(() => {
        // it may be one of those that a start has left for later
        if (replica.state.getState().replica?.isWhole === false) {
          waitFor(target)
          return
        }
        forget()
        desk.tell({ kind: 'gone' })
      }, AWAIT_MS)
      awaited = { target, timer }
    }

    function open(target: ConversationTarget): void {
      const conversation = knownConversation(target.id)
      if (conversation === undefined) {
        waitFor(target)
        return
      }
      showConversation(ui, conversation, { takesKeys: !isModalOpen() })
      const { id, messageId } = target
      ui.setState({ goal: messageId === null ? null : { conversationId: id, messageId, text: '' } })
    }

    function knownConversation(id: ConversationId) {
      return replica.state.getState().replica?.conversations.get(id)
    }

    function go(target: ShowTarget): void {
      forget()
      ui.setState({ lightbox: null, gallery: null, keysDialog: 'none' })
      switch (target.kind) {
        case 'conversation':
          open(target)
          return
        case 'filter':
          choose.filtered(target.filter)
          return
        case 'scheduled':
          if (!isModalOpen()) ui.setState({ asking: { kind: 'scheduled' } })
          return
        case 'broadcasts':
          choose.broadcasts(target.id)
          return
        case 'add-account': {
          const { accountId } = target
          if (isModalOpen()) return
          ui.setState({ signIn: accountId === null ? { kind: 'new' } : { kind: 'again', accountId } })
          return
        }
        case 'request':
          ui.setState({ request: target.id })
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
      if (awaited === null || knownConversation(awaited.target.id) === undefined) return
      const { target } = awaited
      forget()
      open(target)
    })
    const leaveUi = ui.subscribe((now, before) => {
      if (PLACE.some((key) => now[key] !== before[key])) forget()
    })
    const leave = client.subscribe(({ changes }) => {
      for (const change of changes) if (change.kind === 'show') go(change.target)
    })
    return () => {
      forget()
      leave()
      leaveUi()
      leaveReplica()
    }
  }, [client, replica, ui, desk, choose])
}

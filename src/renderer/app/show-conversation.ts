import type { ConversationSummary } from '#shared/model/conversation.ts'
import type { ReplicaStore } from '../store/replica-store.ts'
import { changeColumn, showInInbox, type UiStore } from '../store/ui.ts'
import { showWithKeys } from '../ui/keys-at-once.ts'

/** Whether what is shown once a send is over may have the keys: not while quitting is asked about in front of it (P15). */
export function mayTakeKeys(replica: ReplicaStore): boolean {
  return (replica.state.getState().replica?.app.quitAsked ?? null) === null
}

/**
 * Shows a conversation: in its account's column where one stands, else in the Inbox. It is ready to be written in,
 * unless the keys are to stay where they are.
 */
export function showConversation(
  ui: UiStore,
  { id, accountId }: ConversationSummary,
  { takesKeys = true }: { takesKeys?: boolean } = {},
): void {
  const column = document.querySelector<HTMLElement>(`[data-column="${accountId}"]`)
  if (!column) {
    showInInbox(ui, { id, accountId }, { takesKeys })
    return
  }
  const show = () => changeColumn(ui, accountId, { open: id })
  if (takesKeys) showWithKeys(show, () => column.querySelector<HTMLElement>('[data-composer]'))
  else show()
  column.scrollIntoView({ inline: 'nearest' })
}

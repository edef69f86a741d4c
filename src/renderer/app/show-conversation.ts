import type { ConversationSummary } from '#shared/model/conversation.ts'
import { changeColumn, showInInbox, type UiStore } from '../store/ui.ts'
import { showWithKeys } from '../ui/keys-at-once.ts'

/** Shows a conversation ready to be written in: in its account's column where one stands, else in the Inbox. */
export function showConversation(ui: UiStore, { id, accountId }: ConversationSummary): void {
  const column = document.querySelector<HTMLElement>(`[data-column="${accountId}"]`)
  if (!column) {
    showInInbox(ui, { id, accountId })
    return
  }
  showWithKeys(
    () => changeColumn(ui, accountId, { open: id }),
    () => column.querySelector<HTMLElement>('[data-composer]'),
  )
  column.scrollIntoView({ inline: 'nearest' })
}

import type { ConversationSummary } from '#shared/model/conversation.ts'
import { changeColumn, showInInbox, type UiStore } from '../store/ui.ts'
import { showWithKeys } from '../ui/keys-at-once.ts'

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

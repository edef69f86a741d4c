import { createStore, type StoreApi } from 'zustand/vanilla'
import type { AccountId, ConversationId } from '#shared/model/ids.ts'

export type Screen = 'inbox' | 'accounts' | 'settings'

export type InboxFilter = 'all' | 'unread' | 'closing' | 'failed'
export type InboxSort = 'recent' | 'closing'

/** What this window shows. It is forgotten with the window: a start begins at the merged Inbox. */
export interface Ui {
  screen: Screen
  /** The account whose inbox is shown; null is the merged one. */
  accountId: AccountId | null
  /** The conversation open beside the list. */
  open: ConversationId | null
  filter: InboxFilter
  sort: InboxSort
  /** The sign-in dialog: closed, for new accounts, or for one account's next sign-in. */
  signIn: { kind: 'closed' } | { kind: 'new' } | { kind: 'again'; accountId: AccountId }
}

export type UiStore = StoreApi<Ui>

const START: Ui = {
  screen: 'inbox',
  accountId: null,
  open: null,
  filter: 'all',
  sort: 'recent',
  signIn: { kind: 'closed' },
}

export function createUi(): UiStore {
  return createStore<Ui>(() => START)
}

/** Back to what a start shows. */
export function resetUi(ui: UiStore): void {
  ui.setState(START)
}

import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ConversationFilter } from '#shared/model/conversation-state.ts'
import type { AccountId, BroadcastId, ConversationId, MessageId } from '#shared/model/ids.ts'
import type { MediaId } from '#shared/model/media.ts'
import type { ProposalId } from '#shared/model/program.ts'
import type { RecipientChoice } from '#shared/model/recipient-choice.ts'
import type { ColumnContent } from '#shared/model/settings.ts'
import { unreachable } from '#shared/unreachable.ts'

export type Screen = 'inbox' | 'side-by-side' | 'broadcasts' | 'accounts' | 'settings'

export type InboxFilter = ConversationFilter
export type InboxSort = 'recent' | 'closing'

export type AccountColumn = 'account' | 'state' | 'since' | 'contact' | 'inbound'
export type AccountSort = { column: AccountColumn; descending: boolean } | null

/** Sections of the settings, in their order. */
export const SETTINGS_SECTIONS = [
  'general',
  'notifications',
  'writing',
  'quick-replies',
  'broadcasts',
  'media',
  'network',
  'programs',
  'lock',
  'backup',
  'diagnostics',
  'about',
] as const
export type SettingsSection = (typeof SETTINGS_SECTIONS)[number]

/** Which accounts the screen for them shows. */
export type AccountsShown = 'all' | 'needs-sign-in' | 'may-be-muted'

/** Which column: that of an account, or that of a filter over all of them. */
export type ColumnKey = AccountId | `filter:${ConversationFilter}`

export function columnKey(content: ColumnContent): ColumnKey {
  return 'accountId' in content ? content.accountId : `filter:${content.filter}`
}

/** What one column of the side-by-side screen shows. */
export interface ColumnView {
  /** The conversation open in it; null shows its list. */
  open: ConversationId | null
  filter: InboxFilter
  /** Only conversations with contacts that have one of these; none: with everybody. */
  tags: readonly string[]
  sort: InboxSort
}

/** What a column shows that nobody has changed yet. */
export const FRESH_COLUMN: ColumnView = { open: null, filter: 'open', tags: [], sort: 'recent' }

export type SearchKind = 'any' | 'text' | 'image' | 'video' | 'voice' | 'file'
export type SearchTime = 'any' | 'today' | 'week' | 'month' | 'year' | 'span'

/** What is searched for above the inbox. It is kept while something else is shown. */
export interface SearchView {
  /** Results stand in the place of the list. */
  isShown: boolean
  text: string
  /** The account that is searched; `inbox` is that whose inbox is shown, or all of them in the merged one. */
  account: AccountId | 'inbox' | 'all'
  /** The person of this conversation alone. */
  contactOf: ConversationId | null
  kind: SearchKind
  direction: 'any' | 'in' | 'out'
  time: SearchTime
  /** The first and the last day of a span, as `YYYY-MM-DD`; empty where it is open. */
  span: { from: string; to: string }
  /** The message that was opened last. */
  hit: MessageId | null
}

/** A message to bring into view in its conversation, with the words that a search found it by; empty without one. */
export interface Goal {
  conversationId: ConversationId
  messageId: MessageId
  text: string
}

export const NO_SEARCH: SearchView = {
  isShown: false,
  text: '',
  account: 'inbox',
  contactOf: null,
  kind: 'any',
  direction: 'any',
  time: 'any',
  span: { from: '', to: '' },
  hit: null,
}

/** What this window shows. It is forgotten with the window: a start begins at the merged Inbox. */
export interface Ui {
  screen: Screen
  /** The account whose inbox is shown; null is the merged one. */
  accountId: AccountId | null
  /** The conversation open beside the list. */
  open: ConversationId | null
  /** The conversation that was opened to be written in: its message box takes the focus. */
  writing: ConversationId | null
  filter: InboxFilter
  /** Only conversations with contacts that have one of these; none: with everybody. */
  tags: readonly string[]
  sort: InboxSort
  search: SearchView
  /** A message that is to be brought into view once its conversation is shown. */
  goal: Goal | null
  /** What the columns show that somebody has touched. */
  columns: ReadonlyMap<ColumnKey, ColumnView>
  /** How the accounts are sorted; null is the operator's own order. */
  accountSort: AccountSort
  /** What the accounts are narrowed down to. */
  accountsShown: AccountsShown
  /** The section that the settings are to show; they go there once. */
  settingsSection: SettingsSection | null
  /** The request of a program that is to have the keys, or the first there is; it has them once. */
  request: null | 'first' | ProposalId
  /** The run whose ledger is open on the broadcasts screen; null shows the list. */
  run: BroadcastId | null
  /**
   * The dialog for a new broadcast: closed, open for a draft, which is null until it is kept, or begun with people who
   * were picked elsewhere.
   */
  newBroadcast:
    | { kind: 'closed' }
    | { kind: 'open'; draft: BroadcastId | null }
    | { kind: 'picked'; choice: RecipientChoice }
  /** What is asked about conversations: until when they are put off, what of all is scheduled; of one, its contact's name, tags and history. */
  asking:
    | null
    | { kind: 'snooze'; ids: readonly ConversationId[] }
    | { kind: 'scheduled' }
    | { kind: 'rename' | 'tags' | 'export-history' | 'delete-history'; id: ConversationId }
  /** The dialog for a new message is open. */
  newMessage: boolean
  /** The sign-in dialog: closed, for new accounts, or for one account's next sign-in. */
  signIn: { kind: 'closed' } | { kind: 'new' } | { kind: 'again'; accountId: AccountId }
  /** The dialog for the proxy is open, over whatever did not reach the server. */
  networkDialog: boolean
  /** The dialog that copies accounts of other programs is open. */
  importing: boolean
  /** What stands above everything else to find a way by the keyboard: nothing, the palette, or the list of keys. */
  keysDialog: 'none' | 'palette' | 'shortcuts'
  /** What is asked about the passphrase of the lock. */
  passphrase: null | 'set' | 'set-and-lock' | 'change' | 'remove'
  /** The medium that is to be forwarded, while it is asked to whom. */
  forwarding: MediaId | null
  /** The conversation whose gallery is open. */
  gallery: ConversationId | null
  /** The picture or video that is shown large. */
  lightbox: { conversationId: ConversationId; mediaId: MediaId } | null
}

export type UiStore = StoreApi<Ui>

const START: Ui = {
  screen: 'inbox',
  accountId: null,
  open: null,
  writing: null,
  goal: null,
  filter: 'open',
  tags: [],
  sort: 'recent',
  search: NO_SEARCH,
  columns: new Map(),
  accountSort: null,
  accountsShown: 'all',
  settingsSection: null,
  request: null,
  run: null,
  newBroadcast: { kind: 'closed' },
  asking: null,
  newMessage: false,
  signIn: { kind: 'closed' },
  networkDialog: false,
  importing: false,
  keysDialog: 'none',
  passphrase: null,
  forwarding: null,
  gallery: null,
  lightbox: null,
}

/** Changes what is searched for. */
export function changeSearch(ui: UiStore, change: Partial<SearchView>): void {
  ui.setState(({ search }) => ({ search: { ...search, ...change } }))
}

export function createUi(): UiStore {
  return createStore<Ui>(() => START)
}

/** Changes what one column shows. */
export function changeColumn(ui: UiStore, key: ColumnKey, change: Partial<ColumnView>): void {
  ui.setState(({ columns }) => ({
    columns: new Map(columns).set(key, { ...(columns.get(key) ?? FRESH_COLUMN), ...change }),
  }))
}

/** What the conversation that is open must agree with when something else is chosen (P17). */
export interface Surroundings {
  conversations: ReadonlyMap<ConversationId, { accountId: AccountId }>
  /** List and conversation share one place, so that what is open would hide what was chosen. */
  onePlace: boolean
}

/**
 * Shows the inbox of an account, or the merged one. The conversation that is open stays only where it
 * belongs to that inbox and can be seen beside it, and its message box no longer takes the focus (P17).
 */
export function chooseInbox(
  ui: UiStore,
  accountId: AccountId | null,
  { conversations, onePlace }: Surroundings,
): void {
  ui.setState(({ open, search }) => {
    const belongs = open !== null && (accountId === null || conversations.get(open)?.accountId === accountId)
    return {
      screen: 'inbox',
      accountId,
      open: belongs && !onePlace ? open : null,
      writing: null,
      // what was chosen is shown, not what is found in it
      search: { ...search, isShown: false, account: 'inbox' },
    }
  })
}

/** Shows a screen from its beginning; what is open in the Inbox waits there and takes no focus (P17). */
export function chooseScreen(ui: UiStore, screen: Screen, surroundings: Surroundings): void {
  switch (screen) {
    case 'inbox':
      chooseInbox(ui, null, surroundings)
      return
    case 'broadcasts':
      ui.setState({ screen, run: null, writing: null })
      return
    case 'accounts':
      ui.setState({ screen, accountsShown: 'all', writing: null })
      return
    case 'side-by-side':
    case 'settings':
      ui.setState({ screen, writing: null })
      return
    default:
      unreachable(screen)
  }
}

/** Shows a conversation in the Inbox, whichever screen and account are shown now, with the keys in its message box or not. */
export function showInInbox(
  ui: UiStore,
  { id, accountId }: { id: ConversationId; accountId: AccountId },
  { takesKeys = true }: { takesKeys?: boolean } = {},
): void {
  ui.setState((state) => ({
    screen: 'inbox',
    open: id,
    writing: takesKeys ? id : null,
    goal: null,
    accountId: state.accountId === accountId ? accountId : null,
  }))
}

/** Shows a section of the settings. */
export function showSettings(ui: UiStore, section: SettingsSection): void {
  ui.setState({ screen: 'settings', settingsSection: section, writing: null })
}

/** Closes conversations wherever they are open. */
export function closeConversations(ui: UiStore, ids: readonly ConversationId[]): void {
  ui.setState(({ open, writing, columns }) => ({
    ...(open !== null && ids.includes(open) ? { open: null, writing: null } : { open, writing }),
    columns: new Map(
      [...columns].map(([key, column]) => [
        key,
        column.open !== null && ids.includes(column.open) ? { ...column, open: null } : column,
      ]),
    ),
  }))
}

/** Shows a run with its ledger. */
export function showRun(ui: UiStore, run: BroadcastId): void {
  ui.setState({ screen: 'broadcasts', run })
}

/** Back to what a start shows. */
export function resetUi(ui: UiStore): void {
  ui.setState(START)
}

import type { ConversationSummary } from '#shared/model/conversation.ts'
import { dialogPart, screenPart, stripPart } from '../ui/part.tsx'

// What the first painted inbox does not need. Each is a script of its own, which is there when it is first asked for:
// `LATER` names the order in which they are fetched once the inbox stands.

export const InboxConversation = screenPart(
  async () => (await import('./inbox-conversation.tsx')).InboxConversation,
)
export const SearchResults = screenPart(
  async () => (await import('../features/search/search-results.tsx')).SearchResults,
)
export const SideBySideScreen = screenPart(
  async () => (await import('./side-by-side-screen.tsx')).SideBySideScreen,
)
export const BroadcastsScreen = screenPart(
  async () => (await import('./broadcasts-screen.tsx')).BroadcastsScreen,
)
export const Accounts = screenPart(async () => (await import('../features/accounts/accounts.tsx')).Accounts)
export const SettingsPages = screenPart(async () => (await import('./settings-pages.tsx')).SettingsPages)
export const LessonsBar = screenPart(
  async () => (await import('../features/practice/lessons-bar.tsx')).LessonsBar,
)

export const Requests = stripPart<{ onOpen: (conversation: ConversationSummary) => void }>(
  async () => (await import('../features/requests/requests.tsx')).Requests,
)

export const OpenPalette = dialogPart(async () => (await import('./open-palette.tsx')).OpenPalette)
export const ShortcutSheet = dialogPart(
  async () => (await import('../features/shortcuts/shortcut-sheet.tsx')).ShortcutSheet,
)
export const AskedDialog = dialogPart(async () => (await import('./asked-dialog.tsx')).AskedDialog)
export const WriteNew = dialogPart(async () => (await import('./write-new.tsx')).WriteNew)
export const NewBroadcast = dialogPart(
  async () => (await import('../features/broadcast-draft/new-broadcast.tsx')).NewBroadcast,
)
export const ReviewSheet = dialogPart<{
  onSent: (conversation: ConversationSummary) => void
  onClose: () => void
}>(async () => (await import('../features/review/review-sheet.tsx')).ReviewSheet)
export const MediaDialogs = dialogPart<{ onClose: () => void }>(
  async () => (await import('../features/media/media-dialogs.tsx')).MediaDialogs,
)
export const AddAccount = dialogPart(
  async () => (await import('../features/add-account/add-account.tsx')).AddAccount,
)
export const ImportDialog = dialogPart(
  async () => (await import('../features/import/import-dialog.tsx')).ImportDialog,
)
export const NetworkDialog = dialogPart(
  async () => (await import('../features/settings/network/network-dialog.tsx')).NetworkDialog,
)
export const PassphraseDialog = dialogPart(
  async () => (await import('../features/lock/passphrase-dialog.tsx')).PassphraseDialog,
)
export const RestoreBackup = dialogPart(
  async () => (await import('../features/backup/restore-backup.tsx')).RestoreBackup,
)

/** All of them, what is asked for soonest first. The lessons have practice mode alone. */
export const LATER: readonly { load(): Promise<void> }[] = [
  InboxConversation,
  OpenPalette,
  SearchResults,
  AskedDialog,
  ReviewSheet,
  MediaDialogs,
  Requests,
  WriteNew,
  AddAccount,
  Accounts,
  SideBySideScreen,
  BroadcastsScreen,
  NewBroadcast,
  SettingsPages,
  ShortcutSheet,
  PassphraseDialog,
  NetworkDialog,
  ImportDialog,
  RestoreBackup,
]

import type { Diagnostics } from '#core/diagnostics/diagnostics.ts'
import type { AccountImport } from '#core/import/account-import.ts'
import type { Locking } from '#core/lock/locking.ts'
import type { Handlers } from '#core/router.ts'
import type { Schedule } from '#core/schedule/schedule.ts'
import type { Search } from '#core/search/search.ts'
import { type AccountHandlerDeps, createAccountHandlers } from './accounts.ts'
import { type AppHandlerDeps, createAppHandlers } from './app.ts'
import { type BackupHandlerDeps, createBackupHandlers } from './backup.ts'
import { type BroadcastHandlerDeps, createBroadcastHandlers } from './broadcasts.ts'
import { type ContactHandlerDeps, createContactHandlers } from './contacts.ts'
import { type ConversationHandlerDeps, createConversationHandlers } from './conversations.ts'
import { createDiagnosticsHandlers } from './diagnostics.ts'
import { createImportHandlers } from './import.ts'
import { createLockHandlers } from './lock.ts'
import { createMediaHandlers, type MediaHandlerDeps } from './media.ts'
import { createNetworkHandlers, type NetworkHandlerDeps } from './network.ts'
import { createOutboxHandlers, type OutboxHandlerDeps } from './outbox.ts'
import { createPracticeHandlers, type PracticeHandlerDeps } from './practice.ts'
import { createProgramHandlers, type ProgramHandlerDeps } from './programs.ts'
import { createQuickReplyHandlers, type QuickReplyHandlerDeps } from './quick-replies.ts'
import { createScheduledHandlers } from './scheduled.ts'
import { createSearchHandlers } from './search.ts'

/** The services that answer requests. */
export interface HandlerDeps {
  app: AppHandlerDeps
  practice: PracticeHandlerDeps
  locking: Locking
  accounts: AccountHandlerDeps
  conversations: ConversationHandlerDeps
  contacts: ContactHandlerDeps
  outbox: OutboxHandlerDeps
  schedule: Schedule
  media: MediaHandlerDeps
  broadcasts: BroadcastHandlerDeps
  quickReplies: QuickReplyHandlerDeps
  accountImport: AccountImport
  backups: BackupHandlerDeps
  diagnostics: Diagnostics
  network: NetworkHandlerDeps
  search: Search
  programs: ProgramHandlerDeps
}

/** The handler map, a file for each of the contract's; a request missing in its file does not compile. */
export function createHandlers(deps: HandlerDeps): Handlers {
  return {
    ...createAppHandlers(deps.app),
    ...createPracticeHandlers(deps.practice),
    ...createLockHandlers(deps.locking),
    ...createAccountHandlers(deps.accounts),
    ...createConversationHandlers(deps.conversations),
    ...createContactHandlers(deps.contacts),
    ...createOutboxHandlers(deps.outbox),
    ...createScheduledHandlers(deps.schedule),
    ...createMediaHandlers(deps.media),
    ...createBroadcastHandlers(deps.broadcasts),
    ...createQuickReplyHandlers(deps.quickReplies),
    ...createImportHandlers(deps.accountImport),
    ...createBackupHandlers(deps.backups),
    ...createDiagnosticsHandlers(deps.diagnostics),
    ...createNetworkHandlers(deps.network),
    ...createSearchHandlers(deps.search),
    ...createProgramHandlers(deps.programs),
  }
}

import type { Backups } from '#core/backup/backups.ts'
import type { Diagnostics } from '#core/diagnostics/diagnostics.ts'
import type { AccountImport } from '#core/import/account-import.ts'

import type { Outbox } from '#core/outbox/outbox.ts'
import type { Handlers } from '#core/router.ts'
import { type AccountHandlerParts, createAccountHandlers } from './accounts.ts'
import { type AppHandlerParts, createAppHandlers } from './app.ts'
import { createBackupHandlers } from './backup.ts'
import { type BroadcastHandlerParts, createBroadcastHandlers } from './broadcasts.ts'
import { type ConversationHandlerParts, createConversationHandlers } from './conversations.ts'
import { createDiagnosticsHandlers } from './diagnostics.ts'
import { createImportHandlers } from './import.ts'
import { createMediaHandlers, type MediaHandlerParts } from './media.ts'
import { createOutboxHandlers } from './outbox.ts'

/** The services that answer requests. */
export interface HandlerParts {
  app: AppHandlerParts
  accounts: AccountHandlerParts
  conversations: ConversationHandlerParts
  outbox: Outbox
  media: MediaHandlerParts
  broadcasts: BroadcastHandlerParts
  accountImport: AccountImport
  backups: Backups
  diagnostics: Diagnostics
}

/** The handler map, a file for each of the contract's; a request missing in its file does not compile. */
export function createHandlers(parts: HandlerParts): Handlers {
  return {
    ...createAppHandlers(parts.app),
    ...createAccountHandlers(parts.accounts),
    ...createConversationHandlers(parts.conversations),
    ...createOutboxHandlers(parts.outbox),
    ...createMediaHandlers(parts.media),
    ...createBroadcastHandlers(parts.broadcasts),
    ...createImportHandlers(parts.accountImport),
    ...createBackupHandlers(parts.backups),
    ...createDiagnosticsHandlers(parts.diagnostics),
  }
}

import type { OutboxStores } from '#core/outbox/settle.ts'
import { BroadcastContentRepository } from '#core/storage/broadcast-content-repository.ts'
import { BroadcastRepository } from '#core/storage/broadcast-repository.ts'
import type { Database } from '#core/storage/database.ts'
import { LedgerMessages } from '#core/storage/ledger-messages.ts'
import { LedgerRepository } from '#core/storage/ledger-repository.ts'
import { LedgerSums } from '#core/storage/ledger-sums.ts'
import type { MessageWriter } from '#core/storage/messages/message-writer.ts'
import { RunAccountRepository } from '#core/storage/run-account-repository.ts'
import { WayRepository } from '#core/storage/way-repository.ts'

/** The stores that are broadcasting's own. */
export function createBroadcastStores(database: Database, writer: MessageWriter) {
  return {
    broadcasts: new BroadcastRepository(database),
    contents: new BroadcastContentRepository(database),
    ledger: new LedgerRepository(database, writer),
    ledgerMessages: new LedgerMessages(database),
    runAccounts: new RunAccountRepository(database),
    sums: new LedgerSums(database),
    ways: new WayRepository(database),
  }
}

/** The stores that broadcasting works with. */
export type BroadcastStores = OutboxStores & ReturnType<typeof createBroadcastStores>

import type { OutboxStores } from '#core/outbox/settle.ts'
import { AttemptRepository } from '#core/storage/attempt-repository.ts'
import { BroadcastContentRepository } from '#core/storage/broadcast-content-repository.ts'
import { BroadcastRepository } from '#core/storage/broadcast-repository.ts'
import type { ContactRepository } from '#core/storage/contact-repository.ts'
import type { Database } from '#core/storage/database.ts'
import { LedgerRepository } from '#core/storage/ledger-repository.ts'
import { LedgerSums } from '#core/storage/ledger-sums.ts'
import { RouteRepository } from '#core/storage/route-repository.ts'
import { RunAccountRepository } from '#core/storage/run-account-repository.ts'
import { SegmentRepository } from '#core/storage/segment-repository.ts'

/** The stores that are broadcasting's own. */
export function createBroadcastStores(database: Database) {
  const attempts = new AttemptRepository(database)
  return {
    broadcasts: new BroadcastRepository(database),
    contents: new BroadcastContentRepository(database),
    attempts,
    ledger: new LedgerRepository(database, attempts),
    runAccounts: new RunAccountRepository(database),
    sums: new LedgerSums(database),
    routes: new RouteRepository(database),
    segments: new SegmentRepository(database),
  }
}

/** The stores that broadcasting works with. */
export type BroadcastStores = OutboxStores &
  ReturnType<typeof createBroadcastStores> & { contacts: ContactRepository }

import type { OutboxStores } from '#core/outbox/settle.ts'
import type { BroadcastContentRepository } from '#core/storage/broadcast-content-repository.ts'
import type { BroadcastRepository } from '#core/storage/broadcast-repository.ts'
import type { LedgerRepository } from '#core/storage/ledger-repository.ts'
import type { WayRepository } from '#core/storage/way-repository.ts'

/** The stores that broadcasting works with. */
export interface BroadcastStores extends OutboxStores {
  broadcasts: BroadcastRepository
  contents: BroadcastContentRepository
  ledger: LedgerRepository
  ways: WayRepository
}

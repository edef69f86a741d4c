import type { BroadcastDetails, BroadcastRecipient } from '#shared/model/broadcast.ts'
import type { BroadcastId } from '#shared/model/ids.ts'

/** The run that is open, as far as it is loaded. */
export interface Ledger {
  id: BroadcastId
  /** Content and terms, frozen at the start; null while they are on their way. */
  details: Omit<BroadcastDetails, 'recipients'> | null
  /** By place. What changes before the run is loaded is kept here for it. */
  recipients: ReadonlyMap<number, BroadcastRecipient>
}

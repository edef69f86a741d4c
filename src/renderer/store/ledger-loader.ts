import type { BroadcastDetails, BroadcastRecipient } from '#shared/model/broadcast.ts'
import type { BroadcastId } from '#shared/model/ids.ts'
import type { Client } from '../api/client.ts'
import { loadRun } from '../api/whole-ledger.ts'
import type { Ledger } from './ledger.ts'
import type { ReplicaStore } from './replica-store.ts'

/** Loads the ledger of the one run that this window shows. */
export interface LedgerLoader {
  /** Watches a run and loads it whole. Fails with a `ClientError`. */
  open(id: BroadcastId): Promise<void>
  /** Lets go of the run that is open. */
  close(): void
}

export function createLedgerLoader(client: Client, store: ReplicaStore): LedgerLoader {
  /** Counts openings and closings: an answer that another one has overtaken is not used. */
  let turn = 0

  return {
    async open(id) {
      turn += 1
      const mine = turn
      store.update((replica) => ({ ...replica, ledger: { id, details: null, recipients: new Map() } }))
      await client.request('broadcasts.watch', { id })
      const run = await loadRun(client, id, () => mine === turn)
      if (run === null) return
      const { recipients, ...details } = run
      store.update((replica) =>
        replica.ledger ? { ...replica, ledger: loaded(replica.ledger, details, recipients) } : replica,
      )
    },
    close() {
      turn += 1
      store.update((replica) => ({ ...replica, ledger: null }))
      // A run that goes on being watched costs a few changes that nobody uses.
      client.request('broadcasts.watch', { id: null }).catch(() => undefined)
    },
  }
}

/** Puts what was asked for under what has changed since it was asked for. */
function loaded(
  ledger: Ledger,
  details: Omit<BroadcastDetails, 'recipients'>,
  recipients: readonly BroadcastRecipient[],
): Ledger {
  const all = new Map(recipients.map((recipient) => [recipient.place, recipient]))
  for (const [place, recipient] of ledger.recipients) all.set(place, recipient)
  return { ...ledger, details, recipients: all }
}

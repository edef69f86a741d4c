import { LEDGER_PORTION } from '#shared/limits.ts'
import type { BroadcastDetails, BroadcastRecipient } from '#shared/model/broadcast.ts'
import type { BroadcastId } from '#shared/model/ids.ts'
import type { Client } from '../api/client.ts'
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
      const { recipients, ...details } = await client.request('broadcasts.show', { id })
      // a long one comes in portions, so that main is never kept by it
      for (let portion = recipients; portion.length === LEDGER_PORTION; ) {
        if (mine !== turn) return
        portion = await client.request('broadcasts.lines', { id, from: (portion.at(-1)?.place ?? 0) + 1 })
        recipients.push(...portion)
      }
      if (mine !== turn) return
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

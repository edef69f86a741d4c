import type { Clock } from '#core/ports.ts'
import type { BroadcastId } from '#shared/model/ids.ts'
import type { RecipientStateSync } from './recipient-state-sync.ts'
import { createSlice } from './slices.ts'
import type { BroadcastStores } from './stores.ts'

/** Recipients in one transaction. */
const PORTION = 25
/** After a commit failed, for example on a full disk. */
const STORAGE_RETRY_MS = 5_000

export interface LedgerClosingDeps {
  clock: Clock
  stores: BroadcastStores
  sync: RecipientStateSync
  /** Lines of a run's ledger changed; called after the commit. */
  changed(id: BroadcastId, places: readonly number[]): void
  failed(error: unknown): void
}

/**
 * Writes into the ledgers of cancelled runs that nobody's turn comes any more, and takes back what is in the outbox. From
 * the moment a run is cancelled nothing of it leaves; what is written here only says so, a portion at a time, and goes on
 * at the next start.
 */
export class LedgerClosing {
  readonly #deps: LedgerClosingDeps
  /** Runs that are not through, with the places of those who have messages in the outbox and were not looked at. */
  readonly #runs = new Map<BroadcastId, number[]>()
  #isStopped = false
  #cancelTimer: () => void = () => {}

  constructor(deps: LedgerClosingDeps) {
    this.#deps = deps
  }

  /** Goes on with what an earlier program had begun. */
  start(): void {
    // what is in the outbox the start looks at anyhow
    for (const id of this.#deps.stores.ledger.unclosed()) this.#runs.set(id, [])
    this.#work()
  }

  stop(): void {
    this.#isStopped = true
    this.#cancelTimer()
  }

  /** A run was cancelled; the first of its lines are written at once. */
  close(id: BroadcastId): void {
    this.#runs.set(id, this.#deps.stores.ledger.places(id, ['sending']))
    this.#work()
  }

  #work(): void {
    this.#cancelTimer()
    if (this.#isStopped) return
    const slice = createSlice(this.#deps.clock)
    try {
      for (const [id, underWay] of this.#runs) {
        while (this.#closeSome(id, underWay)) {
          if (!slice.isOver()) continue
          // a timer would come round again before anything else does
          setImmediate(() => this.#work())
          return
        }
        this.#runs.delete(id)
      }
    } catch (error) {
      this.#deps.failed(error)
      this.#goOnIn(STORAGE_RETRY_MS)
    }
  }

  /** False when nothing of the run is left to be closed. */
  #closeSome(id: BroadcastId, underWay: number[]): boolean {
    const { stores, sync, changed } = this.#deps
    const queued = stores.ledger.someQueued(id, PORTION)
    if (queued.length > 0) {
      stores.database.transaction(() => {
        for (const place of queued) sync.close({ id, place })
      })
      changed(id, queued)
      return true
    }
    const place = underWay.pop()
    if (place === undefined) return false
    sync.recipients(id, [place])
    return true
  }

  #goOnIn(ms: number): void {
    if (!this.#isStopped) this.#cancelTimer = this.#deps.clock.setTimeout(ms, () => this.#work())
  }
}

import { setImmediate } from 'node:timers/promises'
import type { EventSink } from '#core/events/event-bus.ts'
import type { Clock } from '#core/ports.ts'
import type { Reads } from '#core/reads/ports.ts'
import { AppError } from '#shared/errors.ts'
import type { BroadcastId } from '#shared/model/ids.ts'
import type { BroadcastStores } from './stores.ts'

/** Lines of a ledger deleted in one transaction. */
const PORTION = 50
/** After a commit failed, for example on a full disk, or somebody read the log that was to be cut. */
const RETRY_MS = 5_000

export interface RunRemovalDeps {
  clock: Clock
  stores: BroadcastStores
  events: EventSink
  reads: Pick<Reads, 'emptyLog'>
  /** These files may have lost their last reference. */
  released(hashes: readonly string[]): void
  failed(error: unknown): void
}

/**
 * Deletes runs with their ledgers. A run is out of every list with the first commit; its lines follow a portion at a
 * time, at the next start where the program ended in between. Its messages stay in their conversations.
 */
export class RunRemoval {
  readonly #deps: RunRemovalDeps
  #isWorking = false
  #isStopped = false
  #cancelTimer: () => void = () => {}

  constructor(deps: RunRemovalDeps) {
    this.#deps = deps
  }

  /** Goes on with what an earlier program had begun. */
  start(): void {
    if (this.#deps.stores.broadcasts.removed().length > 0) void this.#work()
  }

  stop(): void {
    this.#isStopped = true
    this.#cancelTimer()
  }

  /** @throws AppError `not-found`; `not-possible-now` for one that has not ended, or of which something may still leave */
  remove(id: BroadcastId): void {
    const { stores, events } = this.#deps
    const run = stores.broadcasts.get(id)
    if (run === null) throw new AppError('not-found')
    const hasEnded = run.state === 'finished' || run.state === 'cancelled'
    if (!hasEnded || stores.ledger.isOpen(id)) throw new AppError('not-possible-now')
    stores.database.transaction(() => {
      stores.broadcasts.markRemoved(id)
      events.raise({ kind: 'broadcast-removed', broadcastId: id })
    })
    void this.#work()
  }

  async #work(): Promise<void> {
    if (this.#isWorking) return
    this.#isWorking = true
    try {
      const { stores, reads } = this.#deps
      do {
        for (let next = stores.broadcasts.removed()[0]; next !== undefined; ) {
          while (stores.ledger.removeSome(next.id, PORTION)) {
            await setImmediate()
            if (this.#isStopped) return
          }
          this.#finish(next)
          next = stores.broadcasts.removed()[0]
        }
        // what was deleted stands in the log until it is cut (P23)
        if (!(await reads.emptyLog())) this.#tryAgain()
        // whoever deleted one meanwhile waits for this
      } while (!this.#isStopped && stores.broadcasts.removed().length > 0)
    } catch (error) {
      this.#deps.failed(error)
      this.#tryAgain()
    } finally {
      this.#isWorking = false
    }
  }

  #finish({ id, contentId }: { id: BroadcastId; contentId: number }): void {
    const { stores, released } = this.#deps
    const files = stores.contents.get(contentId).files
    stores.database.transaction(() => {
      stores.broadcasts.remove(id)
      stores.contents.remove(contentId)
    })
    released(files.map(({ hash }) => hash))
  }

  #tryAgain(): void {
    this.#cancelTimer()
    if (!this.#isStopped) this.#cancelTimer = this.#deps.clock.setTimeout(RETRY_MS, () => void this.#work())
  }
}

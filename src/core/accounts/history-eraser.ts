import { setImmediate } from 'node:timers/promises'
import type { EventSink } from '#core/events/event-bus.ts'
import type { Clock } from '#core/ports.ts'
import type { ErasedPortion } from '#core/storage/conversation-erasure.ts'
import type { Erasure, ErasureTarget } from '#core/storage/erasure.ts'

/** Messages deleted in one transaction; in between the event loop has its turn. */
const PORTION = 30
/** After so many portions the log beside the database is moved into it, before main itself would do it in a commit. */
const PORTIONS_PER_CHECKPOINT = 6
/** After a failure, for example on a full disk. */
const RETRY_MS = 60_000
/** When somebody read from the log that was to be cut. */
const LOG_RETRY_MS = 1_000
/** Keys of deleted messages dropped in one transaction. */
const KEYS_PORTION = 500
/** So often those that are old are dropped, while there are any: timers stand still while the computer sleeps. */
const KEYS_EVERY_MS = 3_600_000

export interface HistoryEraserDeps {
  clock: Pick<Clock, 'now' | 'setTimeout'>
  erasure: Erasure
  /** Moves what was committed into the database, away from main's thread. */
  checkpoint(): Promise<void>
  /** The same, and cuts the log; false when somebody was in the way. */
  emptyLog(): Promise<boolean>
  /** These files may have lost their last reference. */
  released(hashes: readonly string[]): void
  events: EventSink
  failed(error: unknown): void
}

/**
 * Deletes the history of accounts that were removed with it, and of contacts, in the background. They are out of every
 * list already; a deletion that was cut short goes on at the next start.
 */
export class HistoryEraser {
  readonly #deps: HistoryEraserDeps
  #running: Promise<void> | null = null
  #isStopped = false
  #cancelRetry: () => void = () => {}

  constructor(deps: HistoryEraserDeps) {
    this.#deps = deps
  }

  /**
   * Goes on with what an earlier run has left. Most leave nothing, and then no thread has to begin for it.
   * @param hadLog an earlier run left a log: what it deleted may stand in it until it is cut (P23)
   */
  start(hadLog: boolean): Promise<void> {
    const { erasure } = this.#deps
    return hadLog || erasure.next() !== null || erasure.keys.areThere() ? this.wake() : Promise.resolve()
  }

  /** There may be something to delete. Resolves when nothing is left, or when it has to wait. */
  wake(): Promise<void> {
    if (this.#isStopped) return Promise.resolve()
    this.#running ??= this.#run()
    return this.#running
  }

  /** Ends after the portion under way. */
  async stop(): Promise<void> {
    this.#isStopped = true
    this.#cancelRetry()
    await this.#running
  }

  async #run(): Promise<void> {
    const { clock, erasure, emptyLog, failed } = this.#deps
    try {
      await setImmediate()
      do {
        this.#cancelRetry()
        await this.#eraseAll()
        await this.#forgetKeys()
        // what was deleted stands in the log until it is cut (P23)
        if (!this.#isStopped && !(await emptyLog())) this.#wakeIn(clock, LOG_RETRY_MS)
        else if (erasure.keys.areThere()) this.#wakeIn(clock, KEYS_EVERY_MS)
        // whoever deleted something meanwhile waits for this run
      } while (!this.#isStopped && erasure.next() !== null)
    } catch (error) {
      failed(error)
      this.#wakeIn(clock, RETRY_MS)
    }
    this.#running = null
  }

  async #eraseAll(): Promise<void> {
    const { clock, erasure, checkpoint, released } = this.#deps
    let portions = 0
    for (let target = erasure.next(); target !== null && !this.#isStopped; target = erasure.next()) {
      const portion = erasure.eraseSome(target, PORTION, clock.now())
      if (portion.hashes.length > 0) released(portion.hashes)
      this.#tell(target, portion)
      portions += 1
      if (portions % PORTIONS_PER_CHECKPOINT === 0) await checkpoint()
      else await setImmediate()
    }
  }

  /** What nothing repeats any more needs no keys to be known by. */
  async #forgetKeys(): Promise<void> {
    const { clock, erasure } = this.#deps
    while (!this.#isStopped && erasure.keys.forgetSome(clock.now(), KEYS_PORTION) === KEYS_PORTION)
      await setImmediate()
  }

  /** Windows drop what a portion took with it. */
  #tell(target: ErasureTarget, { isDone, lines, userIds }: ErasedPortion): void {
    const { events } = this.#deps
    for (const [broadcastId, gone] of Map.groupBy(lines, ({ id }) => id))
      events.raise({ kind: 'recipients-changed', broadcastId, places: gone.map(({ place }) => place) })
    if (!isDone) return
    const accountId = target.kind === 'account' ? target.id : null
    events.raise({ kind: 'history-erased', accountId, userIds })
  }

  #wakeIn(clock: HistoryEraserDeps['clock'], ms: number): void {
    this.#cancelRetry()
    if (!this.#isStopped) this.#cancelRetry = clock.setTimeout(ms, () => void this.wake())
  }
}

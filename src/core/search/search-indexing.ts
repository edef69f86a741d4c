import { setImmediate } from 'node:timers/promises'
import type { Clock } from '#core/ports.ts'
import { ReadError, type Reads } from '#core/reads/ports.ts'
import type { SearchProgress } from '#shared/model/search.ts'
import type { IndexState } from './index-some.ts'

/** What comes is gathered for so long: a portion costs less than its messages one by one. */
const GATHER_MS = 1_000
/** While more is being stored, a portion in so long: what is stored at once in thousands is taken in afterwards. */
const BUSY_PAUSE_MS = 1_500
/** Between two portions of a long history, so that the thread and the disk are free for others. */
const PAUSE_MS = 20
/** From so many messages on it is a long one. */
const LONG = 5_000
/** After a failure, for example on a full disk. */
const RETRY_MS = 60_000

export interface SearchIndexingDeps {
  clock: Pick<Clock, 'setTimeout' | 'monotonic'>
  reads: Pick<Reads, 'run'>
  /** Changes to messages up to this one were followed and need not be kept. */
  followed(upTo: number): void
  failed(error: unknown): void
}

/**
 * Keeps the search index near the database, after the commits and never in their way: the thread for reads takes in what
 * has come, a portion at a time, whenever somebody says that there is something.
 */
export class SearchIndexing {
  readonly #deps: SearchIndexingDeps
  #state: IndexState | null = null
  #running: Promise<void> | null = null
  /** Something came since the portion under way was begun. */
  #isBehind = false
  #lastWakeAt = Number.NEGATIVE_INFINITY
  /** Somebody waits for what has just come. */
  #isAwaited = false
  #isStopped = false
  #followed = 0
  #cancelTimer: (() => void) | null = null
  #endPause: () => void = () => {}

  constructor(deps: SearchIndexingDeps) {
    this.#deps = deps
  }

  /** Messages came, changed, or were deleted. */
  wake(): void {
    this.#isBehind = true
    this.#lastWakeAt = this.#deps.clock.monotonic()
    if (this.#running === null) this.#runIn(GATHER_MS)
  }

  /** Takes in what has just come, so that it can be found; a long history is not waited for. */
  async settle(): Promise<void> {
    const state = this.#state
    if (state === null) await this.#lookOnce()
    else if (state.newest - state.upto <= LONG && (this.#isBehind || this.#running !== null)) {
      this.#isAwaited = true
      this.#endPause()
      await this.#run()
    }
  }

  progress(): SearchProgress {
    if (this.#state === null || this.#state.newest === 0) return { share: 1 }
    return { share: Math.min(1, this.#state.upto / this.#state.newest) }
  }

  /** Ends after the portion under way. */
  async stop(): Promise<void> {
    this.#isStopped = true
    this.#cancelTimer?.()
    this.#endPause()
    await this.#running
  }

  /** What an earlier run left is not known before the first look. */
  async #lookOnce(): Promise<void> {
    this.#state = await this.#deps.reads.run('index-state', null)
    await this.settle()
  }

  #run(): Promise<void> {
    if (this.#isStopped) return Promise.resolve()
    this.#cancelTimer?.()
    this.#cancelTimer = null
    this.#running ??= this.#runAll().finally(() => {
      this.#running = null
      this.#isAwaited = false
      if (this.#isBehind && this.#cancelTimer === null) this.#runIn(GATHER_MS)
    })
    return this.#running
  }

  async #runAll(): Promise<void> {
    try {
      do {
        this.#isBehind = false
        const state = await this.#deps.reads.run('index-some', null)
        this.#state = state
        if (state.changes > this.#followed) {
          this.#deps.followed(state.changes)
          this.#followed = state.changes
        }
        if (state.isComplete) return
        await this.#between(state)
      } while (!this.#isStopped)
    } catch (error) {
      if (error instanceof ReadError && error.code === 'stopped') return
      this.#deps.failed(error)
      this.#runIn(RETRY_MS)
    }
  }

  #between({ newest, upto }: IndexState): Promise<void> {
    if (this.#isAwaited || this.#isStopped) return setImmediate()
    if (this.#deps.clock.monotonic() - this.#lastWakeAt < GATHER_MS) return this.#pause(BUSY_PAUSE_MS)
    return newest - upto > LONG ? this.#pause(PAUSE_MS) : setImmediate()
  }

  #pause(ms: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const cancel = this.#deps.clock.setTimeout(ms, resolve)
    this.#endPause = () => {
      cancel()
      resolve()
    }
    return promise
  }

  #runIn(ms: number): void {
    if (this.#isStopped || this.#cancelTimer !== null) return
    this.#cancelTimer = this.#deps.clock.setTimeout(ms, () => {
      this.#cancelTimer = null
      void this.#run()
    })
  }
}

import type { Clock } from '#core/ports.ts'

/** Without a page that paints anything, what waits for the first screen begins after this time. */
const PAINTED_MS = 5_000
/** A page that is not settled so long after its first screen is not waited for any more. */
const SETTLED_MS = 1_000
/** So long after it every account polls. */
const STARTED_MS = 6_000

/** How far a start has come for who looks at it. Pages that never say so are not waited for for ever. */
export class FirstScreen {
  readonly #clock: Pick<Clock, 'setTimeout'>
  readonly #painted = Promise.withResolvers<void>()
  readonly #settled = Promise.withResolvers<void>()

  constructor(clock: Pick<Clock, 'setTimeout'>) {
    this.#clock = clock
  }

  /** Resolves once a page has what it shows, and main need not hurry to answer it. */
  get settled(): Promise<void> {
    return this.#settled.promise
  }

  /**
   * The start begins.
   * @param over runs once it is over and every account polls
   */
  begin(over: () => void): void {
    this.#clock.setTimeout(PAINTED_MS, this.#painted.resolve)
    void this.#painted.promise.then(() => {
      this.#clock.setTimeout(SETTLED_MS, this.#settled.resolve)
      this.#clock.setTimeout(STARTED_MS, over)
    })
  }

  /** A page has painted what it shows first. */
  notePainted(): void {
    this.#painted.resolve()
  }

  /** A page has all that it shows, and nothing to do. */
  noteSettled(): void {
    this.#settled.resolve()
  }
}

import type { Clock } from '#core/ports.ts'

/** So many wrong tokens within a minute close the door for a minute (mcp.md 3). */
const MAX_WRONG = 10
const MINUTE_MS = 60_000

/** Counts wrong tokens, so that nobody tries many. */
export class WrongTokens {
  readonly #clock: Clock
  readonly #changed: (restsUntil: number | null) => void
  /** When each of the last ones was tried, by the monotonic clock. */
  #tried: number[] = []
  #cancelRest: (() => void) | null = null

  /** @param changed the door rests until then, in Unix ms, or not any more */
  constructor(clock: Clock, changed: (restsUntil: number | null) => void) {
    this.#clock = clock
    this.#changed = changed
  }

  /** Nobody is let in, whatever their token. */
  get isResting(): boolean {
    return this.#cancelRest !== null
  }

  note(): void {
    const now = this.#clock.monotonic()
    this.#tried = [...this.#tried.filter((at) => now - at < MINUTE_MS), now]
    if (this.#tried.length < MAX_WRONG || this.isResting) return
    this.#tried = []
    this.#cancelRest = this.#clock.setTimeout(MINUTE_MS, () => {
      this.#cancelRest = null
      this.#changed(null)
    })
    this.#changed(this.#clock.now() + MINUTE_MS)
  }

  stop(): void {
    this.#cancelRest?.()
    this.#cancelRest = null
  }
}

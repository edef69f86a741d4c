import type { Clock } from '#core/ports.ts'

export interface IdleWatchDeps {
  clock: Clock
  /** How long nobody has used this computer, in ms. */
  idleMs(): number
  /** After how long it is too long; null: never. */
  limitMs(): number | null
  /** Too long. */
  idle(): void
}

/** The system counts whole seconds. */
const ROUGHLY_MS = 1_000

/**
 * Notices that nobody is at this computer. It asks the system, not the page: whoever works in another window is there.
 * It looks again at the earliest moment at which it could be too long.
 */
export class IdleWatch {
  readonly #deps: IdleWatchDeps
  #cancel: (() => void) | null = null

  constructor(deps: IdleWatchDeps) {
    this.#deps = deps
  }

  /** Looks now: at the start, and whenever the limit may be another one. */
  check(): void {
    this.stop()
    const { clock, idleMs, limitMs, idle } = this.#deps
    const limit = limitMs()
    if (limit === null) return
    const left = limit - idleMs()
    if (left <= 0) idle()
    else this.#cancel = clock.setTimeout(Math.max(left, ROUGHLY_MS), () => this.check())
  }

  stop(): void {
    this.#cancel?.()
    this.#cancel = null
  }
}

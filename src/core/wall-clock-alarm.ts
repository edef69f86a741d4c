import type { Clock } from './ports.ts'

export interface WallClockAlarmDeps {
  clock: Clock
  /** What is due could not be done; it is tried again. */
  failed(error: unknown): void
}

/**
 * Does something when the operator's clock shows its time. That clock may be set, and its zone changed, unsaid: so it is
 * looked at every so often while there is anything to wait for.
 */
export abstract class WallClockAlarm {
  readonly #deps: WallClockAlarmDeps
  readonly #lookMs: number
  #cancel: (() => void) | null = null
  #isRunning = false

  /** @param lookMs the longest time between two looks, and that after one that failed */
  constructor({ clock, failed }: WallClockAlarmDeps, lookMs: number) {
    this.#deps = { clock, failed }
    this.#lookMs = lookMs
  }

  /** Does what is due. @returns milliseconds until the next look is worth it; null: nothing to wait for */
  protected abstract look(): number | null

  start(): void {
    this.#isRunning = true
    this.check()
  }

  stop(): void {
    this.#isRunning = false
    this.#cancel?.()
  }

  /** Looks now: after a start, a change, a sleep, a clock that was set. */
  check(): void {
    const { clock, failed } = this.#deps
    if (!this.#isRunning) return
    this.#cancel?.()
    this.#cancel = null
    let wait = this.#lookMs
    try {
      const next = this.look()
      if (next === null) return
      wait = Math.min(wait, next)
    } catch (error) {
      failed(error)
    }
    this.#cancel = clock.setTimeout(wait, () => this.check())
  }
}

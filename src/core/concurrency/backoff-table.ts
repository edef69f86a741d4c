import type { Clock } from '#core/ports.ts'

export interface BackoffLimits {
  /** How long the first failure keeps its key waiting, in ms; each further one in a row doubles it. */
  minMs: number
  /** Never longer than this. */
  maxMs: number
}

interface Wait {
  /** Monotonic. */
  until: number
  /** In a row. */
  failures: number
}

/** Keys that wait after failures, each on its own; one timer for all. */
export class BackoffTable<Key> {
  readonly #clock: Pick<Clock, 'monotonic' | 'setTimeout'>
  readonly #limits: BackoffLimits
  readonly #onDue: () => void
  readonly #waits = new Map<Key, Wait>()
  #timer: { at: number; cancel: () => void } | null = null

  /** @param onDue a wait is over; called for the earliest, and again for what is due later */
  constructor(clock: Pick<Clock, 'monotonic' | 'setTimeout'>, limits: BackoffLimits, onDue: () => void) {
    this.#clock = clock
    this.#limits = limits
    this.#onDue = onDue
  }

  isWaiting(key: Key): boolean {
    const wait = this.#waits.get(key)
    return wait !== undefined && wait.until > this.#clock.monotonic()
  }

  /** How often in a row the key failed. */
  failures(key: Key): number {
    return this.#waits.get(key)?.failures ?? 0
  }

  /** The key failed once more. */
  fail(key: Key): void {
    const failures = this.failures(key)
    const { minMs, maxMs } = this.#limits
    this.#set(key, Math.min(minMs * 2 ** failures, maxMs), failures + 1)
  }

  /** The key waits at least `ms`, for another reason than that it failed. */
  hold(key: Key, ms: number): void {
    this.#set(key, ms, this.failures(key))
  }

  /** The key need not wait any more; how often it failed is remembered. */
  hurry(key: Key): void {
    const wait = this.#waits.get(key)
    if (wait !== undefined) wait.until = Number.NEGATIVE_INFINITY
  }

  hurryAll(): void {
    for (const wait of this.#waits.values()) wait.until = Number.NEGATIVE_INFINITY
  }

  /** The key got through, or is gone. */
  forget(key: Key): void {
    this.#waits.delete(key)
  }

  stop(): void {
    this.#timer?.cancel()
    this.#timer = null
  }

  #set(key: Key, ms: number, failures: number): void {
    const until = Math.max(this.#clock.monotonic() + ms, this.#waits.get(key)?.until ?? 0)
    this.#waits.set(key, { until, failures })
    this.#wakeAt(until)
  }

  #wakeAt(at: number): void {
    if (this.#timer !== null && this.#timer.at <= at) return
    this.#timer?.cancel()
    const cancel = this.#clock.setTimeout(at - this.#clock.monotonic(), () => {
      this.#timer = null
      this.#onDue()
      const now = this.#clock.monotonic()
      const later = [...this.#waits.values()].map(({ until }) => until).filter((until) => until > now)
      if (later.length > 0) this.#wakeAt(later.reduce((one, other) => Math.min(one, other)))
    })
    this.#timer = { at, cancel }
  }
}

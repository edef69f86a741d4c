/** How often a reader of the clock wants to be told. */
export type Precision = 'minute' | 'second'

const PERIOD = { minute: 60_000, second: 1_000 } as const satisfies Record<Precision, number>

/** What the clock needs of the world. */
export interface ClockPorts {
  /** Unix milliseconds of the page's own clock. */
  wallNow(): number
  /** Calls `fn` once after `ms`; the returned function cancels it. */
  setTimer(ms: number, fn: () => void): () => void
}

/**
 * The app's clock for views: one timer for all, on the minute, and on the second only while
 * somebody wants seconds. `now(precision)` stands still between ticks, so views can compare it.
 */
export interface TickingClock {
  now(precision: Precision): number
  /** The exact time of the app's clock, for what is decided once and not displayed. */
  exact(): number
  subscribe(precision: Precision, listener: () => void): () => void
  /** Milliseconds that the app's clock is ahead of the page's. */
  setOffset(offsetMs: number): void
  /** Ticks at once, for a page that was asleep or hidden. */
  refresh(): void
}

export function createClock(ports: ClockPorts): TickingClock {
  const listeners = { minute: new Set<() => void>(), second: new Set<() => void>() }
  const shown = { minute: ports.wallNow(), second: ports.wallNow() }
  let offset = 0
  let cancel: (() => void) | null = null

  const exact = () => ports.wallNow() + offset

  function schedule(): void {
    cancel?.()
    cancel = null
    if (listeners.minute.size + listeners.second.size === 0) return
    const period = listeners.second.size > 0 ? PERIOD.second : PERIOD.minute
    cancel = ports.setTimer(period - (exact() % period), tick)
  }

  function tick(): void {
    const time = exact()
    const minutePassed = Math.floor(time / PERIOD.minute) !== Math.floor(shown.minute / PERIOD.minute)
    shown.second = time
    if (minutePassed) shown.minute = time
    schedule()
    for (const listener of [...listeners.second]) listener()
    if (minutePassed) for (const listener of [...listeners.minute]) listener()
  }

  function refresh(): void {
    shown.minute = exact()
    shown.second = shown.minute
    schedule()
    for (const listener of [...listeners.second, ...listeners.minute]) listener()
  }

  return {
    exact,
    now: (precision) => shown[precision],
    subscribe(precision, listener) {
      if (listeners.minute.size + listeners.second.size === 0) {
        shown.minute = exact()
        shown.second = shown.minute
      } else if (precision === 'second' && listeners.second.size === 0) shown.second = exact()
      listeners[precision].add(listener)
      schedule()
      return () => {
        listeners[precision].delete(listener)
        schedule()
      }
    },
    setOffset(offsetMs) {
      if (offsetMs === offset) return
      offset = offsetMs
      refresh()
    },
    refresh,
  }
}

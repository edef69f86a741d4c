import type { Clock } from '#core/ports.ts'
import type { Timers } from '#simulator/index.ts'

/** A clock for the app and one for a simulator beside it, which agree. */
export interface QuickTime {
  /** Whole milliseconds, as the system's. */
  clock: Clock
  timers: Timers
}

/** Real time, only `factor` times as fast: backoffs and timeouts of seconds pass in tenths of one. */
export function createQuickTime(factor: number): QuickTime {
  const wallStart = Date.now()
  const start = performance.now()
  const after = (ms: number, run: () => void): (() => void) => {
    const timer = setTimeout(run, ms / factor)
    return () => clearTimeout(timer)
  }
  const monotonic = () => (performance.now() - start) * factor
  return {
    clock: { now: () => Math.round(wallStart + monotonic()), monotonic, setTimeout: after },
    timers: { after },
  }
}

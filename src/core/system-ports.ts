import { randomBytes, randomInt, randomUUID } from 'node:crypto'
import type { Clock, Random } from './ports.ts'

/** The system's clock, its wall time shifted by `offsetMs`. */
export function createSystemClock(offsetMs = 0): Clock {
  return {
    now: () => Date.now() + offsetMs,
    monotonic: () => performance.now(),
    setTimeout(ms, fn) {
      const timer = setTimeout(fn, ms)
      return () => clearTimeout(timer)
    },
  }
}

/** Randomness of the system's generator. */
export const systemRandom: Random = {
  uint32: () => randomInt(2 ** 32),
  bytes: (length) => randomBytes(length),
  uuid: () => randomUUID(),
}

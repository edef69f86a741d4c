import { randomBytes, randomUUID } from 'node:crypto'
import type { Clock, Random } from './ports.ts'

/** The system's clock, shifted by `offsetMs`. Timers are not shifted. */
export function createSystemClock(offsetMs = 0): Clock {
  return {
    now: () => Date.now() + offsetMs,
    setTimeout(ms, fn) {
      const timer = setTimeout(fn, ms)
      return () => clearTimeout(timer)
    },
  }
}

/** Randomness of the system's generator. */
export const systemRandom: Random = {
  uint32: () => randomBytes(4).readUInt32BE(),
  bytes: (length) => randomBytes(length),
  uuid: () => randomUUID(),
}

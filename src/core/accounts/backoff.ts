import type { Random } from '#core/ports.ts'

const FIRST_MS = 2_000
const MAX_MS = 30_000
const MAX_FLOOD_MS = 3_600_000
/** Share of the wait that chance adds, so that many accounts do not come back at the same instant. */
const JITTER = 0.25
const UINT32_RANGE = 2 ** 32

/** A uniformly random number of milliseconds in `[0, limitMs)`. */
export function randomBelow(limitMs: number, random: Random): number {
  return Math.floor((random.uint32() / UINT32_RANGE) * limitMs)
}

/**
 * The same after answers without end: to fetch one costs everybody's way, so the wait goes on doubling to an hour
 * (P20).
 */
export function floodBackoffMs(failures: number, random: Random): number {
  const base = Math.min(MAX_FLOOD_MS, MAX_MS * 2 ** Math.max(0, failures - 1))
  return base + randomBelow(base * JITTER, random)
}

/**
 * How long to wait after the `failures`-th failure in a row (from 1): 2 s doubling to 30 s, plus up
 * to a quarter of it by chance.
 */
export function backoffMs(failures: number, random: Random): number {
  const base = Math.min(MAX_MS, FIRST_MS * 2 ** Math.max(0, failures - 1))
  return base + randomBelow(base * JITTER, random)
}

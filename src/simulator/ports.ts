/** Reads the time, in Unix milliseconds. */
export interface Clock {
  now(): number
}

/** Runs something later, in real (or a test's own) milliseconds. Long-poll holds and practice people use it. */
export interface Timers {
  /** Returns a function that cancels the run; calling it late or twice does nothing. */
  after(ms: number, run: () => void): () => void
}

/** A source of chance that repeats itself when given the same seed. */
export interface Random {
  /** At least 0, below 1. */
  next(): number
  /** A whole number from 0 to `limit - 1`. */
  below(limit: number): number
  /** `bytes` random bytes as lower-case hex. */
  hex(bytes: number): string
  /** One element of a list that is not empty. */
  pick<T>(list: readonly [T, ...T[]]): T
}

/** The machine's clock. */
export const systemClock: Clock = { now: () => Date.now() }

/** The event loop's timers. */
export const systemTimers: Timers = {
  after(ms, run) {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
}

/** The world's clock: a base clock plus whatever was added by `advance`. */
export class WorldClock implements Clock {
  readonly #base: Clock
  #offset = 0

  constructor(base: Clock) {
    this.#base = base
  }

  now(): number {
    return this.#base.now() + this.#offset
  }

  /** Moves the clock by `ms`, forwards or back. */
  advance(ms: number): void {
    this.#offset += ms
  }
}

/** A 32-bit generator (mulberry32): small, fast and the same on every machine. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000
  }
  const below = (limit: number): number => Math.floor(next() * limit)
  return {
    next,
    below,
    hex: (bytes) => Array.from({ length: bytes }, () => below(256).toString(16).padStart(2, '0')).join(''),
    pick: (list) => list[below(list.length)] ?? list[0],
  }
}

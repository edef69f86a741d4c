import type { Clock } from '#core/ports.ts'
import { settle } from './settle.ts'

/** A clock that moves only when told to. */
export class TestClock implements Clock {
  /** Wall time at the beginning, and what it has been set by since. */
  #wallStart: number
  #monotonic = 0
  #timers: { at: number; fn: () => void }[] = []

  constructor(now = 1_790_000_000_000) {
    this.#wallStart = now
  }

  now(): number {
    return this.#wallStart + this.#monotonic
  }

  monotonic(): number {
    return this.#monotonic
  }

  setTimeout(ms: number, fn: () => void): () => void {
    const timer = { at: this.#monotonic + Math.max(0, ms), fn }
    this.#timers.push(timer)
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer)
    }
  }

  /** Timers that are still waiting. */
  get pending(): number {
    return this.#timers.length
  }

  /** Somebody sets the wall clock by `ms`; timers take as long as before. */
  set(ms: number): void {
    this.#wallStart += ms
  }

  /** Moves on by `ms`, firing each timer at its time and letting its consequences run. */
  async advance(ms: number): Promise<void> {
    await settle()
    const end = this.#monotonic + ms
    for (;;) {
      const next = this.#timers.toSorted((one, other) => one.at - other.at).find(({ at }) => at <= end)
      if (next === undefined) break
      this.#monotonic = Math.max(this.#monotonic, next.at)
      this.#timers = this.#timers.filter((other) => other !== next)
      next.fn()
      await settle()
    }
    this.#monotonic = end
    await settle()
  }
}

import type { Clock } from '#core/ports.ts'

const LOOK_MS = 15_000
/** A timer that is late by less is a busy computer. */
const JUMP_MS = 20_000

/**
 * Compares the clock with timers. A clock that is far ahead has been set, or the computer slept and
 * nobody said so: open polls may be dead then (P16).
 * @param onJump gets how far the clock went ahead (or, negative, back) beyond the time that passed
 * @returns a function that ends it
 */
export function watchClock(clock: Clock, onJump: (ms: number) => void): () => void {
  let cancel = () => {}
  function look(expectedAt: number): void {
    const now = clock.now()
    const jumpMs = now - expectedAt
    schedule(now)
    if (Math.abs(jumpMs) >= JUMP_MS) onJump(jumpMs)
  }
  function schedule(now: number): void {
    cancel = clock.setTimeout(LOOK_MS, () => look(now + LOOK_MS))
  }
  schedule(clock.now())
  return () => cancel()
}

import type { Clock } from '#core/ports.ts'

const LOOK_MS = 15_000
/** A timer that is late by less is a busy computer. */
const JUMP_MS = 20_000

/**
 * Compares wall time, monotonic time and timers. A timer that is far too late, or wall time that is far ahead
 * of monotonic time, means that the computer slept and nobody said so (some systems let monotonic time stand
 * still meanwhile), or that the clock was set: open polls may be dead then (P16).
 * @param onJump gets how far the time went ahead (or, negative, the clock was set back) beyond what was waited
 * @returns a function that ends it
 */
export function watchClock(clock: Clock, onJump: (ms: number) => void): () => void {
  let cancel = () => {}
  function look(): void {
    const from = { wall: clock.now(), monotonic: clock.monotonic() }
    cancel = clock.setTimeout(LOOK_MS, () => {
      const passed = clock.monotonic() - from.monotonic
      const lateMs = Math.round(passed - LOOK_MS)
      const setMs = Math.round(clock.now() - from.wall - passed)
      look()
      if (lateMs >= JUMP_MS) onJump(lateMs)
      else if (Math.abs(setMs) >= JUMP_MS) onJump(setMs)
    })
  }
  look()
  return () => cancel()
}

import type { Clock } from '#core/ports.ts'

/** So long main is kept at a time; then others have their turn (B10). */
const SLICE_MS = 4

/** Work on main that gives way once it has taken its time. */
export interface Slice {
  isOver(): boolean
}

export function createSlice(clock: Pick<Clock, 'monotonic'>): Slice {
  const began = clock.monotonic()
  return { isOver: () => clock.monotonic() - began >= SLICE_MS }
}

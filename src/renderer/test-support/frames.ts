import type { Frames } from '../store/frames.ts'

/** A page that is always about to be drawn. */
export const atOnce: Frames = { next: (work) => work(), isFree: () => true, after: async () => {} }

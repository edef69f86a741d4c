import type { NextFrame } from '../store/next-frame.ts'

/** A page that is always about to be drawn. */
export const atOnce: NextFrame = (work) => work()

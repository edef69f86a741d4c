import { setTimeout as delay } from 'node:timers/promises'

const LOOK_MS = 20
const PATIENCE_MS = 30_000

/** Resolves once it is so, or when waiting for it makes no sense any more: with whether it is. */
export async function until(isSo: () => Promise<boolean>): Promise<boolean> {
  const began = performance.now()
  while (!(await isSo())) {
    if (performance.now() - began > PATIENCE_MS) return false
    await delay(LOOK_MS)
  }
  return true
}

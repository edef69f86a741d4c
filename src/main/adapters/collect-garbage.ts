import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/**
 * Gives back the memory of what is not used any more. By itself that stays with the process until much more has been
 * allocated, which in one that waits for its polls takes hours. It stands still meanwhile, for some hundredths of a second.
 */
export function collectGarbage(): void {
  // nothing else leads to it
  setFlagsFromString('--expose-gc')
  const collect: unknown = runInNewContext('gc')
  if (typeof collect === 'function') collect()
}

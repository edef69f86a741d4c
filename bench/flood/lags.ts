import type { Paints } from '../painted/probe.ts'
import type { Flushed } from '../painted/server.ts'

/**
 * For each message, how long after its flush the list showed it or a later one, ms: of several that come within a frame
 * only the last is seen. What nobody saw until the end counts as shown then.
 * @param end Unix ms with fractions
 */
export function lagsOf(flushed: readonly Flushed[], paints: Paints, end: number): number[] {
  const inOrder = [...paints].sort(([, one], [, other]) => one - other)
  let next = 0
  let newest = 0
  let at = 0
  return flushed.map((message) => {
    while (newest < message.number && next < inOrder.length) {
      const [number, paintedAt] = inOrder[next] ?? [0, end]
      next += 1
      if (number <= newest) continue
      newest = number
      at = paintedAt
    }
    return Math.max(0, (newest < message.number ? end : at) - message.at)
  })
}

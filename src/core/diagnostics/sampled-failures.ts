import type { Clock } from '#core/ports.ts'

/** A failing network is asked every few seconds by every account: of errors alike one is told in this time. */
const SAMPLE_MS = 60_000

/** Tells of errors, but of those with one name only one a minute. */
export function sampled(
  clock: Pick<Clock, 'monotonic'>,
  told: (error: unknown) => void,
): (error: unknown) => void {
  const toldAt = new Map<string, number>()
  return (error) => {
    const name = error instanceof Error ? error.name : 'unknown'
    const now = clock.monotonic()
    if (now - (toldAt.get(name) ?? Number.NEGATIVE_INFINITY) < SAMPLE_MS) return
    toldAt.set(name, now)
    told(error)
  }
}

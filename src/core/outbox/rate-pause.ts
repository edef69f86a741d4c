/** How long an account rests after the first, second and any further "rate limited" in a row. */
const RATE_PAUSES_MS = [60_000, 600_000, 3_600_000] as const

/** The pause after so many refusals in a row, in ms; zero without any (fact sheet 5.4). */
export function ratePauseMs(refusals: number): number {
  return RATE_PAUSES_MS[Math.min(refusals, RATE_PAUSES_MS.length) - 1] ?? 0
}

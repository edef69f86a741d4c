import type { AccountEvent } from '#shared/model/diagnostics.ts'

/** A held poll is answered within a minute; from here on it is a silence worth a line of its own. */
const GAP_MS = 120_000

/** How a poll ended, as far as a timeline is concerned. */
export type PollCount = 'answered' | 'unanswered' | 'failed'

/** Counts an account's polls, so that a timeline holds one line for many of them. */
export class PollSummary {
  #since: number | null = null
  #counts: Record<PollCount, number> = { answered: 0, unanswered: 0, failed: 0 }
  #longestGapMs = 0
  #answeredAt: number | null = null

  /** Counts a poll; answers the silence that it ended, if that was long. */
  add(now: number, how: PollCount): AccountEvent | null {
    this.#since ??= now
    this.#counts[how] += 1
    if (how !== 'answered') return null
    const gapMs = this.#answeredAt === null ? 0 : Math.max(0, now - this.#answeredAt)
    this.#answeredAt = now
    this.#longestGapMs = Math.max(this.#longestGapMs, gapMs)
    return gapMs > GAP_MS ? { kind: 'gap', ms: gapMs } : null
  }

  /** Since when polls have been counted; null while there are none. */
  get since(): number | null {
    return this.#since
  }

  /** What was counted, counting anew from here; null when there was nothing. */
  take(): AccountEvent | null {
    if (this.#since === null) return null
    const summary: AccountEvent = {
      kind: 'polls',
      since: this.#since,
      ...this.#counts,
      longestGapMs: this.#longestGapMs,
    }
    this.#since = null
    this.#counts = { answered: 0, unanswered: 0, failed: 0 }
    this.#longestGapMs = 0
    return summary
  }
}

import type { PollEndKind } from '#core/ilink/poll-end.ts'
import type { Clock } from '#core/ports.ts'
import type { AccountEvent } from '#shared/model/diagnostics.ts'

/** A held poll is answered within a minute; from here on it is a silence worth a line of its own. */
const GAP_MS = 120_000

/** Ends of polls that a timeline counts; the others are events of their own, or none. */
export type CountedPollEnd = Extract<PollEndKind, 'answered' | 'unanswered' | 'failed'>

/** Counts an account's polls, so that a timeline holds one line for many of them. */
export class PollSummary {
  readonly #clock: Clock
  /** When the first poll was counted, by both clocks. */
  #since: { wall: number; monotonic: number } | null = null
  #counts: Record<CountedPollEnd, number> = { answered: 0, unanswered: 0, failed: 0 }
  #longestGapMs = 0
  /** Monotonic. */
  #answeredAt: number | null = null

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Counts a poll; answers the silence that it ended, if that was long. */
  add(how: CountedPollEnd): AccountEvent | null {
    const now = this.#clock.monotonic()
    this.#since ??= { wall: this.#clock.now(), monotonic: now }
    this.#counts[how] += 1
    if (how !== 'answered') return null
    const gapMs = this.#answeredAt === null ? 0 : now - this.#answeredAt
    this.#answeredAt = now
    this.#longestGapMs = Math.max(this.#longestGapMs, gapMs)
    return gapMs > GAP_MS ? { kind: 'gap', ms: gapMs } : null
  }

  /** How long polls have been counted, in ms; zero while there are none. */
  lastedMs(): number {
    return this.#since === null ? 0 : this.#clock.monotonic() - this.#since.monotonic
  }

  /** What was counted, counting anew from here; null when there was nothing. */
  take(): AccountEvent | null {
    if (this.#since === null) return null
    const summary: AccountEvent = {
      kind: 'polls',
      since: this.#since.wall,
      ...this.#counts,
      longestGapMs: this.#longestGapMs,
    }
    this.#since = null
    this.#counts = { answered: 0, unanswered: 0, failed: 0 }
    this.#longestGapMs = 0
    return summary
  }
}

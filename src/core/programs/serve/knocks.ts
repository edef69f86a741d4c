import type { Clock } from '#core/ports.ts'
import type { ProgramId } from '#shared/model/program.ts'

/** Requests and frames of one program within a second that are looked at; what a call may cost is limited by `CallLimits`. */
const MAX_A_SECOND = 60
const SECOND_MS = 1_000

/**
 * How often each program asks for anything at all. To take a request apart costs a millisecond of their thread, so
 * that one that asks a thousand times a second is turned away, or made to wait, before that.
 */
export class Knocks {
  readonly #clock: Clock
  /** When each of the last second came, by the monotonic clock. */
  readonly #of = new Map<ProgramId, number[]>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Whether one more is looked at now. */
  take(program: ProgramId): boolean {
    const now = this.#clock.monotonic()
    const recent = (this.#of.get(program) ?? []).filter((at) => now - at < SECOND_MS)
    this.#of.set(program, recent)
    if (recent.length >= MAX_A_SECOND) return false
    recent.push(now)
    return true
  }

  /** Settles once one more is looked at. */
  async taken(program: ProgramId): Promise<void> {
    while (!this.take(program)) {
      const { promise, resolve } = Promise.withResolvers<void>()
      this.#clock.setTimeout(SECOND_MS / 10, resolve)
      await promise
    }
  }
}

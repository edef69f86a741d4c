import type { Clock } from '#core/ports.ts'
import type { ProgramId } from '#shared/model/program.ts'

/** Calls of one program at a time, and within a second (mcp.md 3). */
const MAX_AT_ONCE = 8
const MAX_A_SECOND = 20
const SECOND_MS = 1_000

interface Use {
  running: number
  /** When each call of the last second began, by the monotonic clock. */
  begun: number[]
}

/** How much each program calls. */
export class CallLimits {
  readonly #clock: Clock
  readonly #uses = new Map<ProgramId, Use>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Lets a call begin; the answer ends it. Null for one too many. */
  begin(id: ProgramId): (() => void) | null {
    const now = this.#clock.monotonic()
    const use = this.#uses.get(id) ?? { running: 0, begun: [] }
    this.#uses.set(id, use)
    use.begun = use.begun.filter((at) => now - at < SECOND_MS)
    if (use.running >= MAX_AT_ONCE || use.begun.length >= MAX_A_SECOND) return null
    use.running += 1
    use.begun.push(now)
    return () => {
      use.running -= 1
    }
  }

  forget(id: ProgramId): void {
    this.#uses.delete(id)
  }
}

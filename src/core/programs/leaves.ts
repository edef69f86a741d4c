import type { Clock } from '#core/ports.ts'
import type { ConversationId } from '#shared/model/ids.ts'
import type { ProgramId } from '#shared/model/program.ts'

/**
 * So long a program may send to a conversation without being asked about, by a clock that nobody sets, and by the one on
 * the wall: the other stands still while the computer sleeps.
 */
const LEAVE_MS = 60 * 60 * 1_000

/**
 * Standing leave: for one program, one conversation and an hour (mcp.md 5). It is kept in memory alone, so that it ends
 * with the app.
 */
export class Leaves {
  readonly #clock: Clock
  /** Until when, by either clock. */
  readonly #until = new Map<string, { monotonic: number; wall: number }>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  give(program: ProgramId, conversation: ConversationId): void {
    const monotonic = this.#clock.monotonic() + LEAVE_MS
    this.#until.set(keyOf(program, conversation), { monotonic, wall: this.#clock.now() + LEAVE_MS })
  }

  has(program: ProgramId, conversation: ConversationId): boolean {
    const until = this.#until.get(keyOf(program, conversation))
    return until !== undefined && this.#clock.monotonic() < until.monotonic && this.#clock.now() < until.wall
  }

  /** Ends all leave of a program. */
  endOf(program: ProgramId): void {
    for (const key of this.#until.keys()) if (key.startsWith(`${program}:`)) this.#until.delete(key)
  }

  /** Ends all leave for a conversation. */
  endFor(conversation: ConversationId): void {
    for (const key of this.#until.keys()) if (key.endsWith(`:${conversation}`)) this.#until.delete(key)
  }

  /** Ends all leave there is. */
  end(): void {
    this.#until.clear()
  }
}

function keyOf(program: ProgramId, conversation: ConversationId): string {
  return `${program}:${conversation}`
}

import type { EventSink } from '#core/events/event-bus.ts'
import type { Clock } from '#core/ports.ts'
import type { Database } from '#core/storage/database.ts'
import type { MarkRepository } from '#core/storage/mark-repository.ts'
import { instantOf, wallTimeAt } from '#shared/model/wall-time.ts'

/** While something is snoozed the clock is looked at this often at least: it may be set, or the zone changed, unsaid. */
const LOOK_MS = 60_000

export interface SnoozeAlarmDeps {
  clock: Clock
  stores: { database: Database; marks: MarkRepository }
  events: EventSink
  /** A commit failed; it is tried again. */
  failed(error: unknown): void
}

/**
 * Ends snoozes when the operator's clock shows their time. That a snooze has ended is stored with the end itself, so
 * a clock that is set back afterwards does not begin it again, and one that was due while the program did not run
 * ends at the start.
 */
export class SnoozeAlarm {
  readonly #deps: SnoozeAlarmDeps
  #cancel: (() => void) | null = null
  #isRunning = false

  constructor(deps: SnoozeAlarmDeps) {
    this.#deps = deps
  }

  start(): void {
    this.#isRunning = true
    this.check()
  }

  stop(): void {
    this.#isRunning = false
    this.#cancel?.()
  }

  /** Ends what is due and waits for the next: after a start, a change, a sleep, a clock that was set. */
  check(): void {
    const { clock, stores, failed } = this.#deps
    if (!this.#isRunning) return
    this.#cancel?.()
    this.#cancel = null
    let wait = LOOK_MS
    try {
      this.#endDue()
      const next = stores.marks.nextSnoozeEnd()
      if (next === null) return
      const left = instantOf(next) - clock.now()
      // in an hour that the clock shows twice the time is past once and still to come: look when the minute changes
      wait = Math.min(wait, left > 0 ? left : LOOK_MS - (clock.now() % LOOK_MS))
    } catch (error) {
      failed(error)
    }
    this.#cancel = clock.setTimeout(wait, () => this.check())
  }

  #endDue(): void {
    const { clock, stores, events } = this.#deps
    const now = wallTimeAt(clock.now())
    const next = stores.marks.nextSnoozeEnd()
    if (next === null || next > now) return
    stores.database.transaction(() => {
      const conversationIds = stores.marks.endSnoozes(now)
      events.raise({ kind: 'snoozes-ended', conversationIds })
    })
  }
}

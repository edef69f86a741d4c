import type { EventSink } from '#core/events/event-bus.ts'
import type { Database } from '#core/storage/database.ts'
import type { MarkRepository } from '#core/storage/mark-repository.ts'
import { WallClockAlarm, type WallClockAlarmDeps } from '#core/wall-clock-alarm.ts'
import { instantOf, wallTimeAt } from '#shared/model/wall-time.ts'

/** While something is snoozed the clock is looked at this often at least. */
const LOOK_MS = 60_000

export interface SnoozeAlarmDeps extends WallClockAlarmDeps {
  stores: { database: Database; marks: MarkRepository }
  events: EventSink
}

/**
 * Ends snoozes when the operator's clock shows their time. That a snooze has ended is stored with the end itself, so
 * a clock that is set back afterwards does not begin it again, and one that was due while the program did not run
 * ends at the start.
 */
export class SnoozeAlarm extends WallClockAlarm {
  readonly #deps: SnoozeAlarmDeps

  constructor(deps: SnoozeAlarmDeps) {
    super(deps, LOOK_MS)
    this.#deps = deps
  }

  protected override look(): number | null {
    const { clock, stores } = this.#deps
    this.#endDue()
    const next = stores.marks.nextSnoozeEnd()
    if (next === null) return null
    const left = instantOf(next) - clock.now()
    // in an hour that the clock shows twice the time is past once and still to come: look when the minute changes
    return left > 0 ? left : LOOK_MS - (clock.now() % LOOK_MS)
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

import { WallClockAlarm, type WallClockAlarmDeps } from '#core/wall-clock-alarm.ts'
import type { BroadcastId } from '#shared/model/ids.ts'
import { dueAt } from '#shared/model/scheduled.ts'
import { instantOf, wallTimeAt } from '#shared/model/wall-time.ts'
import { unreachable } from '#shared/unreachable.ts'
import type { BroadcastStores } from './stores.ts'

/** While a broadcast is scheduled the clock is looked at this often at least. */
const LOOK_MS = 15_000

export interface StartAlarmDeps extends WallClockAlarmDeps {
  stores: Pick<BroadcastStores, 'broadcasts'>
  /** The time of a scheduled broadcast has come. */
  begin(id: BroadcastId): void
  /** It was missed: the operator decides. */
  missed(id: BroadcastId): void
}

/**
 * Starts scheduled broadcasts when the operator's clock shows their time. One whose time passed while nobody looked, as in
 * a sleep or with the program ended, is never started late.
 */
export class StartAlarm extends WallClockAlarm {
  readonly #deps: StartAlarmDeps

  constructor(deps: StartAlarmDeps) {
    super(deps, LOOK_MS)
    this.#deps = deps
  }

  protected override look(): number | null {
    const { clock, stores, failed } = this.#deps
    for (const { id, due } of stores.broadcasts.dueBy(wallTimeAt(clock.now()))) {
      // what is wrong with one keeps none of the others back
      try {
        this.#decide(id, dueAt(due, clock.now()))
      } catch (error) {
        failed(error)
      }
    }
    const next = stores.broadcasts.nextDue()
    return next === null ? null : Math.max(LOOK_MS / 15, instantOf(next) - clock.now())
  }

  #decide(id: BroadcastId, when: ReturnType<typeof dueAt>): void {
    const { begin, missed } = this.#deps
    switch (when) {
      case 'to-come':
        return
      case 'due':
        begin(id)
        return
      case 'missed':
        missed(id)
        return
      default:
        unreachable(when)
    }
  }
}

import { MUTED_AFTER } from '#core/accounts/account-summary.ts'
import type { SessionStatus } from '#core/accounts/ports.ts'
import type { Outbox } from '#core/outbox/outbox.ts'
import type { OutboxFiles } from '#core/outbox/ports.ts'
import { contentsOf } from '#core/outbox/timed.ts'
import type { StoredScheduled } from '#core/storage/scheduled-repository.ts'
import type { Stores } from '#core/stores.ts'
import { WallClockAlarm, type WallClockAlarmDeps } from '#core/wall-clock-alarm.ts'
import type { AccountId } from '#shared/model/ids.ts'
import { instantOf, wallTimeAt } from '#shared/model/wall-time.ts'
import { unreachable } from '#shared/unreachable.ts'
import { type Verdict, verdictOf } from './verdict.ts'

/** While something is scheduled the clock is looked at this often at least. */
const LOOK_MS = 15_000

export interface ScheduleAlarmDeps extends WallClockAlarmDeps {
  stores: Pick<Stores, 'accounts' | 'conversations' | 'outbox' | 'scheduled'>
  outbox: Pick<Outbox, 'handOver' | 'deferOverdue'>
  files: Pick<OutboxFiles, 'isWhole'>
  statusOf(id: AccountId): SessionStatus
  canSend(id: AccountId): boolean
}

/**
 * Hands scheduled messages to the outbox when the operator's clock shows their time, or lets them wait there where they
 * may not leave. Each is handed over in one transaction and is scheduled no more from then on, whatever ends the program.
 */
export class ScheduleAlarm extends WallClockAlarm {
  readonly #deps: ScheduleAlarmDeps

  constructor(deps: ScheduleAlarmDeps) {
    super(deps, LOOK_MS)
    this.#deps = deps
  }

  protected override look(): number | null {
    const { clock, stores, outbox, failed } = this.#deps
    for (const message of stores.scheduled.dueBy(wallTimeAt(clock.now()))) {
      // what is wrong with one keeps none of the others back
      try {
        this.#decide(message)
      } catch (error) {
        failed(error)
      }
    }
    outbox.deferOverdue()
    const next = stores.scheduled.nextDue()
    if (next === null) return stores.outbox.hasTimed() ? LOOK_MS : null
    // one whose time has come and that cannot leave yet is looked at again on the same terms
    const left = instantOf(next) - clock.now()
    return left > 0 ? left : LOOK_MS
  }

  #decide(message: StoredScheduled): void {
    const { outbox } = this.#deps
    const verdict = this.#verdict(message)
    switch (verdict.kind) {
      case 'not-yet':
        return
      case 'send':
        outbox.handOver(message, null)
        return
      case 'wait':
        outbox.handOver(message, verdict.reason)
        return
      default:
        unreachable(verdict)
    }
  }

  #verdict(message: StoredScheduled): Verdict {
    const { clock, stores, files, statusOf, canSend } = this.#deps
    const target = stores.conversations.target(message.conversationId)
    // its conversation is being deleted, and it goes with it
    if (target === null) return { kind: 'not-yet' }
    const { accountId } = target
    return verdictOf(message, {
      now: clock.now(),
      messages: contentsOf(message).length,
      isWhole: message.files.every(({ file }) => file !== null && files.isWhole(file)),
      target,
      ahead: stores.outbox.countOnTheirWay(message.conversationId),
      account: {
        state: statusOf(accountId).state,
        canSend: canSend(accountId),
        maybeMuted: (stores.accounts.get(accountId)?.unconfirmedRun ?? 0) >= MUTED_AFTER,
      },
    })
  }
}

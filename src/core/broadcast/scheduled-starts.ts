import type { Clock } from '#core/ports.ts'
import type { StoredBroadcast } from '#core/storage/broadcast-repository.ts'
import { AppError } from '#shared/errors.ts'
import type { BroadcastReason } from '#shared/model/broadcast.ts'
import type { BroadcastId, ConversationId } from '#shared/model/ids.ts'
import { dueAt } from '#shared/model/scheduled.ts'
import { type WallTime, wallTimeAt } from '#shared/model/wall-time.ts'
import { StartAlarm } from './start-alarm.ts'
import type { Starting } from './starting.ts'
import type { BroadcastStores } from './stores.ts'

export interface ScheduledStartsDeps {
  clock: Clock
  stores: BroadcastStores
  starting: Pick<Starting, 'checkFiles' | 'begin'>
  /** A broadcast is scheduled, asks, or is a draft again; called after the commit. */
  changed(id: BroadcastId): void
  failed(error: unknown): void
}

/**
 * Broadcasts that start at a time of the operator's clock. Content and people are frozen from then on; who of them can be
 * reached is looked at when the time comes. What was missed, or could not start, asks.
 */
export class ScheduledStarts {
  readonly #deps: ScheduledStartsDeps
  readonly #alarm: StartAlarm

  constructor(deps: ScheduledStartsDeps) {
    const { clock, stores, failed } = deps
    this.#deps = deps
    this.#alarm = new StartAlarm({
      ...{ clock, stores, failed },
      begin: (id) => void this.#begin(id),
      missed: (id) => this.#ask(id, 'time-missed'),
    })
  }

  /** Before what an earlier program had begun goes on: whose ledger was being written at its time may be late by now. */
  stopLate(): void {
    const { clock, stores } = this.#deps
    for (const id of stores.broadcasts.starting()) {
      const due = stores.broadcasts.get(id)?.due ?? null
      if (due !== null && dueAt(due, clock.now()) === 'missed') this.#ask(id, 'time-missed')
    }
  }

  /** After that: what begins from now on is begun once. */
  start(): void {
    this.#alarm.start()
  }

  stop(): void {
    this.#alarm.stop()
  }

  /** The clock was set, or the computer has slept. */
  clocksChanged(): void {
    this.#alarm.check()
  }

  /**
   * Freezes a draft, to start at that time for these people.
   * @throws AppError `broadcast-started`, `broadcast-no-recipients`, `broadcast-file-missing`, `time-past`, `not-found`
   */
  schedule(id: BroadcastId, confirmed: readonly ConversationId[], due: WallTime): void {
    const { stores, starting } = this.#deps
    const draft = this.#get(id)
    if (draft.state !== 'draft') throw new AppError('broadcast-started')
    if (confirmed.length === 0) throw new AppError('broadcast-no-recipients')
    starting.checkFiles(draft)
    this.#checkTime(due)
    stores.broadcasts.schedule(id, confirmed, due)
    this.#changed(id)
  }

  /** Gives it another time. @throws AppError `time-past`, `not-possible-now`, `not-found` */
  move(id: BroadcastId, due: WallTime): void {
    this.#scheduled(id)
    this.#checkTime(due)
    this.#deps.stores.broadcasts.move(id, due)
    this.#changed(id)
  }

  /** Makes it a draft again, to be changed. @throws AppError `not-possible-now`, `not-found` */
  toDraft(id: BroadcastId): void {
    this.#scheduled(id)
    this.#deps.stores.broadcasts.backToDraft(id, null)
    this.#changed(id)
  }

  /** Starts it now; resolves once it is a run. @throws AppError like the start of a draft, `not-possible-now` */
  startNow(id: BroadcastId): Promise<void> {
    this.#scheduled(id)
    return this.#deps.starting.begin(id)
  }

  async #begin(id: BroadcastId): Promise<void> {
    try {
      await this.#deps.starting.begin(id)
    } catch (error) {
      // what is wrong with its plan stands with it, and asks
      if (!(error instanceof AppError)) this.#deps.failed(error)
    }
  }

  #ask(id: BroadcastId, reason: BroadcastReason): void {
    this.#deps.stores.broadcasts.ask(id, reason)
    this.#deps.changed(id)
  }

  #changed(id: BroadcastId): void {
    this.#deps.changed(id)
    this.#alarm.check()
  }

  #get(id: BroadcastId): StoredBroadcast {
    const broadcast = this.#deps.stores.broadcasts.get(id)
    if (broadcast === null) throw new AppError('not-found')
    return broadcast
  }

  #scheduled(id: BroadcastId): void {
    if (this.#get(id).state !== 'scheduled') throw new AppError('not-possible-now')
  }

  #checkTime(due: WallTime): void {
    if (due <= wallTimeAt(this.#deps.clock.now())) throw new AppError('time-past')
  }
}

import { setImmediate } from 'node:timers/promises'
import type { SessionStatus } from '#core/accounts/ports.ts'
import { localTime } from '#core/csv.ts'
import type { EventSink } from '#core/events/event-bus.ts'
import type { Outbox } from '#core/outbox/outbox.ts'
import type { OutboxFiles } from '#core/outbox/ports.ts'
import type { Clock } from '#core/ports.ts'
import type { Reads } from '#core/reads/ports.ts'
import type { StoredBroadcast } from '#core/storage/broadcast-repository.ts'
import type { MediaFile } from '#core/storage/media-file-repository.ts'
import { AppError } from '#shared/errors.ts'
import type { Translator } from '#shared/i18n/translate.ts'
import type { BroadcastState } from '#shared/model/broadcast.ts'
import type { AccountId, BroadcastId, ConversationId, MessageId } from '#shared/model/ids.ts'
import type { StagedFile } from '#shared/model/media.ts'
import type { BroadcastSettings } from '#shared/model/settings.ts'
import { type DraftInput, Drafts } from './drafts.ts'
import { exportHead, exportLines } from './export.ts'
import { LedgerClosing } from './ledger-closing.ts'
import type { PlanRequest } from './plan-request.ts'
import { Planning } from './planning.ts'
import { RecipientStateSync } from './recipient-state-sync.ts'
import { Retrying } from './retrying.ts'
import { RunRemoval } from './run-removal.ts'
import { BroadcastRunner } from './runner.ts'
import { ScheduledStarts } from './scheduled-starts.ts'
import { Segments } from './segments.ts'
import { Starting } from './starting.ts'
import type { BroadcastStores } from './stores.ts'
import { TestSends } from './test-sends.ts'
import { BroadcastViews } from './views.ts'

/** What somebody writes later than this is no answer to what they got. */
const ANSWER_WITHIN_MS = 24 * 60 * 60 * 1000
/** Lines of a ledger that are exported at a time: some milliseconds of main, and a request may wait for several (B10). */
const EXPORT_PORTION = 100

export interface BroadcastDeps {
  clock: Clock
  stores: BroadcastStores
  events: EventSink
  outbox: Outbox
  files: Pick<OutboxFiles, 'isWhole'>
  /** Stages a file that is kept here, for somebody who works on what it is part of. */
  restage(name: string, file: MediaFile): Promise<StagedFile>
  reads: Pick<Reads, 'run' | 'emptyLog'>
  canSend(id: AccountId): boolean
  /** What the session of an account that is there is doing. */
  statusOf(id: AccountId): SessionStatus
  settings(): BroadcastSettings
  /** Texts of the interface's language as it is now. */
  text(): Translator
  /** These files may have lost their last reference. */
  released(hashes: readonly string[]): void
  saveFile(suggestedName: string, content: Uint8Array): Promise<boolean>
  failed(error: unknown): void
}

/** Everything about broadcasts: drafts, plans, runs and what became of them. */
export class Broadcasts {
  readonly drafts: Drafts
  readonly segments: Segments
  readonly tests: TestSends
  readonly scheduled: ScheduledStarts
  readonly views: BroadcastViews
  readonly #deps: BroadcastDeps
  readonly #planning: Planning
  readonly #runner: BroadcastRunner
  readonly #sync: RecipientStateSync
  readonly #starting: Starting
  readonly #closing: LedgerClosing
  readonly #retrying: Retrying
  readonly #removal: RunRemoval

  constructor(deps: BroadcastDeps) {
    const { clock, stores, events, outbox, statusOf, settings, failed } = deps
    this.#deps = deps
    this.views = new BroadcastViews({ clock, stores, canSend: deps.canSend })
    const changed = (id: BroadcastId, places: readonly number[]) => this.#tellOfLines(id, places)
    this.#sync = new RecipientStateSync({ clock, stores, outbox, changed })
    this.#planning = new Planning({
      ...{ clock, stores, statusOf, settings },
      isRateLimited: (id) => outbox.isRateLimited(id),
    })
    this.drafts = new Drafts({
      ...{ clock, stores, events },
      restage: deps.restage,
      released: deps.released,
    })
    this.segments = new Segments({ stores, events })
    this.tests = new TestSends({ clock, stores, outbox })
    this.#closing = new LedgerClosing({
      ...{ clock, stores, sync: this.#sync, changed, failed },
      // it may have been the last of its run
      left: (account) => this.#runner.wake(account),
    })
    this.#runner = new BroadcastRunner({
      ...{ clock, stores, outbox, sync: this.#sync, closing: this.#closing, settings, failed },
      canSend: deps.canSend,
      statusOf: (id) => (stores.accounts.get(id) === null ? null : statusOf(id)),
      changed,
      turned: (id) => this.#tellOfTurns(id),
    })
    this.#starting = new Starting({
      ...{ clock, stores, settings, failed },
      ...{ planning: this.#planning, reads: deps.reads, files: deps.files },
      changed: (id) => this.#go(id),
    })
    this.scheduled = new ScheduledStarts({
      ...{ clock, stores, failed },
      starting: this.#starting,
      changed: (id) => this.#go(id),
    })
    this.#retrying = new Retrying({
      ...{ clock, stores, sync: this.#sync, runner: this.#runner, changed },
      files: deps.files,
      begun: (id, places) => this.#go(id, places),
    })
    this.#removal = new RunRemoval({
      clock,
      stores,
      events,
      failed,
      reads: deps.reads,
      released: deps.released,
    })
  }

  /** Goes on with what an earlier program had begun; before the outbox sends anything. */
  start(): void {
    this.#runner.start()
    this.#closing.start()
    this.scheduled.stopLate()
    this.#starting.start()
    this.scheduled.start()
    this.#removal.start()
  }

  stop(): void {
    this.#runner.stop()
    this.#closing.stop()
    this.scheduled.stop()
    this.#starting.stop()
    this.#retrying.stop()
    this.#removal.stop()
  }

  /** Messages of an account changed in the outbox. */
  messagesChanged(account: AccountId, ids: readonly MessageId[]): void {
    this.#runner.messagesChanged(account, ids)
  }

  /** An account may send again, or may not any more, or is gone. */
  accountChanged(id: AccountId): void {
    this.#runner.wake(id)
    const active = this.#deps.stores.broadcasts.active()
    if (active !== null) this.#tellOfHeld(active.id)
  }

  /** Takes back what is in the outbox for somebody who is left out of broadcasts from now on. */
  withdrawFor(conversations: Iterable<ConversationId>): void {
    for (const conversation of conversations) this.#sync.conversation(conversation)
  }

  /** In a transaction: nothing of any run goes out any more to people whose history is deleted. */
  forget(conversations: Iterable<ConversationId>): void {
    const { stores } = this.#deps
    for (const conversation of conversations)
      for (const { key, isQueued } of stores.ledger.ofConversation(conversation)) {
        if (isQueued) this.#sync.drop(key, 'cancelled')
        this.#tellOfLines(key.id, [key.place])
      }
  }

  /** Somebody wrote: who got a broadcast a short while before has answered it. */
  contactsWrote(conversations: readonly ConversationId[]): void {
    const { clock, stores } = this.#deps
    const since = clock.now() - ANSWER_WITHIN_MS
    // most messages answer nothing, and an update costs a turn at the lock even when it finds nothing
    for (const conversation of stores.ledger.awaitingAnswer(conversations, since))
      for (const { id, place } of stores.ledger.recordAnswer(conversation, since))
        this.#tellOfLines(id, [place])
  }

  /** What the plan for this is made from as of now. @throws AppError `not-found` when a staged file is gone */
  planRequest({ content, choice, paceMs }: DraftInput): PlanRequest {
    return this.#planning.request({ content: this.drafts.stored(content), choice, paceMs })
  }

  /**
   * Freezes a draft and starts it; resolves once it is a run.
   * @throws AppError `broadcast-started`, `broadcast-file-missing`, `not-found`, and what is wrong with its plan
   */
  startRun(id: BroadcastId, confirmed: readonly ConversationId[]): Promise<void> {
    return this.#starting.run(id, confirmed)
  }

  /** @throws AppError `not-found`, `not-possible-now` */
  pause(id: BroadcastId): void {
    this.#require(id, 'running')
    const { stores } = this.#deps
    stores.broadcasts.setState(id, 'paused', null, null)
    this.#go(id, stores.ledger.places(id, ['sending']))
  }

  /** @throws AppError `not-found`, `not-possible-now` */
  resume(id: BroadcastId): void {
    const { clock, stores } = this.#deps
    const run = this.#require(id, 'paused', 'stopped')
    stores.broadcasts.run(id, run, clock.now())
    this.#go(id, stores.ledger.places(id, ['sending']))
  }

  /** Ends a run, or what was to be one; what is on its way is not called back. @throws AppError `not-found`, `not-possible-now` */
  cancel(id: BroadcastId): void {
    const { clock, stores } = this.#deps
    this.#require(id, 'scheduled', 'running', 'paused', 'stopped')
    stores.broadcasts.setState(id, 'cancelled', null, clock.now())
    this.#closing.close(id)
    this.#go(id)
  }

  /** Deletes a run that has ended, with its ledger. @throws AppError `not-found`, `not-possible-now` */
  removeRun(id: BroadcastId): void {
    this.#removal.remove(id)
  }

  /** Puts a run that has ended away, or takes it out again. @throws AppError `not-found`, `not-possible-now` */
  archive(id: BroadcastId, isArchived: boolean): void {
    this.#require(id, 'finished', 'cancelled')
    this.#deps.stores.broadcasts.setArchived(id, isArchived)
    this.#deps.events.raise({ kind: 'broadcast-changed', broadcastId: id })
  }

  /**
   * Sends once more what was refused or skipped during the run, and on request what is unconfirmed.
   * @throws AppError `not-found`, `not-possible-now`, `broadcast-file-missing`, `broadcast-nothing-failed`, and
   * `broadcast-nobody-reachable` when nothing of it could leave now
   */
  retry(id: BroadcastId, unconfirmedToo: boolean): Promise<void> {
    return this.#retrying.run(id, unconfirmedToo)
  }

  /** Asks where to and writes the ledger there as CSV; false when cancelled. @throws AppError `not-found` */
  async export(id: BroadcastId): Promise<boolean> {
    const { clock, saveFile, text } = this.#deps
    this.#get(id)
    const csv = [exportHead(text())]
    for (let from = 0; ; ) {
      const recipients = this.views.lines(id, from, EXPORT_PORTION)
      const next = (recipients.at(-1)?.place ?? from) + 1
      const names = this.#deps.stores.ledger.names(id, from, next)
      csv.push(exportLines({ recipients, names, text: text(), time: localTime }))
      from = next
      if (recipients.length < EXPORT_PORTION) break
      await setImmediate()
    }
    const day = localTime(clock.now()).slice(0, 10)
    return saveFile(`linkboard-broadcast-${id}-${day}.csv`, new TextEncoder().encode(csv.join('')))
  }

  #get(id: BroadcastId): StoredBroadcast {
    const broadcast = this.#deps.stores.broadcasts.get(id)
    if (broadcast === null) throw new AppError('not-found')
    return broadcast
  }

  #require(id: BroadcastId, ...states: BroadcastState[]): StoredBroadcast {
    const broadcast = this.#get(id)
    if (!states.includes(broadcast.state)) throw new AppError('not-possible-now')
    return broadcast
  }

  /** Something was decided about a run: whose turn it is may have changed. */
  #go(id: BroadcastId, places: readonly number[] = []): void {
    this.#runner.wake()
    this.#tellOfLines(id, places)
    this.#tellOfTurns(id)
  }

  #tellOfTurns(id: BroadcastId): void {
    const { stores, events } = this.#deps
    for (const { id: other, state } of stores.broadcasts.list())
      if (other === id || state === 'running') {
        this.#tellOfHeld(other)
        events.raise({ kind: 'broadcast-changed', broadcastId: other })
      }
  }

  /** Whether anything of it can leave changed, and so how those in the outbox are called. */
  #tellOfHeld(id: BroadcastId): void {
    this.#tellOfLines(id, this.#deps.stores.ledger.places(id, ['sending']))
  }

  #tellOfLines(id: BroadcastId, places: readonly number[]): void {
    this.#deps.events.raise({ kind: 'recipients-changed', broadcastId: id, places })
  }
}

import type { EventSink } from '#core/events/event-bus.ts'
import { piecesOf } from '#core/outbox/enqueue.ts'
import type { Outbox } from '#core/outbox/outbox.ts'
import type { Clock } from '#core/ports.ts'
import type { StoredScheduled } from '#core/storage/scheduled-repository.ts'
import type { Stores } from '#core/stores.ts'
import { AppError } from '#shared/errors.ts'
import { isGroupContact } from '#shared/model/group.ts'
import type { ConversationId, ScheduledId } from '#shared/model/ids.ts'
import { type ScheduledMessage, scheduleProblem } from '#shared/model/scheduled.ts'
import type { WallTime } from '#shared/model/wall-time.ts'
import { isBlank } from '#shared/text/repair.ts'

export interface ScheduleDeps {
  clock: Clock
  stores: Pick<Stores, 'database' | 'conversations' | 'outbox' | 'scheduled'>
  outbox: Pick<Outbox, 'sendText'>
  events: EventSink
  /** What is scheduled has changed. */
  changed(): void
}

/** What the operator schedules, and does with what is scheduled. */
export class Schedule {
  readonly #deps: ScheduleDeps

  constructor(deps: ScheduleDeps) {
    this.#deps = deps
  }

  /** In the order in which they go out. */
  list(): ScheduledMessage[] {
    return this.#deps.stores.scheduled.list().flatMap((message) => this.#view(message) ?? [])
  }

  /** Null for one that is scheduled no more. */
  view(id: ScheduledId): ScheduledMessage | null {
    const message = this.#deps.stores.scheduled.get(id)
    return message === null ? null : this.#view(message)
  }

  #view({ id, conversationId, text, due }: StoredScheduled): ScheduledMessage | null {
    const target = this.#deps.stores.conversations.target(conversationId)
    return target === null ? null : { id, accountId: target.accountId, conversationId, text, due }
  }

  /**
   * Schedules a text for a time inside the reply window, and clears the draft that it was in the same transaction.
   * Asking twice with the same request id is harmless.
   * @throws AppError `text-empty`, `text-too-long`, `window-closed`, `time-past`, `time-after-window`,
   *   `group-not-answerable`, `not-found`
   */
  add(message: { conversationId: ConversationId; requestId: string; text: string; due: WallTime }): void {
    const { stores, events, changed } = this.#deps
    const { conversationId, requestId, text, due } = message
    if (stores.scheduled.ofRequest(requestId) !== null || stores.outbox.idsOfRequest(requestId).length > 0)
      return
    if (isBlank(text)) throw new AppError('text-empty')
    piecesOf(text)
    this.#checkTime(conversationId, due)
    stores.database.transaction(() => {
      const id = stores.scheduled.add(message)
      stores.conversations.saveDraft(conversationId, '')
      events.raise({ kind: 'scheduled-changed', ids: [id] })
      events.raise({ kind: 'conversations-changed', conversationIds: [conversationId] })
    })
    changed()
  }

  /** Gives it another time. @throws AppError `not-found`, `window-closed`, `time-past`, `time-after-window` */
  move(id: ScheduledId, due: WallTime): void {
    const { stores, events, changed } = this.#deps
    this.#checkTime(this.#find(id).conversationId, due)
    stores.database.transaction(() => {
      stores.scheduled.move(id, due)
      events.raise({ kind: 'scheduled-changed', ids: [id] })
    })
    changed()
  }

  /**
   * Takes it back to be edited: it is scheduled no more, and stands in the draft behind what is typed there, in one
   * transaction (P14). Answers the draft.
   * @throws AppError `not-found`
   */
  takeBack(id: ScheduledId, typed: string): string {
    const { stores, events } = this.#deps
    const { conversationId, text } = this.#find(id)
    const draft = isBlank(typed) ? text : `${typed}\n${text}`
    stores.database.transaction(() => {
      stores.scheduled.remove(id)
      stores.conversations.saveDraft(conversationId, draft)
      events.raise({ kind: 'scheduled-changed', ids: [id] })
      events.raise({ kind: 'conversations-changed', conversationIds: [conversationId] })
    })
    return draft
  }

  /** @throws AppError `not-found` */
  cancel(id: ScheduledId): void {
    const { stores, events } = this.#deps
    this.#find(id)
    stores.database.transaction(() => {
      stores.scheduled.remove(id)
      events.raise({ kind: 'scheduled-changed', ids: [id] })
    })
  }

  /** Sends it now like anything that is written now. @throws AppError `not-found`, `window-closed` */
  sendNow(id: ScheduledId): void {
    const { stores, outbox, events } = this.#deps
    const { conversationId, requestId, text } = this.#find(id)
    stores.database.transaction(() => {
      stores.scheduled.remove(id)
      events.raise({ kind: 'scheduled-changed', ids: [id] })
      outbox.sendText({ conversationId, requestId, text, force: false, keepsDraft: true })
    })
  }

  #find(id: ScheduledId): StoredScheduled {
    const message = this.#deps.stores.scheduled.get(id)
    if (message === null) throw new AppError('not-found')
    return message
  }

  #checkTime(conversationId: ConversationId, due: WallTime): void {
    const { stores, clock } = this.#deps
    const target = stores.conversations.target(conversationId)
    if (target === null) throw new AppError('not-found')
    if (isGroupContact(target.contactUserId)) throw new AppError('group-not-answerable')
    const problem = scheduleProblem(target, due, clock.now())
    if (problem !== null) throw new AppError(problem)
  }
}

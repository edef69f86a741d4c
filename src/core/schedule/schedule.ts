import type { EventSink } from '#core/events/event-bus.ts'
import { sendKindOf } from '#core/media/content-kind.ts'
import { joined } from '#core/outbox/draft-words.ts'
import { piecesOf } from '#core/outbox/enqueue.ts'
import type { Outbox } from '#core/outbox/outbox.ts'
import { contentsOf } from '#core/outbox/timed.ts'
import type { Clock } from '#core/ports.ts'
import type { MediaFile } from '#core/storage/media-file-repository.ts'
import type { StoredScheduled, StoredScheduledFile } from '#core/storage/scheduled-repository.ts'
import type { Stores } from '#core/stores.ts'
import { AppError } from '#shared/errors.ts'
import { isGroupContact } from '#shared/model/group.ts'
import type { ConversationId, ScheduledId } from '#shared/model/ids.ts'
import type { StagedFile, StagedId } from '#shared/model/media.ts'
import { type ScheduledFile, type ScheduledMessage, scheduleProblem } from '#shared/model/scheduled.ts'
import type { WallTime } from '#shared/model/wall-time.ts'
import { isBlank } from '#shared/text/repair.ts'

export interface ScheduleDeps {
  clock: Clock
  stores: Pick<Stores, 'database' | 'conversations' | 'outbox' | 'scheduled' | 'files'>
  outbox: Pick<Outbox, 'sendPrepared'>
  events: EventSink
  /** Stages a file that is kept here, for somebody who works on it. */
  restage(name: string, file: MediaFile): Promise<StagedFile>
  /** Nothing of the schedule refers to these files any more. */
  released(hashes: readonly string[]): void
  /** What is scheduled has changed. */
  changed(): void
}

/** What is to be scheduled. */
export interface NewScheduled {
  conversationId: ConversationId
  requestId: string
  text: string
  files: readonly { stagedId: StagedId; asFile: boolean }[]
  due: WallTime
}

/** What came out of the schedule: the draft as it stands now, and files that are staged. */
export interface TakenFromSchedule {
  draft: string
  files: { staged: StagedFile; asFile: boolean }[]
}

function toView({ file, name, asFile }: StoredScheduledFile): ScheduledFile {
  return { name, kind: asFile || file === null ? 'file' : sendKindOf(file), isMissing: file === null }
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

  #view({ id, conversationId, text, files, due }: StoredScheduled): ScheduledMessage | null {
    const target = this.#deps.stores.conversations.target(conversationId)
    if (target === null) return null
    return { id, accountId: target.accountId, conversationId, text, files: files.map(toView), due }
  }

  /**
   * Schedules a text, files behind it, or files alone for a time inside the reply window, and clears the draft that the
   * text was in the same transaction; the files are not staged any more. Asking twice with the same request id is harmless.
   * @throws AppError `text-empty` where there is neither, `text-too-long`, `window-closed`, `time-past`, `time-after-window`,
   *   `group-not-answerable`, `not-found`
   */
  add(message: NewScheduled): void {
    const { stores, events, changed } = this.#deps
    const { conversationId, requestId, due } = message
    const text = isBlank(message.text) ? '' : message.text
    if (stores.scheduled.ofRequest(requestId) !== null || stores.outbox.idsOfRequest(requestId).length > 0)
      return
    if (text === '' && message.files.length === 0) throw new AppError('text-empty')
    piecesOf(text)
    this.#checkTime(conversationId, due)
    const files = message.files.map(({ stagedId, asFile }) => {
      const staged = stores.files.staged(stagedId)
      if (staged === null) throw new AppError('not-found')
      return { hash: staged.file.hash, name: staged.name, asFile }
    })
    stores.database.transaction(() => {
      const id = stores.scheduled.add({ conversationId, requestId, text, files, due })
      stores.files.removeStaged(message.files.map(({ stagedId }) => stagedId))
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
   * Takes it back to be edited: it is scheduled no more, and its text stands in the draft behind what is typed there, in
   * one transaction (P14). Answers the draft, and the files as staged ones.
   * @throws AppError `not-found`
   */
  async takeBack(id: ScheduledId, typed: string): Promise<TakenFromSchedule> {
    const { stores, events, restage } = this.#deps
    const { conversationId, text, files } = this.#find(id)
    const draft = joined(text === '' ? [] : [text], typed, false)
    stores.database.transaction(() => {
      stores.scheduled.remove(id)
      stores.conversations.saveDraft(conversationId, draft)
      events.raise({ kind: 'scheduled-changed', ids: [id] })
      events.raise({ kind: 'conversations-changed', conversationIds: [conversationId] })
    })
    const staged = files.map(async ({ file, name, asFile }) =>
      file === null ? [] : [{ staged: await restage(name, file), asFile }],
    )
    return { draft, files: (await Promise.all(staged)).flat() }
  }

  /** @throws AppError `not-found` */
  cancel(id: ScheduledId): void {
    const { stores, events, released } = this.#deps
    const { files } = this.#find(id)
    stores.database.transaction(() => {
      stores.scheduled.remove(id)
      events.raise({ kind: 'scheduled-changed', ids: [id] })
    })
    released(files.map(({ hash }) => hash))
  }

  /** Sends it now like anything that is written now. @throws AppError `not-found`, `window-closed`, `media-missing` */
  sendNow(id: ScheduledId): void {
    const { stores, outbox, events } = this.#deps
    const message = this.#find(id)
    const { conversationId, requestId } = message
    if (message.files.some(({ file }) => file === null)) throw new AppError('media-missing')
    stores.database.transaction(() => {
      stores.scheduled.remove(id)
      events.raise({ kind: 'scheduled-changed', ids: [id] })
      outbox.sendPrepared({ conversationId, requestId, contents: contentsOf(message), draft: null })
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

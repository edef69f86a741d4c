import type { EventSink } from '#core/events/event-bus.ts'
import { sendKindOf } from '#core/media/content-kind.ts'
import { type OutgoingContent, piecesOf } from '#core/outbox/enqueue.ts'
import type { Outbox } from '#core/outbox/outbox.ts'
import type { Clock } from '#core/ports.ts'
import type { MediaFile } from '#core/storage/media-file-repository.ts'
import type {
  QuickReplyContent,
  StoredQuickReply,
  StoredQuickReplyItem,
} from '#core/storage/quick-reply-repository.ts'
import type { Stores } from '#core/stores.ts'
import type { ParsedInputOf } from '#shared/contract/index.ts'
import { AppError } from '#shared/errors.ts'
import { MAX_QUICK_REPLIES, MAX_QUICK_REPLY_TEXTS } from '#shared/limits.ts'
import type { MessageId, QuickReplyId } from '#shared/model/ids.ts'
import type { StagedFile } from '#shared/model/media.ts'
import type { OpenedQuickReplyItem } from '#shared/model/quick-reply.ts'
import type { Language } from '#shared/model/settings.ts'
import { givenNames } from '#shared/text/placeholders.ts'
import { fillQuickReply, type QuickValues, quickValues } from '#shared/text/quick-reply-words.ts'
import { isBlank } from '#shared/text/repair.ts'

/** What somebody wrote, or what was read from a file. */
export type QuickReplyInput = Omit<ParsedInputOf<'quickReplies.save'>, 'id'>

/** So long a quick reply that was removed can be brought back. */
const UNDO_MS = 60_000

export interface QuickRepliesDeps {
  clock: Clock
  stores: Pick<Stores, 'accounts' | 'conversations' | 'database' | 'files' | 'quickReplies'>
  outbox: Pick<Outbox, 'sendPrepared'>
  events: EventSink
  /** Of the interface, for dates. */
  language(): Language
  /** Stages a file that is kept here, for somebody who works on it. */
  restage(name: string, file: MediaFile): Promise<StagedFile>
  /** These files may have lost their last reference. */
  released(hashes: readonly string[]): void
  /** Something was deleted for good: nothing of it may be left in the log of the database (P23). */
  deleted(): void
  failed(error: unknown): void
}

/** Stored answers: written, kept in order, and sent at once. */
export class QuickReplies {
  readonly #deps: QuickRepliesDeps
  #cancelTimer: (() => void) | null = null

  constructor(deps: QuickRepliesDeps) {
    this.#deps = deps
  }

  /** Nothing that was removed before comes back after a start. */
  start(): void {
    this.forgetRemoved()
  }

  stop(): void {
    this.#cancelTimer?.()
  }

  /** @throws AppError `nothing-to-send`, `quick-replies-full`, `not-found` */
  save(id: QuickReplyId | null, input: QuickReplyInput): QuickReplyId {
    const former = id === null ? 0 : charactersOf(this.#get(id))
    this.checkRoom(id === null ? 1 : 0, charactersOf(this.#stored(input)) - former)
    const [saved] = this.saveAll([{ id, input }])
    if (saved === undefined) throw new Error('one was saved')
    return saved
  }

  /**
   * Keeps several together or none of them; whoever calls has made sure that there is room.
   * @throws AppError `nothing-to-send`, `not-found`
   */
  saveAll(wanted: readonly { id: QuickReplyId | null; input: QuickReplyInput }[]): QuickReplyId[] {
    const { stores, events, released } = this.#deps
    const former: string[] = []
    const ids = stores.database.transaction(() => {
      const saved = wanted.map(({ id, input }) => {
        const content = this.#stored(input)
        if (id === null) return stores.quickReplies.add(content)
        former.push(...hashesOf(this.#get(id)))
        stores.quickReplies.replace(id, content)
        return id
      })
      events.raise({ kind: 'quick-replies-changed', ids: saved })
      return saved
    })
    released(former)
    return ids
  }

  /** @throws AppError `not-found` */
  async open(id: QuickReplyId): Promise<OpenedQuickReplyItem[]> {
    const items = this.#get(id).items.map(async (item): Promise<OpenedQuickReplyItem[]> => {
      if (item.kind === 'text') return [{ kind: 'text', text: item.text }]
      const { name, file, asFile } = item
      return file === null ? [] : [{ kind: 'file', staged: await this.#deps.restage(name, file), asFile }]
    })
    return (await Promise.all(items)).flat()
  }

  /** @throws AppError `not-found` */
  move(id: QuickReplyId, where: 'up' | 'down'): void {
    const { stores, events } = this.#deps
    const moved = this.#get(id)
    const other = stores.quickReplies.neighbour(moved, where)
    if (other === null) return
    stores.database.transaction(() => {
      stores.quickReplies.setPlace(moved.id, other.place)
      stores.quickReplies.setPlace(other.id, moved.place)
      events.raise({ kind: 'quick-replies-changed', ids: [moved.id, other.id] })
    })
  }

  renameGroup(from: string, to: string): void {
    const { stores, events } = this.#deps
    stores.database.transaction(() => {
      const ids = stores.quickReplies.renameGroup(from, to)
      if (ids.length > 0) events.raise({ kind: 'quick-replies-changed', ids })
    })
  }

  remove(id: QuickReplyId): void {
    this.#setRemoved(id, this.#deps.clock.now())
    this.#cancelTimer?.()
    this.#cancelTimer = this.#deps.clock.setTimeout(UNDO_MS, () => this.forgetRemoved())
  }

  /** @throws AppError `not-found` once it is deleted for good */
  restore(id: QuickReplyId): void {
    if (!this.#setRemoved(id, null)) throw new AppError('not-found')
  }

  #setRemoved(id: QuickReplyId, at: number | null): boolean {
    const { stores, events } = this.#deps
    return stores.database.transaction(() => {
      const isChanged = stores.quickReplies.setRemoved(id, at)
      if (isChanged) events.raise({ kind: 'quick-replies-changed', ids: [id] })
      return isChanged
    })
  }

  /** Deletes what was removed for good, with its files: before a backup too, which is not to hold it (P23). */
  forgetRemoved(): void {
    const { stores, released, deleted, failed } = this.#deps
    this.#cancelTimer?.()
    this.#cancelTimer = null
    try {
      const { count, hashes } = stores.database.transaction(() => stores.quickReplies.forgetRemoved())
      released(hashes)
      if (count > 0) deleted()
    } catch (error) {
      failed(error)
    }
  }

  /** @throws AppError `quick-reply-gaps`, `media-missing`, `window-closed`, `text-too-long`, `not-found` */
  send({ id, conversationId, requestId, draft }: ParsedInputOf<'quickReplies.send'>): MessageId[] {
    const { clock, stores, outbox, language } = this.#deps
    const reply = this.#get(id)
    const conversation = stores.conversations.summary(conversationId)
    if (conversation === null) throw new AppError('not-found')
    const names = givenNames(conversation, stores.accounts.get(conversation.accountId) ?? undefined)
    const values = quickValues(names, clock.now(), language())
    const contents = reply.items.flatMap((item) => outgoing(item, values))
    return outbox.sendPrepared({ conversationId, requestId, contents, draft })
  }

  #get(id: QuickReplyId): StoredQuickReply {
    const reply = this.#deps.stores.quickReplies.get(id)
    if (reply === null) throw new AppError('not-found')
    return reply
  }

  #stored({ title, group, items }: QuickReplyInput): QuickReplyContent {
    const stored = items.flatMap((item): StoredQuickReplyItem[] => {
      if (item.kind === 'text') return isBlank(item.text) ? [] : [item]
      const staged = this.#deps.stores.files.staged(item.stagedId)
      if (staged === null) throw new AppError('not-found')
      const { file, name } = staged
      return [{ kind: 'file', hash: file.hash, name, asFile: item.asFile, file }]
    })
    if (stored.length === 0) throw new AppError('nothing-to-send')
    return { title, group, items: stored }
  }

  /** @throws AppError `quick-replies-full` where there is no room for so many more, with so many characters */
  checkRoom(more: number, characters: number): void {
    const size = this.#deps.stores.quickReplies.size()
    if (size.count + more > MAX_QUICK_REPLIES || size.characters + characters > MAX_QUICK_REPLY_TEXTS)
      throw new AppError('quick-replies-full')
  }
}

/** @throws AppError `quick-reply-gaps`, `media-missing`, `text-too-long` */
function outgoing(item: StoredQuickReplyItem, values: QuickValues): OutgoingContent[] {
  if (item.kind === 'text') {
    const { text, gaps } = fillQuickReply(item.text, values)
    if (gaps.length > 0) throw new AppError('quick-reply-gaps')
    return piecesOf(text)
  }
  const { file, name, asFile } = item
  if (file === null) throw new AppError('media-missing')
  return [{ kind: 'attachment', attachment: { file, name, kind: asFile ? 'file' : sendKindOf(file) } }]
}

function charactersOf({ items }: QuickReplyContent): number {
  return items.reduce((sum, item) => sum + (item.kind === 'text' ? item.text.length : 0), 0)
}

function hashesOf({ items }: QuickReplyContent): string[] {
  return items.flatMap((item) => (item.kind === 'file' ? [item.hash] : []))
}

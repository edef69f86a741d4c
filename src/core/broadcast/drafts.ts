import type { EventSink } from '#core/events/event-bus.ts'
import type { Clock } from '#core/ports.ts'
import type { ContentFile, StoredContent } from '#core/storage/broadcast-content-repository.ts'
import type { MediaFile } from '#core/storage/media-file-repository.ts'
import type { ParsedInputOf } from '#shared/contract/index.ts'
import { AppError } from '#shared/errors.ts'
import type { BroadcastContent, BroadcastDraft } from '#shared/model/broadcast.ts'
import { RECENT_CONTACTS } from '#shared/model/broadcast-defaults.ts'
import type { BroadcastId, TemplateId } from '#shared/model/ids.ts'
import type { StagedFile } from '#shared/model/media.ts'
import { excerpt } from '#shared/text/excerpt.ts'
import { isBlank, withoutBlankBeginning } from '#shared/text/repair.ts'
import type { BroadcastStores } from './stores.ts'

/** Longest title, in UTF-16 units. */
const TITLE_LENGTH = 60

export type DraftInput = ParsedInputOf<'broadcasts.plan'>
type ContentInput = DraftInput['content']

export interface DraftsDeps {
  clock: Clock
  stores: BroadcastStores
  events: EventSink
  /** Stages a file that is kept here, for somebody who works on it. */
  restage(name: string, file: MediaFile): Promise<StagedFile>
  /** These files may have lost their last reference. */
  released(hashes: readonly string[]): void
}

/** Broadcasts that were not started, and contents kept for later ones. */
export class Drafts {
  readonly #deps: DraftsDeps

  constructor(deps: DraftsDeps) {
    this.#deps = deps
  }

  /** @throws AppError `broadcast-frozen`, `not-found` */
  save(id: BroadcastId | null, { content, choice, paceMs }: DraftInput): BroadcastId {
    const { clock, stores, events, released } = this.#deps
    const { broadcasts, contents } = stores
    const stored = this.stored(content)
    const title = titleOf(stored)
    const former = id === null ? [] : hashesOf(contents.get(this.#draft(id).contentId))
    const saved = stores.database.transaction(() => {
      const broadcastId =
        id ??
        broadcasts.addDraft({ contentId: contents.add(stored), title, choice, paceMs, now: clock.now() })
      if (id !== null) {
        contents.replace(this.#draft(id).contentId, stored)
        broadcasts.changeDraft(id, { title, choice, paceMs })
      }
      events.raise({ kind: 'broadcast-changed', broadcastId })
      return broadcastId
    })
    released(former)
    return saved
  }

  /** @throws AppError `broadcast-frozen`, `not-found` */
  async open(id: BroadcastId): Promise<BroadcastDraft> {
    const { contents, broadcasts } = this.#deps.stores
    const { contentId, paceMs } = this.#draft(id)
    const choice = broadcasts.choiceOf(id)
    return { content: await this.#staged(contents.get(contentId)), choice, paceMs }
  }

  /** @throws AppError `broadcast-frozen`, `not-found` */
  remove(id: BroadcastId): void {
    const { stores, events, released } = this.#deps
    const { contentId } = this.#draft(id)
    const former = hashesOf(stores.contents.get(contentId))
    stores.database.transaction(() => {
      stores.broadcasts.remove(id)
      stores.contents.remove(contentId)
      events.raise({ kind: 'broadcast-removed', broadcastId: id })
    })
    released(former)
  }

  /**
   * A new draft like a run, for everybody of it or for whom it did not reach.
   * @throws AppError `not-found`, `broadcast-file-missing`: what goes out without its file is not the same
   */
  repeat(id: BroadcastId, which: 'all' | 'unreached'): BroadcastId {
    const { clock, stores, events } = this.#deps
    const { broadcasts, contents } = stores
    const run = broadcasts.get(id)
    if (run === null) throw new AppError('not-found')
    const content = contents.get(run.contentId)
    if (content.files.some(({ file }) => file === null)) throw new AppError('broadcast-file-missing')
    return stores.database.transaction(() => {
      const broadcastId = broadcasts.addDraft({
        contentId: contents.add(content),
        title: run.title,
        // one that never started reached for nobody
        choice:
          run.startedAt === null ? broadcasts.choiceOf(id) : { ...RECENT_CONTACTS, from: { run: id, which } },
        paceMs: run.paceMs,
        now: clock.now(),
      })
      events.raise({ kind: 'broadcast-changed', broadcastId })
      return broadcastId
    })
  }

  saveTemplate(name: string, content: ContentInput): TemplateId {
    const { stores, events, released } = this.#deps
    const stored = this.stored(content)
    const known = stores.contents.templates().find((template) => template.name === name)
    const former = known === undefined ? null : stores.contents.template(known.id)
    const id = stores.database.transaction(() => {
      events.raise({ kind: 'templates-changed' })
      return stores.contents.saveTemplate(name, stored)
    })
    released(former === null ? [] : hashesOf(former))
    return id
  }

  /** @throws AppError `not-found` */
  async openTemplate(id: TemplateId): Promise<BroadcastContent> {
    const content = this.#deps.stores.contents.template(id)
    if (content === null) throw new AppError('not-found')
    return this.#staged(content)
  }

  removeTemplate(id: TemplateId): void {
    const { stores, events, released } = this.#deps
    const former = stores.contents.template(id)
    stores.database.transaction(() => {
      stores.contents.removeTemplate(id)
      events.raise({ kind: 'templates-changed' })
    })
    released(former === null ? [] : hashesOf(former))
  }

  /** A content with its staged files looked up. @throws AppError `not-found` when a staged file is gone */
  stored({ text, fallbacks, files }: ContentInput): StoredContent {
    return {
      text,
      fallbacks,
      files: files.map(({ stagedId, asFile }): ContentFile => {
        const staged = this.#deps.stores.files.staged(stagedId)
        if (staged === null) throw new AppError('not-found')
        return { hash: staged.file.hash, name: staged.name, asFile, file: staged.file }
      }),
    }
  }

  /** Stages the files of a content for whoever works on it; files that are gone are left out. */
  async #staged({ text, fallbacks, files }: StoredContent): Promise<BroadcastContent> {
    const { restage } = this.#deps
    const staged = files.map(async ({ file, name, asFile }) =>
      file === null ? [] : [{ staged: await restage(name, file), asFile }],
    )
    return { text, fallbacks, files: (await Promise.all(staged)).flat() }
  }

  #draft(id: BroadcastId) {
    const draft = this.#deps.stores.broadcasts.get(id)
    if (draft === null) throw new AppError('not-found')
    if (draft.state !== 'draft') throw new AppError('broadcast-frozen')
    return draft
  }
}

function titleOf({ text, files }: StoredContent): string {
  const line = withoutBlankBeginning(text).split('\n', 1)[0]?.trim() ?? ''
  return excerpt(isBlank(line) ? (files[0]?.name ?? '') : line, TITLE_LENGTH)
}

function hashesOf({ files }: StoredContent): string[] {
  return files.map(({ hash }) => hash)
}

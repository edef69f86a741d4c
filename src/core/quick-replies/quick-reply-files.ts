import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import type { FileStore } from '#core/media/file-store.ts'
import type { StoredQuickReply } from '#core/storage/quick-reply-repository.ts'
import type { Stores } from '#core/stores.ts'
import type { OutputOf } from '#shared/contract/index.ts'
import { AppError } from '#shared/errors.ts'
import { MAX_QUICK_REPLY_IMPORT_BYTES } from '#shared/limits.ts'
import type { QuickReplyId } from '#shared/model/ids.ts'
import type { StagedId, StageResult } from '#shared/model/media.ts'
import type { QuickReplyFormat, QuickReplyImport, SameTitle } from '#shared/model/quick-reply.ts'
import type { Language } from '#shared/model/settings.ts'
import { csvOf, readCsv } from './csv-replies.ts'
import { decodeText } from './decode-text.ts'
import type { ImportedItem, ImportedReplies, ImportedReply } from './imported.ts'
import { jsonOf, readJson } from './json-replies.ts'
import type { QuickReplies, QuickReplyInput } from './quick-replies.ts'

/** Quick replies kept in one transaction. */
const PORTION = 200
/** Problems that are named; the others are counted. */
const NAMED = 100
/** Bytes handed to staging at a time; it takes no more. */
const CHUNK = 4 * 1024 * 1024

export interface QuickReplyFilesDeps {
  stores: Pick<Stores, 'files' | 'quickReplies'>
  quickReplies: Pick<QuickReplies, 'checkRoom' | 'saveAll'>
  store: Pick<FileStore, 'read'>
  /** Takes a file as what is dropped is taken, with all its checks. */
  stage(message: unknown): Promise<StageResult | null>
  discard(ids: readonly StagedId[]): void
  uuid(): string
  /** Whether pictures and videos lose the place where they were taken. */
  removesPlace(): boolean
  language(): Language
  saveText(suggestedName: string, content: AsyncIterable<string>): Promise<boolean>
}

/** What is kept, by what makes one the same as another. */
interface Known {
  /** Of title, group and items. */
  contents: Set<string>
  /** In their order. */
  titles: Map<string, StoredQuickReply[]>
}

/** An entry to be kept, in the place of a former one or as a new one. */
interface Wanted {
  former: StoredQuickReply | null
  reply: ImportedReply
}

/** Quick replies to files and from files. */
export class QuickReplyFiles {
  readonly #deps: QuickReplyFilesDeps

  constructor(deps: QuickReplyFilesDeps) {
    this.#deps = deps
  }

  async export(format: QuickReplyFormat): Promise<OutputOf<'quickReplies.export'>> {
    const { stores, language, saveText } = this.#deps
    const replies = stores.quickReplies.list()
    let leftOut = 0
    async function* csv(): AsyncGenerator<string> {
      yield* csvOf(replies, language())
    }
    if (format === 'csv')
      leftOut = replies.flatMap(({ items }) => items).filter(({ kind }) => kind === 'file').length
    const content =
      format === 'csv'
        ? csv()
        : jsonOf(
            replies,
            (hash) => this.#bytesOf(hash),
            () => {
              leftOut += 1
            },
          )
    const saved = await saveText(`linkboard-quick-replies.${format}`, content)
    return { saved, leftOut }
  }

  /** @throws AppError `quick-replies-unreadable`, `quick-replies-too-large`, `quick-replies-no-columns`, `not-found` */
  async readImport(id: StagedId): Promise<QuickReplyImport> {
    const { replies, problems } = await this.#read(id)
    const known = this.#known()
    const fresh = takeUnknown(replies, known)
    return {
      entries: replies.length,
      known: replies.length - fresh.length,
      sameTitle: fresh.filter((reply) => known.titles.has(titleKey(reply))).length,
      files: fresh.flatMap(({ items }) => items).filter(({ kind }) => kind === 'file').length,
      problems: problems.slice(0, NAMED),
      broken: problems.length,
    }
  }

  /** @throws AppError as reading does, and `quick-replies-full` before anything is kept */
  async import(id: StagedId, sameTitle: SameTitle): Promise<OutputOf<'quickReplies.import'>> {
    const { quickReplies } = this.#deps
    const { replies } = await this.#read(id)
    const known = this.#known()
    const fresh = takeUnknown(replies, known)
    const replaceable = sameTitle === 'replace' ? replaceableOf(replies, known) : null
    const wanted = fresh.flatMap((reply): Wanted[] => {
      if (sameTitle === 'skip' && known.titles.has(titleKey(reply))) return []
      return [{ former: replaceable?.get(titleKey(reply))?.shift() ?? null, reply }]
    })
    const added = wanted.filter(({ former }) => former === null).length
    const replaced = wanted.flatMap(({ former }) => former ?? [])
    quickReplies.checkRoom(added, charactersOf(wanted.map(({ reply }) => reply)) - charactersOf(replaced))
    for (let at = 0; at < wanted.length; at += PORTION) await this.#keep(wanted.slice(at, at + PORTION))
    return { added, replaced: replaced.length }
  }

  async #keep(wanted: readonly Wanted[]): Promise<void> {
    const { quickReplies, discard } = this.#deps
    const staged: StagedId[] = []
    try {
      const inputs: { id: QuickReplyId | null; input: QuickReplyInput }[] = []
      for (const { former, reply } of wanted) {
        const items = []
        for (const item of reply.items) items.push(...(await this.#toInput(item, staged)))
        const input = { title: reply.title, group: reply.group, items }
        if (items.length > 0) inputs.push({ id: former?.id ?? null, input })
      }
      quickReplies.saveAll(inputs)
    } finally {
      discard(staged)
    }
    await setImmediate()
  }

  /**
   * What can be kept of an item; a file that staging refuses is left out.
   * @throws AppError `storage-full`, `storage-failed`: the next file would meet the same disk
   */
  async #toInput(item: ImportedItem, staged: StagedId[]): Promise<QuickReplyInput['items']> {
    if (item.kind === 'text') return [item]
    const { stage, uuid, removesPlace } = this.#deps
    const { name, asFile, bytes } = item
    const key = uuid()
    const refused = await stage({ kind: 'begin', key, name: name.slice(-255), size: bytes.length })
    if (refused !== null) return leftOut(refused)
    for (let at = 0; at < bytes.length; at += CHUNK)
      await stage({ kind: 'chunk', key, bytes: bytes.subarray(at, at + CHUNK) })
    const result = await stage({ kind: 'end', key })
    if (result?.ok !== true) return leftOut(result)
    const { id, withPlace } = result.file
    staged.push(id, ...(withPlace === null ? [] : [withPlace]))
    return [{ kind: 'file', stagedId: removesPlace() ? id : (withPlace ?? id), asFile }]
  }

  async #read(id: StagedId): Promise<ImportedReplies> {
    const staged = this.#deps.stores.files.staged(id)
    if (staged === null) throw new AppError('not-found')
    if (staged.file.size > MAX_QUICK_REPLY_IMPORT_BYTES) throw new AppError('quick-replies-too-large')
    const bytes = await this.#bytesOf(staged.file.hash)
    if (bytes === null) throw new AppError('not-found')
    const text = decodeText(bytes)
    return /^\s*[{[]/u.test(text) ? readJson(text) : readCsv(text)
  }

  /** Null where they cannot be read. */
  async #bytesOf(hash: string): Promise<Buffer | null> {
    try {
      const chunks: Uint8Array[] = []
      for await (const chunk of this.#deps.store.read(hash)) chunks.push(Buffer.from(chunk))
      return Buffer.concat(chunks)
    } catch {
      return null
    }
  }

  #known(): Known {
    const list = this.#deps.stores.quickReplies.list()
    return {
      contents: new Set(list.map(contentKey)),
      titles: Map.groupBy(list, titleKey),
    }
  }
}

/** Those that are neither here just so nor stand in the file before. */
function takeUnknown(replies: readonly ImportedReply[], { contents }: Known): ImportedReply[] {
  const seen = new Set(contents)
  return replies.filter((reply) => {
    const key = contentKey(reply)
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

/** Nothing of a file that staging refuses, unless it is the disk that fails. */
function leftOut(result: StageResult | null): [] {
  if (result === null || result.ok) return []
  if (result.problem === 'disk-full') throw new AppError('storage-full')
  if (result.problem === 'disk-failed') throw new AppError('storage-failed')
  return []
}

/** What is here and does not stand in the file just so, by title: each makes room for one entry of that title. */
function replaceableOf(replies: readonly ImportedReply[], { titles }: Known): Known['titles'] {
  const inFile = new Set(replies.map(contentKey))
  return new Map(
    [...titles].map(([key, list]) => [key, list.filter((reply) => !inFile.has(contentKey(reply)))]),
  )
}

const titleKey = ({ group, title }: { group: string; title: string }) => JSON.stringify([group, title])

function contentKey(reply: StoredQuickReply | ImportedReply): string {
  const items = reply.items.map((item) => (item.kind === 'text' ? item.text : [item.name, hashOf(item)]))
  return JSON.stringify([reply.group, reply.title, items])
}

function hashOf(item: { hash: string } | { bytes: Uint8Array }): string {
  return 'hash' in item ? item.hash : createHash('sha256').update(item.bytes).digest('hex')
}

function charactersOf(replies: readonly (ImportedReply | StoredQuickReply)[]): number {
  return replies
    .flatMap(({ items }) => [...items])
    .reduce((sum, item) => sum + (item.kind === 'text' ? item.text.length : 0), 0)
}

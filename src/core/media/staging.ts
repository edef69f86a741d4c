import { constants, type Stats } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import type { Clock, Random } from '#core/ports.ts'
import { isDiskFull } from '#core/storage/database.ts'
import type { MediaFile, MediaFileRepository } from '#core/storage/media-file-repository.ts'
import { type StagedFile, StagedId, type StageProblem, type StageResult } from '#shared/model/media.ts'
import { sentFileName } from '#shared/text/file-name.ts'
import { unreachable } from '#shared/unreachable.ts'
import { sendKindOf } from './content-kind.ts'
import type { FileStore, FileWriter } from './file-store.ts'
import { patchInto } from './place/chunks.ts'
import { findPlace } from './place/find-place.ts'

/** A chunk from the page; the preload script sends a megabyte at a time. */
const MAX_CHUNK = 4 * 1024 * 1024
const READ_BYTES = 256 * 1024
/** Files taken at the same time; the preload script takes one after the other. */
const MAX_OPEN = 16

const Key = z.uuid()
const Message = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('path'), key: Key, path: z.string().min(1).max(32_768) }),
  z.object({
    kind: z.literal('begin'),
    key: Key,
    name: z.string().max(4096),
    size: z.number().int().nonnegative(),
  }),
  z.object({
    kind: z.literal('chunk'),
    key: Key,
    bytes: z.instanceof(Uint8Array).refine(({ length }) => length <= MAX_CHUNK),
  }),
  z.object({ kind: z.literal('end'), key: Key }),
  z.object({ kind: z.literal('cancel'), key: Key }),
])

/** A file that could not be taken. */
class StageFailure extends Error {
  override readonly name = 'StageFailure'
  readonly problem: StageProblem

  constructor(problem: StageProblem) {
    super(problem)
    this.problem = problem
  }
}

/** One file that is being taken. */
interface Taking {
  name: string
  /** Bytes announced for what comes in chunks; null for a path. */
  announced: number | null
  abort: AbortController
  /** Null until the first byte, and for a path. */
  writer: FileWriter | null
}

export interface StagingDeps {
  store: FileStore
  files: MediaFileRepository
  clock: Clock
  random: Pick<Random, 'uuid'>
  /** Largest file that may be sent, in bytes. */
  maxBytes(): number
  /** These files may have lost their last reference. */
  onReleased(hashes: readonly string[]): void
}

/**
 * Copies what is dropped, pasted or picked into the app's keeping before it is reviewed, so that a later
 * change or deletion cannot corrupt a send.
 */
export class Staging {
  readonly #deps: StagingDeps
  readonly #open = new Map<string, Taking>()

  constructor(deps: StagingDeps) {
    this.#deps = deps
  }

  /** Answers one `StageMessage` of the preload script; anything else takes nothing. Never rejects. */
  async handle(message: unknown): Promise<StageResult | null> {
    const read = Message.safeParse(message)
    if (!read.success) return { ok: false, name: '', problem: 'unreadable' }
    const { data } = read
    switch (data.kind) {
      case 'path':
        return this.#takePath(data.key, data.path)
      case 'begin':
        return this.#begin(data.key, data.name, data.size)
      case 'chunk':
        return this.#append(data.key, data.bytes)
      case 'end':
        return this.#end(data.key)
      case 'cancel':
        return this.#cancel(data.key)
      default:
        return unreachable(data)
    }
  }

  /** The operator does not want these any more. */
  discard(ids: readonly StagedId[]): void {
    this.#deps.onReleased(this.#deps.files.removeStaged(ids))
  }

  /** Gives up whatever is being taken. */
  async stop(): Promise<void> {
    await Promise.all([...this.#open.keys()].map((key) => this.#cancel(key)))
  }

  async #takePath(key: string, file: string): Promise<StageResult> {
    const name = nameOf(path.basename(file))
    const taking = this.#opened(key, name, null)
    if (taking === null) return refusal(name, 'unreadable')
    return this.#ending(key, taking, () => this.#copy(file, taking))
  }

  #begin(key: string, fullName: string, size: number): StageResult | null {
    const name = nameOf(fullName)
    const problem = this.#sizeProblem(size)
    if (problem !== null) return refusal(name, problem)
    return this.#opened(key, name, size) === null ? refusal(name, 'unreadable') : null
  }

  async #append(key: string, bytes: Uint8Array): Promise<StageResult | null> {
    const taking = this.#open.get(key)
    if (taking === undefined) return refusal('', 'cancelled')
    try {
      taking.writer ??= await this.#begun(key, taking)
      if (taking.writer.size + bytes.length > (taking.announced ?? 0)) throw new StageFailure('changed')
      await taking.writer.write(bytes)
      return null
    } catch (error) {
      if (this.#open.get(key) === taking) this.#open.delete(key)
      await taking.writer?.abort()
      return refusal(taking.name, problemOf(error, 'disk-failed'))
    }
  }

  /** A file's draft, unless it was cancelled while the draft was made. */
  async #begun(key: string, taking: Taking): Promise<FileWriter> {
    const writer = await this.#deps.store.begin()
    if (this.#open.get(key) === taking) return writer
    await writer.abort()
    throw new StageFailure('cancelled')
  }

  async #end(key: string): Promise<StageResult> {
    const taking = this.#open.get(key)
    if (taking === undefined) return refusal('', 'cancelled')
    return this.#ending(key, taking, async () => {
      const { writer, announced } = taking
      if (writer === null || writer.size !== announced) throw new StageFailure('changed')
      return writer
    })
  }

  async #cancel(key: string): Promise<null> {
    const taking = this.#open.get(key)
    this.#open.delete(key)
    taking?.abort.abort()
    await taking?.writer?.abort()
    return null
  }

  #opened(key: string, name: string, announced: number | null): Taking | null {
    if (this.#open.has(key)) return null
    // a page that never ends what it began must not keep others out
    const [oldest] = this.#open.keys()
    if (this.#open.size >= MAX_OPEN && oldest !== undefined) void this.#cancel(oldest)
    const taking = { name, announced, abort: new AbortController(), writer: null }
    this.#open.set(key, taking)
    return taking
  }

  /** Fills a writer by `fill`, keeps the file and answers what it is. */
  async #ending(key: string, taking: Taking, fill: () => Promise<FileWriter>): Promise<StageResult> {
    try {
      const writer = await fill()
      taking.abort.signal.throwIfAborted()
      return { ok: true, file: await this.#keep(writer, taking.name) }
    } catch (error) {
      const problem = taking.abort.signal.aborted ? 'cancelled' : problemOf(error, 'disk-failed')
      return refusal(taking.name, problem)
    } finally {
      this.#open.delete(key)
      await taking.writer?.abort()
    }
  }

  async #keep(writer: FileWriter, name: string): Promise<StagedFile> {
    const original = await this.#place(writer, name)
    const { id, file } = original
    const clean = await this.#withoutPlace(file, name).catch((error: unknown) => {
      this.discard([id])
      throw error
    })
    return asStaged(id, clean, name, file)
  }

  /**
   * Stages a file that is kept here already, for somebody who works on what it is part of. Where that was kept with
   * its place, the copy without is made anew.
   */
  async again(name: string, file: MediaFile): Promise<StagedFile> {
    const { files, random } = this.#deps
    const id = StagedId.parse(random.uuid())
    files.addStaged(id, name, file)
    try {
      return asStaged(id, await this.#withoutPlace(file, name), name, file)
    } catch {
      // a file whose bytes are gone is found out when it is sent; of any other the operator reads that it was not checked
      return asStaged(id, null, name, file, true)
    }
  }

  /** Gives what was written its name, and stages it. */
  async #place(writer: FileWriter, name: string): Promise<{ id: StagedId; file: MediaFile }> {
    const { files, clock, random } = this.#deps
    const id = StagedId.parse(random.uuid())
    const { file, place } = await writer.seal()
    place()
    files.add(file, clock.now())
    files.addStaged(id, name, file)
    return { id, file }
  }

  /** Stages a picture or film once more without the place where it was taken; null where it says none. */
  async #withoutPlace({ hash, type }: MediaFile, name: string): Promise<StagedId | null> {
    const { store } = this.#deps
    const patches = await store.readingAt(hash, (readAt) => findPlace(type, readAt))
    if (patches.length === 0) return null
    const writer = await store.begin()
    try {
      let at = 0
      for await (const chunk of store.read(hash)) {
        patchInto(chunk, at, patches)
        await writer.write(chunk)
        at += chunk.length
      }
      return (await this.#place(writer, name)).id
    } finally {
      await writer.abort()
    }
  }

  #sizeProblem(size: number): StageProblem | null {
    if (size === 0) return 'empty'
    return size > this.#deps.maxBytes() ? 'too-large' : null
  }

  async #copy(file: string, taking: Taking): Promise<FileWriter> {
    await using source = await openFile(file)
    const before = await source.stat()
    this.#check(before)
    const writer = await this.#deps.store.begin()
    taking.writer = writer
    taking.abort.signal.throwIfAborted()
    await pour(source, taking.writer, taking.abort.signal)
    const after = await source.stat()
    if (after.size !== before.size || after.mtimeMs !== before.mtimeMs || taking.writer.size !== before.size)
      throw new StageFailure('changed')
    return taking.writer
  }

  #check(stats: Stats): void {
    if (stats.isDirectory()) throw new StageFailure('folder')
    if (!stats.isFile()) throw new StageFailure('unreadable')
    const problem = this.#sizeProblem(stats.size)
    if (problem !== null) throw new StageFailure(problem)
  }
}

/** @param clean the copy without the place where it was taken; null where there is none */
function asStaged(
  id: StagedId,
  clean: StagedId | null,
  name: string,
  file: MediaFile,
  mayHoldPlace = false,
): StagedFile {
  const { size, kind, type } = file
  const withPlace = clean === null ? null : id
  return {
    id: clean ?? id,
    name,
    size,
    kind,
    type,
    sendKind: sendKindOf(file),
    withPlace,
    mayHoldPlace,
  }
}

/** What a file goes out as, also where nothing of its own name can be seen. */
function nameOf(given: string): string {
  return sentFileName(given) || 'file'
}

/** Without waiting for whoever writes into a pipe; what is no file is refused afterwards. */
async function openFile(file: string): Promise<FileHandle> {
  try {
    return await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  } catch (error) {
    // Windows cannot open a folder at all
    const isFolder = error instanceof Error && 'code' in error && error.code === 'EISDIR'
    throw new StageFailure(isFolder ? 'folder' : 'unreadable')
  }
}

async function pour(source: FileHandle, writer: FileWriter, signal: AbortSignal): Promise<void> {
  const buffer = new Uint8Array(READ_BYTES)
  while (true) {
    signal.throwIfAborted()
    const { bytesRead } = await source.read(buffer, 0, buffer.length, null).catch(() => {
      throw new StageFailure('unreadable')
    })
    if (bytesRead === 0) return
    await writer.write(buffer.subarray(0, bytesRead))
  }
}

function problemOf(error: unknown, otherwise: StageProblem): StageProblem {
  if (error instanceof StageFailure) return error.problem
  return isDiskFull(error) ? 'disk-full' : otherwise
}

function refusal(name: string, problem: StageProblem): StageResult {
  return { ok: false, name, problem }
}

import { createHash, type Hash } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { type FileHandle, open, rm } from 'node:fs/promises'
import path from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { Random } from '#core/ports.ts'
import { GradualFile } from '#core/storage/gradual-file.ts'
import type { MediaFile } from '#core/storage/media-file-repository.ts'
import { HEAD_BYTES, sniffContent } from './content-kind.ts'
import type { ReadAt } from './place/patch.ts'

/** Where files lie until they are whole. */
const INCOMING = 'incoming'
const READ_BYTES = 256 * 1024
const HASH = /^[0-9a-f]{64}$/

/** A file that is being written. `abort` ends it at any time, and does nothing once it is placed. */
export interface FileWriter {
  write(chunk: Uint8Array): Promise<void>
  /** Bytes written so far. */
  readonly size: number
  /** Makes what was written durable, and says what it is. */
  seal(): Promise<SealedFile>
  abort(): Promise<void>
}

/** A whole file that has no name yet. */
export interface SealedFile {
  readonly file: MediaFile
  /** Gives it its name. Whoever does it registers the file in the same turn, or it is tidied away. */
  place(): void
}

/**
 * The bytes of media on disk, named by their content: the same file lies there once, no name of a
 * server or contact becomes a path (P12), and nothing there changes once it has its name.
 */
export class FileStore {
  readonly #folder: string
  readonly #random: Pick<Random, 'uuid'>

  /** @param folder made when needed, its owner's alone (P9) */
  constructor(folder: string, random: Pick<Random, 'uuid'>) {
    this.#folder = folder
    this.#random = random
  }

  /** Removes what an earlier run left unfinished; before anything is written. */
  clearUnfinished(): void {
    rmSync(path.join(this.#folder, INCOMING), { recursive: true, force: true })
  }

  /** Removes files that `isKnown` does not know, a folder at a time, so that nothing waits for it. */
  async tidy(isKnown: (hash: string) => boolean, signal: AbortSignal): Promise<void> {
    for (const shelf of this.#shelves()) {
      await setImmediate()
      if (signal.aborted) return
      for (const name of readdirSync(shelf)) {
        if (HASH.test(name) && !isKnown(name)) rmSync(path.join(shelf, name), { force: true })
      }
    }
  }

  #shelves(): string[] {
    if (!existsSync(this.#folder)) return []
    return readdirSync(this.#folder)
      .filter((name) => /^[0-9a-f]{2}$/.test(name))
      .map((name) => path.join(this.#folder, name))
  }

  pathOf(hash: string): string {
    return path.join(this.#folder, hash.slice(0, 2), hash)
  }

  /** Whether the file is there as it was written; somebody else may have removed or cut it. */
  isWhole({ hash, size }: Pick<MediaFile, 'hash' | 'size'>): boolean {
    try {
      return statSync(this.pathOf(hash)).size === size
    } catch {
      return false
    }
  }

  /**
   * Reads a file from its beginning; fails where it is gone. A chunk holds until the next one is asked for: what is read
   * takes two buffers, however long the file is, and leaves none for the garbage collector.
   */
  async *read(hash: string): AsyncGenerator<Uint8Array> {
    await using handle = await open(this.pathOf(hash), 'r')
    const ahead = (buffer: Uint8Array) => handle.read(buffer, 0, buffer.length, null)
    let [coming, other] = [Buffer.allocUnsafeSlow(READ_BYTES), Buffer.allocUnsafeSlow(READ_BYTES)]
    let reading = ahead(coming)
    for (;;) {
      const { bytesRead } = await reading
      if (bytesRead === 0) return
      const chunk = coming.subarray(0, bytesRead)
      ;[coming, other] = [other, coming]
      reading = ahead(coming)
      // whoever stops early asks for no more, and the handle is closed once it has been read
      reading.catch(() => undefined)
      yield chunk
    }
  }

  /** Reads in a file here and there for as long as `use` takes. */
  async readingAt<T>(hash: string, use: (readAt: ReadAt) => Promise<T>): Promise<T> {
    await using handle = await open(this.pathOf(hash), 'r')
    return await use(async (at, length) => {
      const buffer = new Uint8Array(length)
      let read = 0
      while (read < length) {
        const { bytesRead } = await handle.read(buffer, read, length - read, at + read)
        if (bytesRead === 0) break
        read += bytesRead
      }
      return buffer.subarray(0, read)
    })
  }

  remove(hash: string): void {
    rmSync(this.pathOf(hash), { force: true })
  }

  /** Begins a file; fails like any write, for example on a full disk. */
  async begin(): Promise<FileWriter> {
    const folder = this.#ownFolder(INCOMING)
    const draft = path.join(folder, this.#random.uuid())
    const handle = await open(draft, 'wx', 0o600)
    return new DraftFile(handle, draft, (hash) => {
      const place = this.pathOf(hash)
      this.#ownFolder(hash.slice(0, 2))
      renameSync(draft, place)
    })
  }

  #ownFolder(name: string): string {
    const folder = path.join(this.#folder, name)
    if (existsSync(folder)) return folder
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    chmodSync(this.#folder, 0o700)
    return folder
  }
}

class DraftFile implements FileWriter {
  readonly #handle: FileHandle
  readonly #file: GradualFile
  readonly #draft: string
  readonly #place: (hash: string) => void
  readonly #sha256: Hash = createHash('sha256')
  readonly #md5: Hash = createHash('md5')
  readonly #head: Uint8Array[] = []
  #headSize = 0
  #size = 0
  #isOver = false

  constructor(handle: FileHandle, draft: string, place: (hash: string) => void) {
    this.#handle = handle
    this.#file = new GradualFile(handle)
    this.#draft = draft
    this.#place = place
  }

  get size(): number {
    return this.#size
  }

  async write(chunk: Uint8Array): Promise<void> {
    if (this.#headSize < HEAD_BYTES) {
      const part = chunk.slice(0, HEAD_BYTES - this.#headSize)
      this.#head.push(part)
      this.#headSize += part.length
    }
    this.#sha256.update(chunk)
    this.#md5.update(chunk)
    this.#size += chunk.length
    await this.#file.write(chunk)
  }

  async seal(): Promise<SealedFile> {
    const content = await sniffContent(Buffer.concat(this.#head))
    this.#isOver = true
    try {
      await this.#file.sync()
    } finally {
      await this.#handle.close()
    }
    const file = {
      hash: this.#sha256.digest('hex'),
      size: this.#size,
      md5: this.#md5.digest('hex'),
      ...content,
    }
    return { file, place: () => this.#place(file.hash) }
  }

  async abort(): Promise<void> {
    if (!this.#isOver) {
      this.#isOver = true
      await this.#handle.close().catch(() => undefined)
    }
    await rm(this.#draft, { force: true }).catch(() => undefined)
  }
}

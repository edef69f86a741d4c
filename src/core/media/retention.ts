import { setImmediate } from 'node:timers/promises'
import type { Clock } from '#core/ports.ts'
import type { Database } from '#core/storage/database.ts'
import type { ForgottenFile, MediaFileRepository } from '#core/storage/media-file-repository.ts'
import type { MediaRepository, StoredAttachment } from '#core/storage/media-repository.ts'
import type { MediaSettings } from '#shared/model/settings.ts'
import type { FileStore } from './file-store.ts'

const DAY_MS = 24 * 60 * 60 * 1000
/** The first look comes when the start is over, further ones now and then. */
const FIRST_MS = 60_000
const EVERY_MS = 6 * 60 * 60 * 1000
/** Media removed in one transaction; in between the event loop has its turn. */
const PORTION = 20
/** Known files that are looked at in one transaction. */
const SWEEP_PORTION = 100

export interface RetentionDeps {
  clock: Clock
  database: Database
  media: MediaRepository
  files: MediaFileRepository
  store: FileStore
  settings: () => MediaSettings
  /** Media lose their bytes; called in the transaction that takes them. */
  changed(media: readonly StoredAttachment[]): void
  /** Their bytes are gone, after the commit. */
  onRemoved(media: readonly StoredAttachment[]): void
  failed(error: unknown): void
}

/** What a clean-up gave back to the disk. */
export interface Released {
  bytes: number
  files: number
}

/** Removes media by age and size as the operator wants it, and never what is part of something unsent. */
export class Retention {
  readonly #deps: RetentionDeps
  #cancelTimer: () => void = () => {}
  #isStopped = false
  #running: Promise<Released> | null = null

  constructor(deps: RetentionDeps) {
    this.#deps = deps
  }

  start(): void {
    this.#next(FIRST_MS)
  }

  stop(): void {
    this.#isStopped = true
    this.#cancelTimer()
  }

  #next(ms: number): void {
    this.#cancelTimer = this.#deps.clock.setTimeout(ms, () => {
      void this.cleanUp().catch(this.#deps.failed)
      this.#next(EVERY_MS)
    })
  }

  /** Removes what is too old, then the oldest of what is too much; asked twice it is done once. */
  cleanUp(): Promise<Released> {
    this.#running ??= this.#cleanUp().finally(() => {
      this.#running = null
    })
    return this.#running
  }

  async #cleanUp(): Promise<Released> {
    const { clock, files, settings } = this.#deps
    const { keepDays, keepBytes } = settings()
    const before = clock.now() - (keepDays ?? 0) * DAY_MS
    if (keepDays !== null) files.releaseEndedBroadcasts(before)
    const released: Released = { bytes: 0, files: 0 }
    await this.#sweep(released)
    if (keepDays !== null) {
      while (this.#removeSome(before, released, Number.POSITIVE_INFINITY)) await setImmediate()
    }
    if (keepBytes !== null) {
      const enough = released.bytes + files.totalBytes() - keepBytes
      if (enough > released.bytes) {
        files.releaseEndedBroadcasts(clock.now())
        await this.#sweep(released)
      }
      while (this.#removeSome(Number.MAX_SAFE_INTEGER, released, enough)) await setImmediate()
    }
    return released
  }

  /** Removes those of these files that nothing refers to any more, once the transaction that it may be part of is over. */
  releaseUnreferenced(hashes: readonly string[]): Released {
    const { database, files } = this.#deps
    return this.#remove(database.transaction(() => files.takeUnreferenced(hashes)))
  }

  /** Removes all files that nothing refers to any more, a portion at a time. */
  async #sweep(released: Released): Promise<void> {
    const { files } = this.#deps
    let hashes = files.hashesAfter('', SWEEP_PORTION)
    for (let last = hashes.at(-1); last !== undefined && !this.#isStopped; last = hashes.at(-1)) {
      const { bytes, files: count } = this.releaseUnreferenced(hashes)
      released.bytes += bytes
      released.files += count
      await setImmediate()
      hashes = files.hashesAfter(last, SWEEP_PORTION)
    }
  }

  /** Only after the commit: a file that a row still names must be there. What cannot be removed is at the next start. */
  #remove(gone: readonly ForgottenFile[]): Released {
    const { database, store, failed } = this.#deps
    database.whenSettled((isCommitted) => {
      for (const { hash } of isCommitted ? gone : []) {
        try {
          store.remove(hash)
        } catch (error) {
          failed(error)
        }
      }
    })
    return { bytes: gone.reduce((sum, { size }) => sum + size, 0), files: gone.length }
  }

  /** Takes the bytes from some media older than `before`, until enough is freed; false when nothing is left to do. */
  #removeSome(before: number, released: Released, enough: number): boolean {
    const { database, media, files, changed, onRemoved } = this.#deps
    if (this.#isStopped) return false
    const removed: StoredAttachment[] = []
    const gone: ForgottenFile[] = []
    let left = enough - released.bytes
    database.transaction(() => {
      for (const attachment of media.removable(before, PORTION)) {
        if (left <= 0) break
        const { id, reference, file } = attachment
        media.setState(id, 'removed', reference === null ? 'no-address' : null)
        const taken = files.takeUnreferenced(file === null ? [] : [file.hash])
        for (const { size } of taken) left -= size
        gone.push(...taken)
        removed.push(attachment)
      }
      if (removed.length > 0) changed(removed)
    })
    const freed = this.#remove(gone)
    released.bytes += freed.bytes
    released.files += freed.files
    if (removed.length > 0) onRemoved(removed)
    return removed.length === PORTION
  }
}

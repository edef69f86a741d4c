import type { Cdn } from '#core/cdn/cdn.ts'
import { DownloadError } from '#core/cdn/download.ts'
import type { Clock } from '#core/ports.ts'
import { isDiskFull, isStorageFailure } from '#core/storage/database.ts'
import type { MediaFileRepository } from '#core/storage/media-file-repository.ts'
import type { MediaRepository, StoredMedium } from '#core/storage/media-repository.ts'
import { AppError } from '#shared/errors.ts'
import type { AccountId } from '#shared/model/ids.ts'
import type { MediaId, MediaReason } from '#shared/model/media.ts'
import type { MediaSettings } from '#shared/model/settings.ts'
import type { FileStore, FileWriter } from './file-store.ts'
import type { TransferProgress } from './transfer-progress.ts'

/** Fetches at the same time, over all accounts and of one. */
const AT_ONCE = 6
const AT_ONCE_OF_ACCOUNT = 2
/** Waiting media of an account looked at in one go; those that rest must not hide the others. */
const LOOK_AHEAD = 500
/** Nothing that is asked for may be larger, whatever the server sends. */
const MOST_BYTES = 2 * 1024 ** 3
/** How long a medium rests after a failure that may pass, doubling, and how often it is tried by itself. */
const REST_MIN_MS = 5_000
const REST_MAX_MS = 300_000
const TRIES = 6

export interface FetcherParts {
  cdn: Pick<Cdn, 'download'>
  clock: Clock
  media: MediaRepository
  files: MediaFileRepository
  store: FileStore
  settings: () => MediaSettings
  progress: TransferProgress
  /** A medium changed, after the commit. */
  onChange(medium: StoredMedium): void
  /** Something failed that has no words. */
  failed(error: unknown): void
}

/** How a fetch ended when it brought no file. */
class FetchFailure extends Error {
  override readonly name = 'FetchFailure'
  readonly reason: MediaReason
  readonly retry: boolean

  constructor(reason: MediaReason, retry: boolean) {
    super(reason)
    this.reason = reason
    this.retry = retry
  }
}

/** A fetch under way. */
interface Running {
  accountId: AccountId
  abort: AbortController
  done: Promise<void>
}

/**
 * Fetches received media, by itself at once, for their references expire (fact sheet 6.5). What fails in
 * a way that may pass is tried again later; everything else says why and waits for the operator.
 */
export class MediaFetcher {
  readonly #parts: FetcherParts
  readonly #running = new Map<MediaId, Running>()
  /** The operator asked for these, whatever the settings say of their size. */
  readonly #wanted = new Set<MediaId>()
  /** `until` is monotonic. */
  readonly #rests = new Map<MediaId, { tries: number; until: number }>()
  #cancelTimer: () => void = () => {}
  #servedLast: AccountId | null = null
  #isStopped = false

  constructor(parts: FetcherParts) {
    this.#parts = parts
  }

  isLoading(id: MediaId): boolean {
    return this.#running.has(id)
  }

  /** Looks for something to fetch; harmless at any time. */
  wake(): void {
    if (this.#isStopped) return
    this.#cancelTimer()
    try {
      this.#beginAll()
    } catch (error) {
      this.#parts.failed(error)
      this.#wakeIn(REST_MAX_MS)
    }
  }

  #wakeIn(ms: number): void {
    this.#cancelTimer()
    this.#cancelTimer = this.#parts.clock.setTimeout(ms, () => this.wake())
  }

  /** Begins what may begin: what the operator asked for first, then every account's oldest. */
  #beginAll(): void {
    const { media, clock } = this.#parts
    const now = clock.monotonic()
    let nextAt = Number.POSITIVE_INFINITY
    const consider = (medium: StoredMedium | null) => {
      if (medium === null || medium.state !== 'waiting' || this.#running.size >= AT_ONCE) return
      if (this.#running.has(medium.id) || this.#isBusy(medium.accountId)) return
      const until = this.#rests.get(medium.id)?.until ?? 0
      if (until > now) nextAt = Math.min(nextAt, until)
      else this.#begin(medium)
    }
    for (const id of this.#wanted) consider(media.get(id))
    for (const accountId of this.#inTurn(media.accountsWaiting())) {
      if (this.#running.size >= AT_ONCE) return
      for (const medium of media.waiting(accountId, LOOK_AHEAD)) {
        if (this.#isBusy(accountId)) break
        consider(medium)
      }
    }
    if (Number.isFinite(nextAt)) this.#wakeIn(nextAt - now)
  }

  /** Whoever comes after the account that was served last comes first, so that a long backlog keeps nobody waiting. */
  #inTurn(accountIds: readonly AccountId[]): AccountId[] {
    const next = this.#servedLast === null ? 0 : accountIds.indexOf(this.#servedLast) + 1
    return [...accountIds.slice(next), ...accountIds.slice(0, next)]
  }

  #isBusy(accountId: AccountId): boolean {
    let count = 0
    for (const running of this.#running.values()) if (running.accountId === accountId) count += 1
    return count >= AT_ONCE_OF_ACCOUNT
  }

  /** Connections may be back: what rests is tried at once. */
  retryResting(): void {
    for (const [id, { tries }] of this.#rests) this.#rests.set(id, { tries, until: 0 })
    this.wake()
  }

  /**
   * Fetches what the operator asks for.
   * @throws AppError `not-found`, or `media-missing` when there is nowhere to fetch it from
   */
  fetch(id: MediaId): void {
    const { media, onChange } = this.#parts
    const medium = media.get(id)
    if (medium === null) throw new AppError('not-found')
    const { file } = medium
    if (file !== null && this.#parts.store.isWhole(file)) return
    if (medium.reference === null) throw new AppError('media-missing')
    this.#rests.delete(id)
    this.#wanted.add(id)
    media.setState(id, 'waiting', null)
    onChange(medium)
    this.wake()
  }

  /** Ends a fetch, or one that would come; the medium is on demand then. */
  cancel(id: MediaId): void {
    const { media, onChange } = this.#parts
    const medium = media.get(id)
    if (medium === null) throw new AppError('not-found')
    this.#forget(id)
    this.#running.get(id)?.abort.abort()
    if (medium.state !== 'waiting') return
    media.setState(id, 'on-demand', null)
    onChange(medium)
  }

  /** The account is gone, and nobody looks at what would come. */
  cancelAccount(accountId: AccountId): void {
    for (const running of this.#running.values()) if (running.accountId === accountId) running.abort.abort()
  }

  /** Ends all fetches; what was under way begins anew at the next start. */
  async stop(): Promise<void> {
    this.#isStopped = true
    this.#cancelTimer()
    const running = [...this.#running.values()]
    for (const { abort } of running) abort.abort()
    await Promise.all(running.map(({ done }) => done))
  }

  #begin(medium: StoredMedium): void {
    const abort = new AbortController()
    const done = this.#run(medium, abort.signal)
      .catch((error: unknown) => {
        this.#parts.failed(error)
        // whatever broke must not begin anew at once
        this.#rests.set(medium.id, { tries: TRIES, until: this.#parts.clock.monotonic() + REST_MAX_MS })
      })
      .finally(() => {
        this.#running.delete(medium.id)
        this.#parts.progress.end(medium.id)
        if (this.#isStopped) return
        this.#parts.onChange(medium)
        this.wake()
      })
    this.#running.set(medium.id, { accountId: medium.accountId, abort, done })
    this.#servedLast = medium.accountId
    this.#parts.onChange(medium)
  }

  async #run(medium: StoredMedium, signal: AbortSignal): Promise<void> {
    // the caller notes that it runs before anything of it does
    await Promise.resolve()
    let writer: FileWriter | null = null
    try {
      writer = await this.#parts.store.begin()
      await this.#receive(medium, writer, signal)
      await this.#keep(medium, writer, signal)
      this.#forget(medium.id)
    } catch (error) {
      // first of all the disk gets back what was written: settling needs room too
      await writer?.abort()
      writer = null
      if (!signal.aborted) this.#settleFailure(medium, error)
    } finally {
      await writer?.abort()
    }
  }

  async #receive(medium: StoredMedium, writer: FileWriter, signal: AbortSignal): Promise<void> {
    const { cdn, progress } = this.#parts
    if (medium.reference === null) throw new FetchFailure('no-address', false)
    const answer = await cdn.download({
      media: medium.reference,
      maxBytes: this.#limitOf(medium),
      signal,
      onProgress: (done, total) => progress.note(medium.id, done, total),
    })
    if (answer.kind === 'aborted') throw new FetchFailure('not-connected', true)
    if (answer.kind === 'failed') throw new FetchFailure(answer.reason, answer.retry)
    for await (const chunk of answer.plain) await writer.write(chunk)
  }

  /** Automatic fetches keep to the operator's limit also where no size was declared; none goes beyond what was. */
  #limitOf({ id, plainSize }: StoredMedium): number {
    const most = this.#wanted.has(id) ? MOST_BYTES : this.#parts.settings().autoFetchMaxBytes
    return Math.min(most, plainSize ?? MOST_BYTES)
  }

  async #keep(medium: StoredMedium, writer: FileWriter, signal: AbortSignal): Promise<void> {
    const { media, files, clock } = this.#parts
    const { plainSize, plainMd5 } = medium
    const { file, place } = await writer.seal()
    const isWhole = (plainSize ?? file.size) === file.size && (plainMd5 ?? file.md5) === file.md5
    if (!isWhole) throw new FetchFailure('damaged', true)
    signal.throwIfAborted()
    place()
    files.add(file, clock.now())
    media.setHeld(medium.id, file.hash)
  }

  #settleFailure(medium: StoredMedium, error: unknown): void {
    const { media, clock } = this.#parts
    const { reason, retry } = this.#failureOf(error)
    const { id } = medium
    if (reason === 'too-large') {
      const isLie = medium.plainSize !== null && medium.plainSize <= this.#parts.settings().autoFetchMaxBytes
      if (isLie) media.setState(id, 'failed', 'damaged')
      else if (this.#wanted.has(id)) media.setState(id, 'failed', 'too-large')
      else media.setState(id, 'on-demand', null)
      this.#forget(id)
      return
    }
    // without a connection nothing was tried: it is fetched whenever there is one again
    const most = reason === 'not-connected' ? TRIES - 1 : TRIES
    const tries = Math.min((this.#rests.get(id)?.tries ?? 0) + 1, most)
    if (!retry || tries >= TRIES) {
      this.#forget(id)
      media.setState(id, 'failed', reason)
      return
    }
    const rest = Math.min(REST_MIN_MS * 2 ** (tries - 1), REST_MAX_MS)
    this.#rests.set(id, { tries, until: clock.monotonic() + rest })
    media.setState(id, 'waiting', reason)
  }

  #forget(id: MediaId): void {
    this.#rests.delete(id)
    this.#wanted.delete(id)
  }

  /** In the operator's words; what has none is told to whoever looks after this program, and not tried again. */
  #failureOf(error: unknown): { reason: MediaReason; retry: boolean } {
    if (error instanceof FetchFailure || error instanceof DownloadError) return error
    if (isDiskFull(error)) return { reason: 'disk-full', retry: false }
    // whatever else breaks between the network and the disk is the disk's
    const isOfSystem = isStorageFailure(error) || (error instanceof Error && 'code' in error)
    if (!isOfSystem) this.#parts.failed(error)
    return { reason: isOfSystem ? 'disk-failed' : 'server-failed', retry: false }
  }
}

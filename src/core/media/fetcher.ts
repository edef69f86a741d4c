import type { Cdn } from '#core/cdn/cdn.ts'
import { DownloadError } from '#core/cdn/download.ts'
import { KeyedPool, type PoolJob } from '#core/concurrency/keyed-pool.ts'
import type { Clock } from '#core/ports.ts'
import { isDiskFull, isStorageFailure } from '#core/storage/database.ts'
import type { MediaFileRepository } from '#core/storage/media-file-repository.ts'
import type { MediaRepository, StoredAttachment } from '#core/storage/media-repository.ts'
import { AppError } from '#shared/errors.ts'
import type { AccountId, ConversationId } from '#shared/model/ids.ts'
import type { MediaId, MediaReason } from '#shared/model/media.ts'
import type { MediaSettings } from '#shared/model/settings.ts'
import type { FileStore, FileWriter } from './file-store.ts'
import type { TransferProgress } from './transfer-progress.ts'

/** Fetches at the same time. */
const LIMITS = { total: 6, perKey: 2 }
/** Waiting media of an account looked at in one go; those that rest must not hide the others. */
const LOOK_AHEAD = 500
/** Nothing that is asked for may be larger, whatever the server sends. */
const MOST_BYTES = 2 * 1024 ** 3
/** How long an attachment waits after a failure that may pass, doubling, and how often it is tried by itself. */
const BACKOFF = { minMs: 5_000, maxMs: 80_000 }
const TRIES = 6
/** How long everything waits after something broke that must not begin anew at once. */
const BROKEN_MS = 300_000

export interface FetcherDeps {
  cdn: Pick<Cdn, 'download'>
  clock: Clock
  media: MediaRepository
  files: MediaFileRepository
  store: FileStore
  settings: () => MediaSettings
  progress: TransferProgress
  /** An attachment changed, after the commit. */
  onChange(attachment: StoredAttachment): void
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

interface FetchJob extends PoolJob<AccountId, MediaId> {
  attachment: StoredAttachment
}

/**
 * Fetches received media, by itself at once, for their references expire (fact sheet 6.5). What fails in
 * a way that may pass is tried again later; everything else says why and waits for the operator.
 */
export class MediaFetcher {
  readonly #deps: FetcherDeps
  readonly #pool: KeyedPool<AccountId, MediaId, FetchJob>
  /** The operator asked for these, whatever the settings say of their size. */
  readonly #wanted = new Map<MediaId, AccountId>()
  #cancelTimer: () => void = () => {}

  constructor(deps: FetcherDeps) {
    this.#deps = deps
    this.#pool = new KeyedPool({
      clock: deps.clock,
      limits: LIMITS,
      backoff: BACKOFF,
      candidates: (accountId) => this.#candidates(accountId),
      begin: ({ attachment }) => {
        // once it runs, so that it shows as loading
        return (signal) => {
          deps.onChange(attachment)
          return this.#run(attachment, signal)
        }
      },
      ended: ({ attachment }) => {
        deps.progress.end(attachment.id)
        deps.onChange(attachment)
      },
      broken: ({ id }, error) => {
        deps.failed(error)
        this.#pool.backoff.hold(id, BROKEN_MS)
      },
      failed: (error) => deps.failed(error),
    })
  }

  isLoading(id: MediaId): boolean {
    return this.#pool.isRunning(id)
  }

  /** What is being fetched right now. */
  loading(): MediaId[] {
    return this.#pool.running()
  }

  /** What a disk ended in an earlier run is tried again: there may be room now. */
  start(): void {
    try {
      this.#deps.media.retryDiskFailures()
    } catch (error) {
      this.#deps.failed(error)
    }
    this.wake()
  }

  /** Looks for something to fetch; harmless at any time. */
  wake(): void {
    this.#cancelTimer()
    if (this.#pool.isStopped) return
    try {
      this.#pool.wake(...this.#deps.media.accountsWaiting())
    } catch (error) {
      this.#deps.failed(error)
      this.#cancelTimer = this.#deps.clock.setTimeout(BROKEN_MS, () => this.wake())
    }
  }

  /** What the operator asked for first, then the account's oldest. */
  *#candidates(accountId: AccountId): Generator<FetchJob> {
    const { media } = this.#deps
    for (const [id, account] of this.#wanted) {
      const attachment = account === accountId ? media.get(id) : null
      if (attachment?.state === 'waiting') yield toJob(attachment)
    }
    for (const attachment of media.waiting(accountId, LOOK_AHEAD)) yield toJob(attachment)
  }

  /** Connections may be back: what waits after a failure is tried at once. */
  retryResting(): void {
    this.#pool.retryNow()
  }

  /**
   * Fetches what the operator asks for.
   * @throws AppError `not-found`, or `media-missing` when there is nowhere to fetch it from
   */
  fetch(id: MediaId): void {
    const { media, onChange } = this.#deps
    const attachment = media.get(id)
    if (attachment === null) throw new AppError('not-found')
    const { file } = attachment
    if (file !== null && this.#deps.store.isWhole(file)) return
    if (attachment.reference === null) throw new AppError('media-missing')
    this.#pool.backoff.forget(id)
    this.#wanted.set(id, attachment.accountId)
    media.setState(id, 'waiting', null)
    onChange(attachment)
    this.#pool.wakeFirst(attachment.accountId)
  }

  /** Ends a fetch, or one that would come; the attachment is on demand then. */
  cancel(id: MediaId): void {
    const { media, onChange } = this.#deps
    const attachment = media.get(id)
    if (attachment === null) throw new AppError('not-found')
    this.#forget(id)
    this.#pool.abort(id)
    if (attachment.state !== 'waiting') return
    media.setState(id, 'on-demand', null)
    onChange(attachment)
  }

  /** The account is gone, and nobody looks at what would come. */
  cancelAccount(accountId: AccountId): void {
    this.#pool.abortWhere(({ key }) => key === accountId)
  }

  /** The history of these conversations is deleted. */
  cancelConversations(ids: readonly ConversationId[]): void {
    this.#pool.abortWhere(({ attachment }) => ids.includes(attachment.conversationId))
  }

  /** Ends all fetches; what was under way begins anew at the next start. */
  async stop(): Promise<void> {
    this.#cancelTimer()
    await this.#pool.stop()
  }

  async #run(attachment: StoredAttachment, signal: AbortSignal): Promise<void> {
    let writer: FileWriter | null = null
    try {
      writer = await this.#deps.store.begin()
      await this.#receive(attachment, writer, signal)
      await this.#keep(attachment, writer, signal)
      this.#forget(attachment.id)
    } catch (error) {
      // first of all the disk gets back what was written: settling needs room too
      await writer?.abort()
      writer = null
      if (!signal.aborted) this.#settleFailure(attachment, error)
    } finally {
      await writer?.abort()
    }
  }

  async #receive(attachment: StoredAttachment, writer: FileWriter, signal: AbortSignal): Promise<void> {
    const { cdn, progress } = this.#deps
    if (attachment.reference === null) throw new FetchFailure('no-address', false)
    const answer = await cdn.download({
      media: attachment.reference,
      maxBytes: this.#limitOf(attachment),
      signal,
      onProgress: (done, total) => progress.report(attachment.id, done, total),
    })
    if (answer.kind === 'aborted') throw new FetchFailure('not-connected', true)
    if (answer.kind === 'failed') throw new FetchFailure(answer.reason, answer.retry)
    for await (const chunk of answer.plain) await writer.write(chunk)
  }

  /** Automatic fetches keep to the operator's limit also where no size was declared; none goes beyond what was. */
  #limitOf({ id, plainSize }: StoredAttachment): number {
    const most = this.#wanted.has(id) ? MOST_BYTES : this.#deps.settings().autoFetchMaxBytes
    return Math.min(most, plainSize ?? MOST_BYTES)
  }

  async #keep(attachment: StoredAttachment, writer: FileWriter, signal: AbortSignal): Promise<void> {
    const { media, files, clock } = this.#deps
    const { plainSize, plainMd5 } = attachment
    const { file, place } = await writer.seal()
    const isWhole = (plainSize ?? file.size) === file.size && (plainMd5 ?? file.md5) === file.md5
    if (!isWhole) throw new FetchFailure('damaged', true)
    signal.throwIfAborted()
    place()
    files.add(file, clock.now())
    media.setHeld(attachment.id, file.hash)
  }

  #settleFailure(attachment: StoredAttachment, error: unknown): void {
    const { media } = this.#deps
    const { reason, retry } = this.#failureOf(error)
    const { id } = attachment
    if (reason === 'too-large') {
      const isLie =
        attachment.plainSize !== null && attachment.plainSize <= this.#deps.settings().autoFetchMaxBytes
      if (isLie) media.setState(id, 'failed', 'damaged')
      else if (this.#wanted.has(id)) media.setState(id, 'failed', 'too-large')
      else media.setState(id, 'on-demand', null)
      this.#forget(id)
      return
    }
    // without a connection or room nothing was tried: it is fetched whenever there is some again
    const isUntried = reason === 'not-connected' || reason === 'disk-full'
    const isLast = !isUntried && this.#pool.backoff.failures(id) + 1 >= TRIES
    if (!retry || isLast) {
      this.#forget(id)
      media.setState(id, 'failed', reason)
      return
    }
    this.#pool.backoff.fail(id)
    media.setState(id, 'waiting', reason)
  }

  #forget(id: MediaId): void {
    this.#pool.backoff.forget(id)
    this.#wanted.delete(id)
  }

  /** In the operator's words; what has none is told to whoever looks after this program, and not tried again. */
  #failureOf(error: unknown): { reason: MediaReason; retry: boolean } {
    if (error instanceof FetchFailure || error instanceof DownloadError) return error
    if (isDiskFull(error)) return { reason: 'disk-full', retry: true }
    // whatever else breaks between the network and the disk is the disk's
    const isOfSystem = isStorageFailure(error) || (error instanceof Error && 'code' in error)
    if (!isOfSystem) this.#deps.failed(error)
    return { reason: isOfSystem ? 'disk-failed' : 'server-failed', retry: isOfSystem }
  }
}

function toJob(attachment: StoredAttachment): FetchJob {
  return { id: attachment.id, key: attachment.accountId, isBackground: false, attachment }
}

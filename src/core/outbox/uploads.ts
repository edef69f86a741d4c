import type { UploadOutcome } from '#core/cdn/transfers.ts'
import { KeyedPool, type PoolJob } from '#core/concurrency/keyed-pool.ts'
import type { EventSink } from '#core/events/event-bus.ts'
import { serialiseItem } from '#core/ilink/message-builder.ts'
import type { TransferProgress } from '#core/media/transfer-progress.ts'
import type { Clock } from '#core/ports.ts'
import type { OutboxJob } from '#core/storage/outbox-repository.ts'
import type { AccountId, ConversationId, MessageId } from '#shared/model/ids.ts'
import type { SendReason } from '#shared/model/message.ts'
import { unreachable } from '#shared/unreachable.ts'
import type { OutboxFiles, SendingSession } from './ports.ts'
import type { RateLimits } from './rate-limits.ts'
import { raiseSendsChanged } from './sends-changed.ts'
import { counted, holdConversation, type OutboxStores } from './settle.ts'
import { itemOf, type Upload, uploadOf } from './upload.ts'
import { writeOutcome } from './upload-outcome.ts'
import { defer, reasonToWait } from './waiting.ts'

/** Uploads at the same time. */
const LIMITS = { total: 4, perKey: 2 }
/** Of these, how many broadcasts may take: one place is always free for a person's own file. */
const PACED_LIMITS = { total: LIMITS.total - 1, perKey: 1 }
/** How long an account's uploads wait after a connection failed, doubling. */
const BACKOFF = { minMs: 2_000, maxMs: 30_000 }

export interface UploadsContext {
  clock: Clock
  stores: OutboxStores
  session: SendingSession
  rateLimits: RateLimits
  files: OutboxFiles
  progress: TransferProgress
  events: EventSink
  failed(error: unknown): void
  /** A message can be sent now. */
  uploaded(accountId: AccountId): void
  /** The server asked the account for a pause. */
  rateLimited(accountId: AccountId): void
}

/** A message whose file is to be uploaded. */
interface UploadJob extends PoolJob<AccountId, MessageId> {
  job: OutboxJob
  /** The binding whose token it uses; under another one it begins anew (P6). */
  binding: number | null
}

/** An upload that has ended. */
interface Settling {
  job: OutboxJob
  upload: Upload
  outcome: UploadOutcome
  /** When it began; monotonic. */
  from: number
}

/**
 * Uploads what queued messages need before they can be sent. Nothing of it reaches anybody, so an upload
 * that was interrupted begins anew with a fresh key (P3), and one that fails lets those behind it go on.
 */
export class Uploads {
  readonly #context: UploadsContext
  readonly #pool: KeyedPool<AccountId, MessageId, UploadJob>
  /** Messages that say that they are being uploaded, and are not. */
  readonly #stuck = new Set<MessageId>()
  /** Outcomes that could not be committed yet; what was obtained must not be forgotten (P3). */
  readonly #unsettled = new Map<MessageId, Settling>()

  constructor(context: UploadsContext) {
    this.#context = context
    this.#pool = new KeyedPool({
      clock: context.clock,
      limits: LIMITS,
      background: PACED_LIMITS,
      backoff: BACKOFF,
      candidates: (accountId) => this.#candidates(accountId),
      begin: (job) => this.#begin(job),
      broken: ({ job }, error) => this.#recover(job, error),
      failed: (error) => context.failed(error),
    })
  }

  /** The account may have something to upload; harmless at any time. */
  wake(id: AccountId): void {
    const current = this.#context.session.binding(id)
    this.#pool.abortWhere(({ key, binding }) => key === id && binding !== current)
    this.#pool.wake(id)
  }

  /** Ends an upload that the operator has taken back. */
  cancel(id: MessageId): void {
    this.#pool.abort(id)
  }

  /** The operator asks for an upload: it does not wait after a failure, only as long as the server asked for. */
  hurry(accountId: AccountId): void {
    this.#pool.backoff.hurry(accountId)
  }

  /** The account is gone. */
  cancelAccount(accountId: AccountId): void {
    this.#pool.abortWhere(({ key }) => key === accountId)
  }

  /** The history of this conversation is deleted. */
  cancelConversation(id: ConversationId): void {
    this.#pool.abortWhere(({ job }) => job.conversationId === id)
  }

  /** Ends all uploads; they begin anew at the next start. */
  stop(): Promise<void> {
    return this.#pool.stop()
  }

  /** A person's files go before those of a broadcast, which may have to wait until one of theirs has ended. */
  *#candidates(accountId: AccountId): Generator<UploadJob> {
    const { session, rateLimits, stores } = this.#context
    if (!session.canSend(accountId)) return
    const pause = rateLimits.msLeft(accountId)
    if (pause > 0) {
      this.#pool.backoff.hold(accountId, pause)
      return
    }
    this.#putBack()
    const job = stores.queue.nextUpload(accountId) ?? stores.queue.nextPacedUpload(accountId)
    if (job === null) return
    yield { id: job.id, key: accountId, isBackground: job.isPaced, job, binding: session.binding(accountId) }
  }

  #begin({ job }: UploadJob): ((signal: AbortSignal) => Promise<void>) | null {
    const upload = this.#context.stores.database.transaction(() => {
      const found = this.#claim(job)
      this.#tell(job)
      return found
    })
    if (upload !== null) return (signal) => this.#run(job, upload, signal)
    // what was behind it in order may be sent now
    this.#context.uploaded(job.accountId)
    return null
  }

  /** Marks a message as being uploaded; null where there is nothing to upload, or it has to wait after all. */
  #claim(job: OutboxJob): Upload | null {
    const { stores, clock, files } = this.#context
    const target = stores.conversations.target(job.conversationId)
    if (target === null) return null
    const reason = reasonToWait(target, job.force, clock.now())
    if (reason !== null) {
      defer(stores, job, reason)
      return null
    }
    const found = uploadOf(stores.messages.get(job.id), stores.media.ofMessage(job.id), target.contactUserId)
    const isThere = found !== null && files.isWhole(found.file)
    if (!isThere) stores.writer.setState(job.id, 'refused', { reason: 'file-missing' })
    else stores.writer.setState(job.id, 'uploading')
    return isThere ? found : null
  }

  /** Something broke that has no words: the upload begins anew after a rest, as nothing of it reached anybody. */
  #recover(job: OutboxJob, error: unknown): void {
    const { failed } = this.#context
    failed(error)
    this.#pool.backoff.hold(job.accountId, BACKOFF.maxMs)
    if (this.#unsettled.has(job.id)) return
    try {
      this.#requeue(job.id)
    } catch (again) {
      failed(again)
      this.#stuck.add(job.id)
    }
  }

  /** What could not be committed is tried to be, before anything else begins. */
  #putBack(): void {
    for (const settling of this.#unsettled.values()) this.#settle(settling)
    for (const id of this.#stuck) {
      this.#requeue(id)
      this.#stuck.delete(id)
    }
  }

  #requeue(id: MessageId): void {
    const { stores } = this.#context
    const message = stores.messages.get(id)
    if (message?.sending?.state !== 'uploading') return
    stores.database.transaction(() => {
      stores.writer.setState(id, 'queued', { reason: 'not-connected' })
      raiseSendsChanged(this.#context, message.accountId, [id])
    })
  }

  async #run(job: OutboxJob, upload: Upload, signal: AbortSignal): Promise<void> {
    const { clock, session, files, progress } = this.#context
    const from = clock.monotonic()
    try {
      const outcome = await session.upload(job.accountId, {
        toUserId: upload.toUserId,
        kind: upload.kind,
        source: { size: upload.file.size, md5: upload.file.md5, open: () => files.read(upload.file.hash) },
        signal,
        onProgress: (sent, total) => progress.report(upload.mediaId, sent, total),
      })
      const settling = { job, upload, outcome, from }
      this.#unsettled.set(job.id, settling)
      this.#settle(settling)
    } finally {
      progress.end(upload.mediaId)
    }
  }

  /** Commits how an upload ended, and says what follows. */
  #settle(settling: Settling): void {
    const { stores } = this.#context
    const { job, outcome } = settling
    const { accountId } = job
    const spent = this.#spent(settling)
    // before anybody is told: they may wake the account, which settles whatever is left
    this.#unsettled.delete(job.id)
    try {
      stores.database.transaction(() => this.#writeEnd(settling, spent))
    } catch (error) {
      this.#unsettled.set(job.id, settling)
      throw error
    }
    if (outcome.kind === 'uploaded') this.#pool.backoff.forget(accountId)
    switch (outcome.kind) {
      case 'uploaded':
        this.#context.uploaded(accountId)
        return
      case 'rate-limited':
        if (spent === null) this.#context.rateLimited(accountId)
        else this.#context.uploaded(accountId)
        return
      case 'not-connected':
        this.#pool.backoff.fail(accountId)
        return
      case 'failed':
        // a server in trouble does not get the whole queue at once, nor is all of it refused at once
        this.#pool.backoff.fail(accountId)
        this.#context.uploaded(accountId)
        return
      case 'stale-token':
      case 'refused':
      case 'forbidden-host':
      case 'no-address':
      case 'source-failed':
      case 'aborted':
        // behind a file that failed the others go on, and a message in order behind it may be sent now
        this.#context.uploaded(accountId)
        return
      default:
        unreachable(outcome)
    }
  }

  /** "Rate limited" although the window or the quota of the conversation is spent: that is the reason (fact sheet 5.4). */
  #spent({ job, outcome }: Settling): SendReason | null {
    const { clock, stores } = this.#context
    return outcome.kind === 'rate-limited' ? counted(stores, job, clock.now()) : null
  }

  /** Writes how an upload ended, unless the operator has taken the message back meanwhile. */
  #writeEnd(settling: Settling, spent: SendReason | null): void {
    const { stores } = this.#context
    const { job, upload, outcome } = settling
    if (spent === null) this.#recordRefusal(settling)
    const state = stores.messages.get(job.id)?.sending?.state
    // queued: held back and released again while it ran
    const isOurs = state === 'uploading' || state === 'queued'
    if (isOurs) {
      writeOutcome(stores, { job, upload, outcome, counted: spent })
      if (spent !== null) this.#waitForContact(job)
      stores.conversations.refreshLast(job.conversationId)
    } else if (outcome.kind === 'uploaded' && state !== 'cancelled') {
      // held back meanwhile: what was obtained is kept all the same (P3)
      stores.outbox.setItem(job.id, serialiseItem(itemOf(upload, outcome)))
    }
    if (isOurs || outcome.kind === 'rate-limited') this.#tell(job)
  }

  /** Only the contact's next message heals what our counters say, so those behind wait as well (P5). */
  #waitForContact(job: OutboxJob): void {
    const { stores, events } = this.#context
    stores.conversations.recordRefusal(job.conversationId)
    raiseSendsChanged({ stores, events }, job.accountId, holdConversation(stores, job))
  }

  /** Called at the end of the transaction that changes the message. */
  #tell({ accountId, id }: OutboxJob): void {
    raiseSendsChanged(this.#context, accountId, [id])
  }

  /** Uploads that ran side by side and are refused together are refused once. */
  #recordRefusal({ job, outcome, from }: Settling): void {
    const { rateLimits } = this.#context
    if (outcome.kind === 'rate-limited' && !rateLimits.isRefusedSince(job.accountId, from))
      rateLimits.record(job.accountId)
  }
}

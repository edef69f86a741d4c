import type { UploadOutcome } from '#core/cdn/cdn.ts'
import {
  fileItem,
  imageItem,
  type OutgoingItem,
  serialiseItem,
  videoItem,
} from '#core/ilink/message-builder.ts'
import type { TransferProgress } from '#core/media/transfer-progress.ts'
import type { Clock } from '#core/ports.ts'
import type { OutboxJob } from '#core/storage/outbox-repository.ts'
import type { AccountId, MessageId } from '#shared/model/ids.ts'
import type { SendReason } from '#shared/model/message.ts'
import type { OutboxFiles, SendingSession } from './ports.ts'
import type { RatePauses } from './rate-pause.ts'
import type { OutboxStores } from './settle.ts'
import { type Upload, uploadOf } from './upload.ts'
import { holdBack, reasonToWait } from './waiting.ts'

/** Uploads at the same time, over all accounts and of one. */
const AT_ONCE = 4
const AT_ONCE_OF_ACCOUNT = 2
/** Of these, how many broadcasts may take: one place is always free for a person's own file. */
const PACED_AT_ONCE = AT_ONCE - 1
const PACED_AT_ONCE_OF_ACCOUNT = 1
/** How long an account's uploads rest after a connection failed, doubling. */
const RETRY_MIN_MS = 2_000
const RETRY_MAX_MS = 30_000

export interface UploadsContext {
  clock: Clock
  stores: OutboxStores
  session: SendingSession
  pauses: RatePauses
  files: OutboxFiles
  progress: TransferProgress
  changed(change: { accountId: AccountId; messages: MessageId[]; account: boolean }): void
  failed(error: unknown): void
  /** A message can be sent now. */
  uploaded(accountId: AccountId): void
  /** The server asked the account for a pause. */
  rateLimited(accountId: AccountId): void
}

/** An upload under way. */
interface Running {
  accountId: AccountId
  /** The binding whose token it uses; under another one it begins anew (P6). */
  binding: number | null
  isPaced: boolean
  abort: AbortController
  done: Promise<void>
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
  readonly #running = new Map<MessageId, Running>()
  /** Accounts that may have something to upload. */
  readonly #woken = new Set<AccountId>()
  /** Messages that say that they are being uploaded, and are not. */
  readonly #stuck = new Set<MessageId>()
  /** Outcomes that could not be committed yet; what was obtained must not be forgotten (P3). */
  readonly #unsettled = new Map<MessageId, Settling>()
  readonly #rests = new Map<AccountId, { until: number; failures: number; cancel: () => void }>()
  #isStopped = false

  constructor(context: UploadsContext) {
    this.#context = context
  }

  /** The account may have something to upload; harmless at any time. */
  wake(id: AccountId): void {
    const binding = this.#context.session.binding(id)
    for (const running of this.#running.values()) {
      if (running.accountId === id && running.binding !== binding) running.abort.abort()
    }
    this.#woken.add(id)
    this.#fill()
  }

  /** Ends an upload that the operator has taken back. */
  cancel(id: MessageId): void {
    this.#running.get(id)?.abort.abort()
  }

  /** The operator asks for an upload: it does not wait for a rest after a failure, as one the server asked for. */
  hurry(accountId: AccountId): void {
    const rest = this.#rests.get(accountId)
    if (rest !== undefined) rest.until = 0
  }

  /** The account is gone. */
  cancelAccount(accountId: AccountId): void {
    for (const running of this.#running.values()) if (running.accountId === accountId) running.abort.abort()
  }

  /** Ends all uploads; they begin anew at the next start. */
  async stop(): Promise<void> {
    this.#isStopped = true
    for (const { cancel } of this.#rests.values()) cancel()
    const running = [...this.#running.values()]
    for (const { abort } of running) abort.abort()
    await Promise.all(running.map(({ done }) => done))
  }

  #fill(): void {
    for (const accountId of [...this.#woken]) {
      while (!this.#isStopped && this.#running.size < AT_ONCE) {
        if (!this.#beginNext(accountId)) break
      }
      if (this.#isStopped || this.#running.size >= AT_ONCE) return
    }
  }

  /** Begins the account's next upload; false when there is none now. */
  #beginNext(accountId: AccountId): boolean {
    const { session, failed } = this.#context
    if (!session.canSend(accountId) || this.#isBusy(accountId) || this.#isResting(accountId)) return false
    try {
      this.#putBack()
      const job = this.#next(accountId)
      if (job === 'wait') return false
      if (job === null || this.#running.has(job.id)) {
        this.#woken.delete(accountId)
        return false
      }
      this.#begin(job)
      return true
    } catch (error) {
      failed(error)
      this.#rest(accountId, RETRY_MAX_MS)
      return false
    }
  }

  /** A person's files go before those of a broadcast, which may have to wait until one of theirs has ended. */
  #next(accountId: AccountId): OutboxJob | 'wait' | null {
    const { outbox } = this.#context.stores
    const job = outbox.nextUpload(accountId) ?? outbox.nextPacedUpload(accountId)
    if (job === null || !job.isPaced) return job
    const paced = [...this.#running.values()].filter(({ isPaced }) => isPaced)
    const ofAccount = paced.filter((running) => running.accountId === accountId)
    const isFull = paced.length >= PACED_AT_ONCE || ofAccount.length >= PACED_AT_ONCE_OF_ACCOUNT
    return isFull ? 'wait' : job
  }

  #isBusy(accountId: AccountId): boolean {
    let count = 0
    for (const running of this.#running.values()) if (running.accountId === accountId) count += 1
    return count >= AT_ONCE_OF_ACCOUNT
  }

  #isResting(accountId: AccountId): boolean {
    const { clock, pauses } = this.#context
    if ((this.#rests.get(accountId)?.until ?? 0) > clock.monotonic()) return true
    const left = pauses.msLeft(accountId)
    if (left === 0) return false
    this.#rest(accountId, left)
    return true
  }

  #rest(accountId: AccountId, ms: number): void {
    const { clock } = this.#context
    const former = this.#rests.get(accountId)
    former?.cancel()
    const rest = {
      until: clock.monotonic() + ms,
      failures: (former?.failures ?? 0) + 1,
      cancel: clock.setTimeout(ms, () => this.wake(accountId)),
    }
    this.#rests.set(accountId, rest)
  }

  #begin(job: OutboxJob): void {
    const { stores, changed, clock, files } = this.#context
    const upload = stores.database.transaction(() => {
      const target = stores.conversations.target(job.conversationId)
      if (target === null) return null
      const reason = reasonToWait(target, job.insist, clock.now())
      if (reason !== null) {
        holdBack(stores, job, reason)
        return null
      }
      const found = uploadOf(
        stores.messages.get(job.id),
        stores.media.ofMessage(job.id),
        target.contactUserId,
      )
      const isThere = found !== null && files.isWhole(found.file)
      if (!isThere) stores.writer.setState(job.id, 'refused', { reason: 'file-missing' })
      else stores.writer.setState(job.id, 'uploading')
      return isThere ? found : null
    })
    changed({ accountId: job.accountId, messages: [job.id], account: false })
    if (upload === null) {
      // what was behind it in order may be sent now
      this.#context.uploaded(job.accountId)
      return
    }
    const abort = new AbortController()
    const from = clock.monotonic()
    const done = this.#run(job, upload, from, abort.signal)
      .catch((error: unknown) => this.#recover(job, error))
      .finally(() => {
        this.#running.delete(job.id)
        this.#context.progress.end(upload.mediaId)
        this.wake(job.accountId)
      })
    this.#running.set(job.id, {
      accountId: job.accountId,
      binding: this.#context.session.binding(job.accountId),
      isPaced: job.isPaced,
      abort,
      done,
    })
  }

  /** Something broke that has no words: the upload begins anew after a rest, as nothing of it reached anybody. */
  #recover(job: OutboxJob, error: unknown): void {
    const { stores, failed } = this.#context
    failed(error)
    this.#rest(job.accountId, RETRY_MAX_MS)
    if (this.#unsettled.has(job.id)) return
    try {
      if (stores.messages.get(job.id)?.sending?.state === 'uploading')
        stores.writer.setState(job.id, 'queued', { reason: 'not-connected' })
    } catch (again) {
      failed(again)
      this.#stuck.add(job.id)
    }
  }

  /** What could not be committed is tried to be, before anything else begins. */
  #putBack(): void {
    const { stores } = this.#context
    for (const settling of this.#unsettled.values()) this.#settle(settling)
    for (const id of this.#stuck) {
      if (stores.messages.get(id)?.sending?.state === 'uploading')
        stores.writer.setState(id, 'queued', { reason: 'not-connected' })
      this.#stuck.delete(id)
    }
  }

  async #run(job: OutboxJob, upload: Upload, from: number, signal: AbortSignal): Promise<void> {
    const { session, files, progress } = this.#context
    // the caller notes that it runs before anything of it does
    await Promise.resolve()
    const outcome = await session.upload(job.accountId, {
      toUserId: upload.toUserId,
      kind: upload.kind,
      source: { size: upload.file.size, md5: upload.file.md5, open: () => files.read(upload.file.hash) },
      signal,
      onProgress: (sent, total) => progress.note(upload.mediaId, sent, total),
    })
    const settling = { job, upload, outcome, from }
    this.#unsettled.set(job.id, settling)
    this.#settle(settling)
  }

  /** Writes how an upload ended, unless the operator has taken the message back meanwhile. */
  #settle(settling: Settling): void {
    const { stores, changed } = this.#context
    const { job, upload, outcome } = settling
    const { accountId } = job
    const isOurs = stores.database.transaction(() => {
      this.#noteRefusal(settling)
      const state = stores.messages.get(job.id)?.sending?.state
      // queued: held back and released again while it ran
      if (state !== 'uploading' && state !== 'queued') {
        // held back meanwhile: what was obtained is kept all the same (P3)
        if (outcome.kind === 'uploaded' && state !== 'cancelled')
          stores.outbox.setItem(job.id, serialiseItem(itemOf(upload, outcome)))
        return false
      }
      this.#write(job, upload, outcome)
      stores.conversations.refreshLast(job.conversationId)
      return true
    })
    this.#unsettled.delete(job.id)
    const failures = this.#rests.get(accountId)?.failures ?? 0
    if (outcome.kind === 'uploaded') this.#rests.delete(accountId)
    if (isOurs || outcome.kind === 'refused_rate') changed({ accountId, messages: [job.id], account: false })
    switch (outcome.kind) {
      case 'uploaded':
        this.#context.uploaded(accountId)
        return
      case 'refused_rate':
        this.#context.rateLimited(accountId)
        return
      case 'not_connected':
        this.#rest(accountId, Math.min(RETRY_MIN_MS * 2 ** failures, RETRY_MAX_MS))
        return
      case 'failed':
        // a server in trouble does not get the whole queue at once, nor is all of it refused at once
        this.#rest(accountId, Math.min(RETRY_MIN_MS * 2 ** failures, RETRY_MAX_MS))
        this.#context.uploaded(accountId)
        return
      case 'stale_token':
      case 'refused':
      case 'forbidden_host':
      case 'no_address':
      case 'source_failed':
      case 'aborted':
        // behind a file that failed the others go on, and a message in order behind it may be sent now
        this.#context.uploaded(accountId)
        return
    }
  }

  /** Uploads that ran side by side and are refused together are refused once. */
  #noteRefusal({ job, outcome, from }: Settling): void {
    const { pauses } = this.#context
    if (outcome.kind === 'refused_rate' && !pauses.isRefusedSince(job.accountId, from))
      pauses.record(job.accountId)
  }

  #write(job: OutboxJob, upload: Upload, outcome: UploadOutcome): void {
    const { outbox, writer } = this.#context.stores
    const refuse = (reason: SendReason, serverText: string | null = null) =>
      writer.setState(job.id, 'refused', { reason, serverText })
    switch (outcome.kind) {
      case 'uploaded':
        outbox.setItem(job.id, serialiseItem(itemOf(upload, outcome)))
        writer.setState(job.id, 'queued')
        return
      case 'not_connected':
        writer.setState(job.id, 'queued', { reason: 'not-connected' })
        return
      case 'stale_token':
        writer.setState(job.id, 'queued', { reason: 'session-stale' })
        return
      case 'refused_rate':
        refuse('rate-limited', outcome.error.errmsg === '' ? null : outcome.error.errmsg)
        return
      case 'refused':
        refuse('upload-refused', outcome.serverText)
        return
      case 'failed':
        refuse('upload-failed')
        return
      case 'forbidden_host':
        refuse('upload-host-not-allowed')
        return
      case 'no_address':
        refuse('upload-refused')
        return
      case 'source_failed':
        refuse('file-missing')
        return
      case 'aborted':
        // the program ends, or the session did: it begins anew
        writer.setState(job.id, 'queued')
        return
    }
  }
}

function itemOf(upload: Upload, uploaded: Extract<UploadOutcome, { kind: 'uploaded' }>): OutgoingItem {
  switch (upload.kind) {
    case 'image':
      return imageItem(uploaded)
    case 'video':
      return videoItem(uploaded)
    case 'file':
      return fileItem(uploaded, { name: upload.name, size: upload.file.size })
  }
}

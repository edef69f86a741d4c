import type { EventSink } from '#core/events/event-bus.ts'
import { sendKindOf } from '#core/media/content-kind.ts'
import { copyName } from '#core/media/copy-name.ts'
import type { TransferProgress } from '#core/media/transfer-progress.ts'
import type { Clock, Random } from '#core/ports.ts'
import type { MediaFile } from '#core/storage/media-file-repository.ts'
import type { StoredAttachment } from '#core/storage/media-repository.ts'
import type { OutboxJob } from '#core/storage/outbox-repository.ts'
import type { StoredScheduled } from '#core/storage/scheduled-repository.ts'
import { AppError } from '#shared/errors.ts'
import type { AccountId, BroadcastId, ConversationId, MessageId } from '#shared/model/ids.ts'
import type { SendReason, SendState } from '#shared/model/message.ts'
import { windowAt } from '#shared/model/reply-window.ts'
import { isBlank, repairText } from '#shared/text/repair.ts'
import { AccountSender } from './account-sender.ts'
import { type CopiedToDraft, copyToDraft } from './copy-to-draft.ts'
import {
  type BroadcastMessage,
  Enqueuer,
  type Envelope,
  type OutgoingContent,
  type OutgoingFile,
  piecesOf,
} from './enqueue.ts'
import { Holds } from './holds.ts'
import { settleInterrupted } from './interrupted.ts'
import type { OutboxFiles, Pacing, SendingSession } from './ports.ts'
import { RateLimits } from './rate-limits.ts'
import type { ForwardInput, SendFilesInput, SendPreparedInput, SendTextInput } from './requests.ts'
import { raiseSendsChanged } from './sends-changed.ts'
import type { OutboxStores } from './settle.ts'
import { type TakenBack, takeBack } from './take-back.ts'
import { deferOverdue, handOver } from './timed.ts'
import { Turns } from './turns.ts'
import { cancelOfAccount, cancelOfConversation, withdraw } from './unbegun.ts'
import { Uploads } from './uploads.ts'

export interface OutboxDeps {
  clock: Clock
  random: Random
  stores: OutboxStores
  session: SendingSession
  pacing: Pacing
  files: OutboxFiles
  progress: TransferProgress
  events: EventSink
  /** How long a person's message is held before it leaves, in ms; 0: not at all. */
  holdMs(): number
  /** Nothing of the outbox refers to these files any more. */
  released(hashes: readonly string[]): void
  /** A commit failed; it is tried again. */
  failed(error: unknown): void
}

/** The durable queue of everything to be sent, one job per wire message. */
export class Outbox {
  readonly #deps: OutboxDeps
  readonly #senders = new Map<AccountId, AccountSender>()
  readonly #enqueuer: Enqueuer
  readonly #uploads: Uploads
  readonly #rateLimits: RateLimits
  readonly #holds: Holds
  readonly #turns = new Turns()

  constructor(deps: OutboxDeps) {
    const { clock, random, stores, session, files, progress, events, failed } = deps
    this.#deps = deps
    this.#enqueuer = new Enqueuer(stores, clock, random)
    this.#rateLimits = new RateLimits(clock, stores.accounts)
    this.#holds = new Holds({
      ...{ clock, stores, events, failed },
      holdMs: deps.holdMs,
      released: (id) => this.wake(id),
    })
    this.#uploads = new Uploads({
      clock,
      stores,
      session,
      rateLimits: this.#rateLimits,
      files,
      progress,
      events,
      failed,
      uploaded: (id) => this.#sender(id).wake(),
      rateLimited: (id) => this.#sender(id).wake(),
    })
  }

  /** Settles what an earlier run left under way, before anything else happens (P15); returns that. */
  settleInterrupted(): OutboxJob[] {
    return settleInterrupted(this.#deps)
  }

  /** Goes on with what was queued. */
  start(): void {
    for (const id of this.#deps.stores.queue.accountsWithQueue()) this.wake(id)
  }

  /** Ends all senders; answers under way get until `giveUp` resolves. */
  async stop(giveUp: Promise<void>): Promise<void> {
    this.#holds.stop()
    await Promise.all([
      this.#uploads.stop(),
      ...[...this.#senders.values()].map((sender) => sender.stop(giveUp)),
    ])
  }

  /** The account may have something to send, or may send again. */
  wake(id: AccountId): void {
    this.#uploads.wake(id)
    this.#sender(id).wake()
  }

  /** Whether the server's last "rate limited" still keeps the account quiet (fact sheet 5.4). */
  isRateLimited(id: AccountId): boolean {
    return this.#rateLimits.msLeft(id) > 0
  }

  #sender(id: AccountId): AccountSender {
    const known = this.#senders.get(id)
    if (known !== undefined) return known
    const { clock, stores, session, pacing, events, failed } = this.#deps
    const shared = { rateLimits: this.#rateLimits, turns: this.#turns }
    const sender = new AccountSender(id, { clock, stores, session, pacing, events, failed, ...shared })
    this.#senders.set(id, sender)
    return sender
  }

  /** Called at the end of the transaction that changes them. */
  #tell(accountId: AccountId, messageIds: readonly MessageId[]): void {
    raiseSendsChanged(this.#deps, accountId, messageIds)
  }

  /**
   * Queues a text, in as many pieces as it needs, and clears the draft that it was in the same transaction.
   * @throws AppError `text-empty`, `text-too-long`, `window-closed`, `not-found`
   */
  sendText(input: SendTextInput): MessageId[] {
    const { stores } = this.#deps
    const earlier = stores.outbox.idsOfRequest(input.requestId)
    if (earlier.length > 0) return earlier
    if (isBlank(input.text)) throw new AppError('text-empty')
    return this.#enqueue(input, piecesOf(input.text), () => {
      if (input.keepsDraft !== true) stores.conversations.saveDraft(input.conversationId, '')
    })
  }

  /**
   * Queues a caption and then files, and clears the draft in the same transaction; the files are not staged
   * any more.
   * @throws AppError `nothing-to-send`, `text-too-long`, `window-closed`, `not-found`
   */
  sendFiles(input: SendFilesInput): MessageId[] {
    const { stores } = this.#deps
    const earlier = stores.outbox.idsOfRequest(input.requestId)
    if (earlier.length > 0) return earlier
    if (input.files.length === 0) throw new AppError('nothing-to-send')
    const caption = piecesOf(input.caption)
    const media = input.files.map(({ stagedId, asFile }): OutgoingContent => {
      const staged = stores.files.staged(stagedId)
      if (staged === null) throw new AppError('not-found')
      const { file, name } = staged
      return { kind: 'attachment', attachment: { file, name, kind: asFile ? 'file' : sendKindOf(file) } }
    })
    return this.#enqueue(input, [...caption, ...media], () => {
      stores.files.removeStaged(input.files.map(({ stagedId }) => stagedId))
      stores.conversations.saveDraft(input.conversationId, '')
    })
  }

  /**
   * Queues messages that were prepared elsewhere, and keeps what stays in the message box in the same transaction.
   * @throws AppError `nothing-to-send`, `media-missing`, `window-closed`, `not-found`
   */
  sendPrepared(input: SendPreparedInput): MessageId[] {
    const { stores, files } = this.#deps
    const earlier = stores.outbox.idsOfRequest(input.requestId)
    if (earlier.length > 0) return earlier
    if (input.contents.length === 0) throw new AppError('nothing-to-send')
    const isMissing = (file: MediaFile | null) => file === null || !files.isWhole(file)
    if (input.contents.some((one) => one.kind === 'attachment' && isMissing(one.attachment.file)))
      throw new AppError('media-missing')
    const { conversationId, requestId, program } = input
    const envelope = { conversationId, requestId, force: false, ...(program !== undefined && { program }) }
    return this.#enqueue(envelope, input.contents, () => {
      if (input.draft !== null) stores.conversations.saveDraft(conversationId, input.draft)
    })
  }

  /**
   * Sends an attachment on to another conversation.
   * @throws AppError `media-missing`, `window-closed`, `not-found`
   */
  forward(input: ForwardInput): MessageId[] {
    const { stores } = this.#deps
    const earlier = stores.outbox.idsOfRequest(input.requestId)
    if (earlier.length > 0) return earlier
    const attachment = stores.media.get(input.mediaId)
    if (attachment === null) throw new AppError('not-found')
    return this.#enqueue(input, [{ kind: 'attachment', attachment: this.#outgoing(attachment) }])
  }

  /**
   * Queues what a broadcast has for one person, behind everything that a person sends. Failed messages that it
   * replaces count as dealt with from then on. `also` runs in the same transaction.
   * @throws AppError `window-closed`, `not-found`
   */
  enqueueBroadcast(
    to: { conversationId: ConversationId; broadcastId: BroadcastId },
    messages: readonly BroadcastMessage[],
    also: (ids: MessageId[]) => void,
  ): void {
    const envelope = { ...to, requestId: null, force: false }
    const accountId = this.#enqueuer.accountOf(to.conversationId)
    const replaced = messages.flatMap(({ replaces }) => replaces ?? [])
    this.#enqueue(envelope, messages, (ids) => {
      also(ids)
      if (replaced.length > 0) this.#tell(accountId, replaced)
    })
  }

  /** Takes back messages of a broadcast that have not begun; `also` runs in the same transaction. */
  withdraw(ids: readonly MessageId[], reason: SendReason, also: () => void): void {
    withdraw(this.#deps, ids, reason, also)
    for (const id of ids) this.#uploads.cancel(id)
  }

  #outgoing(attachment: StoredAttachment): OutgoingFile {
    const { file, declared } = attachment
    if (file === null || !this.#deps.files.isWhole(file)) throw new AppError('media-missing')
    const kind = declared === 'file' ? 'file' : sendKindOf(file)
    return { file, kind, name: copyName(attachment, file) }
  }

  #enqueue(
    envelope: Envelope,
    contents: readonly (OutgoingContent | BroadcastMessage)[],
    also: (ids: MessageId[]) => void = () => {},
  ): MessageId[] {
    const { stores } = this.#deps
    const { conversationId } = envelope
    const accountId = this.#enqueuer.accountOf(conversationId)
    const isHeld = envelope.broadcastId === undefined && this.#holds.isOn
    const ids = stores.database.transaction(() => {
      const queued = contents.map((content) => this.#enqueuer.add({ ...envelope, isHeld }, content))
      also(queued)
      stores.conversations.refreshLast(conversationId)
      this.#tell(accountId, queued)
      return queued
    })
    // whoever has this in a transaction of theirs may fail yet
    stores.database.whenSettled((isCommitted) => {
      if (!isCommitted) return
      if (isHeld) this.#holds.begin(accountId, ids)
      else this.wake(accountId)
    })
    return ids
  }

  /**
   * Takes what was scheduled, its time having come: it is queued, or waits for the operator where `waits` says why.
   * @throws AppError `not-found`
   */
  handOver(message: StoredScheduled, waits: SendReason | null): void {
    this.wake(handOver(this.#deps, this.#enqueuer, message, waits))
  }

  /** Has what was scheduled and did not leave in time wait for the operator. */
  deferOverdue(): void {
    deferOverdue(this.#deps)
  }

  /** Takes back what has not begun. @throws AppError `not-possible-now` once it is under way or done. */
  cancel(id: MessageId): void {
    this.#change(id, ['held', 'queued', 'uploading', 'waiting-for-contact'], () =>
      this.#deps.stores.writer.setState(id, 'cancelled'),
    )
    this.#uploads.cancel(id)
  }

  /** Takes back everything of an account that has not begun, also what is scheduled. */
  cancelAccount(accountId: AccountId): void {
    cancelOfAccount(this.#deps, accountId)
    this.#uploads.cancelAccount(accountId)
  }

  /** Takes back everything for a conversation that has not begun, its history being deleted. */
  cancelConversation(conversationId: ConversationId): void {
    cancelOfConversation(this.#deps, conversationId)
    this.#uploads.cancelConversation(conversationId)
  }

  /** Tries an upload again; nothing of its message has reached anybody, so it stays the same message. */
  retry(id: MessageId): void {
    const { stores } = this.#deps
    this.#change(id, ['refused'], (_conversation, accountId) => {
      if (stores.outbox.get(id)?.item !== null) throw new AppError('not-possible-now')
      stores.writer.setState(id, 'queued')
      stores.outbox.setUnpaced(id)
      this.#uploads.hurry(accountId)
    })
  }

  /** Sends a copy with a client id of its own; the former message counts as dealt with (P3). */
  sendAgain(id: MessageId): void {
    const { stores } = this.#deps
    const part = stores.messages.get(id)?.parts[0]
    const [attachment] = stores.media.ofMessage(id)
    this.#change(id, ['refused', 'unconfirmed'], (conversationId, accountId) => {
      const content: OutgoingContent | null =
        part?.kind === 'text'
          ? { kind: 'text', text: repairText(part.text), piece: null }
          : attachment === undefined
            ? null
            : { kind: 'attachment', attachment: this.#outgoing(attachment) }
      if (content === null) throw new AppError('not-possible-now')
      stores.writer.setResolution(id, 'sent-again')
      const copy = this.#enqueuer.add({ conversationId, requestId: null, force: false }, content)
      this.#tell(accountId, [copy])
    })
  }

  /** The operator learned that an unconfirmed message arrived. */
  markAsSent(id: MessageId): void {
    this.#change(id, ['unconfirmed'], () => this.#deps.stores.writer.setResolution(id, 'marked-as-sent'))
  }

  /**
   * Queues everything that waits for this contact, in order.
   * @throws AppError `window-closed` until the contact has written, `not-found`
   */
  sendWaiting(conversationId: ConversationId): void {
    const { clock, stores } = this.#deps
    const target = stores.conversations.target(conversationId)
    if (target === null) throw new AppError('not-found')
    if (windowAt(target, clock.now()).kind !== 'open') throw new AppError('window-closed')
    const { accountId } = target
    const ids = stores.outbox.idsInState(conversationId, 'waiting-for-contact')
    stores.database.transaction(() => {
      for (const id of ids) stores.writer.setState(id, 'queued')
      stores.outbox.recordDecision(conversationId, ids)
      this.#tell(accountId, ids)
    })
    this.wake(accountId)
  }

  /**
   * Takes back what has not begun, to be edited: its words go into the draft, its files are answered.
   * @param typed what stands in the message box; null: the stored draft
   * @throws AppError `not-found`, `not-possible-now` once it is under way or done, or is a broadcast's
   */
  takeBack(id: MessageId, typed: string | null): TakenBack {
    const accountId = this.#deps.stores.messages.get(id)?.accountId
    const taken = takeBack(this.#deps, id, typed)
    for (const one of taken.messageIds) this.#uploads.cancel(one)
    // what was behind it may go on
    if (accountId !== undefined) this.wake(accountId)
    return taken
  }

  /**
   * Puts what an older message of our own said into the draft, to be edited and sent anew.
   * @throws AppError `not-found`, `not-possible-now` for one of the contact or one that is not settled
   */
  copyToDraft(id: MessageId, typed: string): CopiedToDraft {
    return copyToDraft(this.#deps, id, typed)
  }

  /** Drops a waiting message, or lays a failed one to rest. */
  discard(id: MessageId): void {
    const { writer } = this.#deps.stores
    this.#change(id, ['waiting-for-contact', 'refused', 'unconfirmed'], (_conversation, _account, state) => {
      if (state === 'waiting-for-contact') writer.setState(id, 'cancelled')
      writer.setResolution(id, 'discarded')
    })
    this.#uploads.cancel(id)
  }

  /** Changes one message in a transaction, if its state allows it. */
  #change(
    id: MessageId,
    allowed: readonly SendState[],
    work: (conversationId: ConversationId, accountId: AccountId, state: SendState) => void,
  ): void {
    const { stores } = this.#deps
    const message = stores.messages.get(id)
    if (message === null || message.sending === null) throw new AppError('not-found')
    const { sending, conversationId, accountId } = message
    if (!allowed.includes(sending.state) || sending.resolution !== null)
      throw new AppError('not-possible-now')
    stores.database.transaction(() => {
      work(conversationId, accountId, sending.state)
      stores.conversations.refreshLast(conversationId)
      this.#tell(accountId, [id])
    })
    this.wake(accountId)
  }
}

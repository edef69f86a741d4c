import { serialiseItem, textItem } from '#core/ilink/message-builder.ts'
import type { Clock, Random } from '#core/ports.ts'
import type { OutboxJob } from '#core/storage/outbox-repository.ts'
import { AppError } from '#shared/errors.ts'
import type { AccountId, ConversationId, MessageId } from '#shared/model/ids.ts'
import type { Sending, SendState } from '#shared/model/message.ts'
import { windowAt } from '#shared/model/reply-window.ts'
import { PIECE_BYTES, splitText, utf8Bytes } from '#shared/text/pieces.ts'
import { AccountSender } from './account-sender.ts'
import type { SendingSession } from './ports.ts'
import type { OutboxStores } from './settle.ts'

/** What a commit of the outbox changed. */
export interface OutboxChange {
  accountId: AccountId
  messages: MessageId[]
  /** The account's own summary changed too. */
  account: boolean
}

export interface OutboxParts {
  clock: Clock
  random: Random
  stores: OutboxStores
  session: SendingSession
  onChange(change: OutboxChange): void
  /** A commit failed; it is tried again. */
  onStorageFailure(error: unknown): void
}

export interface SendTextInput {
  conversationId: ConversationId
  requestId: string
  text: string
  insist: boolean
}

/** The durable queue of everything to be sent, one job per wire message. */
export class Outbox {
  readonly #parts: OutboxParts
  readonly #senders = new Map<AccountId, AccountSender>()

  constructor(parts: OutboxParts) {
    this.#parts = parts
  }

  /** Settles what an earlier run left under way, before anything else happens (P15); returns that. */
  settleInterrupted(): OutboxJob[] {
    const { stores } = this.#parts
    return stores.database.transaction(() => {
      const interrupted = stores.outbox.interrupted()
      for (const job of interrupted) {
        if (stores.outbox.isKnownToServer(job.id)) stores.outbox.setState(job.id, 'accepted')
        else stores.outbox.setState(job.id, 'unconfirmed', { reason: 'interrupted' })
      }
      return interrupted
    })
  }

  /** Goes on with what was queued. */
  start(): void {
    for (const id of this.#parts.stores.outbox.accountsWithQueue()) this.wake(id)
  }

  /** Ends all senders; answers under way get until `giveUp` resolves. */
  async stop(giveUp: Promise<void>): Promise<void> {
    await Promise.all([...this.#senders.values()].map((sender) => sender.stop(giveUp)))
  }

  /** The account may have something to send, or may send again. */
  wake(id: AccountId): void {
    let sender = this.#senders.get(id)
    if (sender === undefined) {
      const { clock, stores, session, onStorageFailure } = this.#parts
      sender = new AccountSender(id, {
        clock,
        stores,
        session,
        changed: (change) => this.#publish(change),
        failed: onStorageFailure,
      })
      this.#senders.set(id, sender)
    }
    sender.wake()
  }

  #publish(change: OutboxChange): void {
    this.#parts.onChange(change)
  }

  /**
   * Queues a text, in as many pieces as it needs, and clears the draft in the same transaction.
   * @throws AppError `text-empty`, `text-too-long`, `window-closed`, `not-found`
   */
  sendText(input: SendTextInput): MessageId[] {
    const { stores } = this.#parts
    const earlier = stores.outbox.idsOfRequest(input.requestId)
    if (earlier.length > 0) return earlier
    if (input.text.trim() === '') throw new AppError('text-empty')
    const pieces = splitText(input.text)
    if (pieces.some((piece) => utf8Bytes(piece) > PIECE_BYTES)) throw new AppError('text-too-long')
    const accountId = this.#accountOf(input.conversationId)
    const ids = stores.database.transaction(() => {
      const queued = pieces.map((text, index) =>
        this.#add(
          accountId,
          input,
          text,
          pieces.length === 1 ? null : { index: index + 1, count: pieces.length },
        ),
      )
      stores.conversations.saveDraft(input.conversationId, '')
      stores.conversations.refreshLast(input.conversationId)
      return queued
    })
    this.#publish({ accountId, messages: ids, account: false })
    this.wake(accountId)
    return ids
  }

  #accountOf(conversationId: ConversationId): AccountId {
    const target = this.#parts.stores.conversations.target(conversationId)
    if (target === null) throw new AppError('not-found')
    return target.accountId
  }

  #add(
    accountId: AccountId,
    input: Omit<SendTextInput, 'text' | 'requestId'> & { requestId: string | null },
    text: string,
    piece: Sending['piece'],
  ): MessageId {
    const { clock, random, stores } = this.#parts
    const target = stores.conversations.target(input.conversationId)
    if (target === null) throw new AppError('not-found')
    const window = windowAt(target, clock.now())
    const closed = window.kind === 'closed' || window.kind === 'never-written'
    if (closed && !input.insist) throw new AppError('window-closed')
    // After a refusal nothing more goes there until the contact writes, unless the operator insists (P5).
    const waits = window.kind === 'refused' && !input.insist
    if (waits) stores.conversations.noteWaiting(input.conversationId)
    return stores.outbox.add({
      accountId,
      conversationId: input.conversationId,
      clientId: `linkboard-${random.uuid()}`,
      requestId: input.requestId,
      at: clock.now(),
      part: { kind: 'text', text },
      item: serialiseItem(textItem(text)),
      insist: input.insist,
      state: waits ? 'waiting-for-contact' : 'queued',
      reason: waits ? 'behind-refused' : null,
      piece,
    })
  }

  /** Takes back what has not begun. @throws AppError `not-possible-now` once it is under way or done. */
  cancel(id: MessageId): void {
    this.#change(id, ['queued', 'waiting-for-contact'], () =>
      this.#parts.stores.outbox.setState(id, 'cancelled'),
    )
  }

  /** Takes back everything of an account that has not begun. */
  cancelAccount(accountId: AccountId): void {
    const { stores } = this.#parts
    stores.database.transaction(() => {
      for (const id of stores.outbox.unbegunIds(accountId)) stores.outbox.setState(id, 'cancelled')
    })
  }

  /** Sends a copy with a client id of its own; the former message counts as dealt with (P3). */
  sendAgain(id: MessageId): void {
    const { stores } = this.#parts
    const part = stores.messages.get(id)?.parts[0]
    const copy = this.#change(id, ['refused', 'unconfirmed'], (conversationId, accountId) => {
      if (part?.kind !== 'text') throw new AppError('not-possible-now')
      stores.outbox.setResolution(id, 'sent-again')
      const job = { conversationId, requestId: null, insist: false }
      return { accountId, id: this.#add(accountId, job, part.text, null) }
    })
    this.#publish({ accountId: copy.accountId, messages: [copy.id], account: false })
  }

  /** The operator learned that an unconfirmed message arrived. */
  markAsSent(id: MessageId): void {
    this.#change(id, ['unconfirmed'], () => this.#parts.stores.outbox.setResolution(id, 'marked-as-sent'))
  }

  /**
   * Queues everything that waits for this contact, in order.
   * @throws AppError `window-closed` until the contact has written, `not-found`
   */
  sendWaiting(conversationId: ConversationId): void {
    const { clock, stores } = this.#parts
    const target = stores.conversations.target(conversationId)
    if (target === null) throw new AppError('not-found')
    if (windowAt(target, clock.now()).kind !== 'open') throw new AppError('window-closed')
    const { accountId } = target
    const ids = stores.outbox.idsInState(conversationId, 'waiting-for-contact')
    stores.database.transaction(() => {
      for (const id of ids) stores.outbox.setState(id, 'queued')
    })
    this.#publish({ accountId, messages: ids, account: false })
    this.wake(accountId)
  }

  /** Takes a waiting message out of the queue and answers its text, to be edited in the composer. */
  editWaiting(id: MessageId): string {
    const part = this.#parts.stores.messages.get(id)?.parts[0]
    this.#change(id, ['waiting-for-contact'], () => {
      if (part?.kind !== 'text') throw new AppError('not-possible-now')
      this.#parts.stores.outbox.setState(id, 'cancelled')
    })
    return part?.kind === 'text' ? part.text : ''
  }

  /** Drops a waiting message, or lays a failed one to rest. */
  discard(id: MessageId): void {
    const { outbox } = this.#parts.stores
    this.#change(id, ['waiting-for-contact', 'refused', 'unconfirmed'], (_conversation, _account, state) => {
      if (state === 'waiting-for-contact') outbox.setState(id, 'cancelled')
      outbox.setResolution(id, 'discarded')
    })
  }

  /** A copy of one of our own sends came back through a poll: the server has it. */
  noteEcho(id: MessageId, serverMessageId: string | null): boolean {
    const { stores } = this.#parts
    const message = stores.messages.get(id)
    if (message?.sending?.state !== 'unconfirmed' || serverMessageId === null) return false
    stores.outbox.setState(id, 'accepted', { messageId: serverMessageId })
    stores.accounts.noteOutcome(message.accountId, true)
    return true
  }

  /** Changes one message in a transaction, if its state allows it. */
  #change<T>(
    id: MessageId,
    allowed: readonly SendState[],
    work: (conversationId: ConversationId, accountId: AccountId, state: SendState) => T,
  ): T {
    const { stores } = this.#parts
    const message = stores.messages.get(id)
    if (message === null || message.sending === null) throw new AppError('not-found')
    const { sending, conversationId, accountId } = message
    if (!allowed.includes(sending.state) || sending.resolution !== null)
      throw new AppError('not-possible-now')
    const result = stores.database.transaction(() => {
      const made = work(conversationId, accountId, sending.state)
      stores.conversations.refreshLast(conversationId)
      return made
    })
    this.#publish({ accountId, messages: [id], account: false })
    this.wake(accountId)
    return result
  }
}

import { hash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import type { Ingested, UpdateBatch, UpdateSink } from '#core/accounts/ports.ts'
import type { EventSink } from '#core/events/event-bus.ts'
import type { DecodedMessage } from '#core/ilink/message.ts'
import type { AttachmentRecorder } from '#core/media/attachment-recorder.ts'
import type { ConversationRepository } from '#core/storage/conversation-repository.ts'
import type { Database } from '#core/storage/database.ts'
import { Duplicates } from '#core/storage/messages/duplicates.ts'
import { ErasedKeys } from '#core/storage/messages/erased-keys.ts'
import { KeyLookup } from '#core/storage/messages/key-lookup.ts'
import type { MessageReader } from '#core/storage/messages/message-reader.ts'
import type { MessageWriter } from '#core/storage/messages/message-writer.ts'
import { flag, integer, text } from '#core/storage/row.ts'
import { isGroupContact } from '#shared/model/group.ts'
import type { AccountId, MessageId } from '#shared/model/ids.ts'
import { BatchState, type Gathered } from './batch.ts'
import { CountedAnswers } from './counted-answers.ts'
import { contentOf, rowOf } from './rows.ts'
import { SharedCommits } from './shared-commits.ts'

/** Messages that are stored at once: more would keep others waiting (P20). */
const PORTION = 100
/** Raw messages that an account keeps of what could not be read. */
const KEPT_UNREADABLE = 1_000

/** A batch on its way into the database. */
export interface Intake {
  next(): Ingested | 'more'
}

/** Takes a copy of one of our own sends that came back through a poll, in the transaction of its batch. */
export type OwnEchoHandler = (id: MessageId, serverMessageId: string | null) => boolean

/**
 * A batch in the order in which it is to arrive: by the server's sequence, then by time; where a message has no
 * sequence, by time alone. What is equal, or has no time, keeps its place among its like (fact sheet 3.5).
 */
function inOrder(messages: readonly DecodedMessage[]): DecodedMessage[] {
  const haveSeq = messages.every(({ keys }) => keys.seq !== null)
  const seq = ({ keys }: DecodedMessage) => (haveSeq ? (keys.seq ?? 0) : 0)
  const time = ({ sentAtMs }: DecodedMessage) => sentAtMs ?? Number.MAX_SAFE_INTEGER
  return messages.toSorted((one, other) => seq(one) - seq(other) || time(one) - time(other))
}

/** Whether a message can be the copy of one that is found by another key than its message id alone. */
function needsKeys({ keys, conversationUserId }: DecodedMessage): boolean {
  if (keys.messageId !== null) return false
  return keys.clientId !== null || keys.seq !== null || conversationUserId !== null
}

/** Stores what polls bring. The one place where received messages enter the database. */
export class Ingest implements UpdateSink {
  readonly #db: Database
  readonly #conversations: ConversationRepository
  readonly #messages: MessageReader
  readonly #writer: MessageWriter
  readonly #media: AttachmentRecorder
  readonly #duplicates: Duplicates
  readonly #erased: ErasedKeys
  readonly #counted = new CountedAnswers()
  readonly #commits: SharedCommits<Ingested>
  readonly #onEcho: OwnEchoHandler
  readonly #events: EventSink

  constructor(parts: {
    database: Database
    conversations: ConversationRepository
    messages: MessageReader
    writer: MessageWriter
    media: AttachmentRecorder
    onEcho: OwnEchoHandler
    events: EventSink
  }) {
    this.#db = parts.database
    this.#conversations = parts.conversations
    this.#messages = parts.messages
    this.#writer = parts.writer
    this.#media = parts.media
    this.#duplicates = new Duplicates(parts.database)
    this.#erased = new ErasedKeys(parts.database)
    this.#onEcho = parts.onEcho
    this.#events = parts.events
    this.#commits = new SharedCommits(parts.database, PORTION)
  }

  async ingest(batch: UpdateBatch): Promise<Ingested> {
    const { accountId, messages, lost } = batch
    const size = messages.length
    // alone: what comes in portions, and what is mostly not worth a commit
    if (size > 0 ? size <= PORTION && !this.#takesKeysFirst(batch) : lost > 0)
      return await this.#commits.commit({ accountId, size, store: () => this.#storeWhole(batch) })
    const intake = this.begin(batch)
    for (;;) {
      const step = intake.next()
      if (step !== 'more') return step
      await setImmediate()
    }
  }

  /** Whether what is stored of the account must be found by every key before this batch is. */
  #takesKeysFirst(batch: UpdateBatch): boolean {
    return batch.messages.some(needsKeys) && this.#accountOf(batch)?.isKeyed === false
  }

  /** Stores a batch that is not too long for one portion. */
  #storeWhole(batch: UpdateBatch): Ingested {
    const step = this.begin(batch).next()
    if (step === 'more') throw new TypeError('the batch is too long to be stored at once')
    return step
  }

  /** Takes a batch in portions: each call of `next` stores one, until it says what became of all. */
  begin(batch: UpdateBatch): Intake {
    const state = new BatchState()
    const messages = inOrder(batch.messages)
    const lookup = messages.some(needsKeys) ? new KeyLookup(this.#db, this.#writer, batch.accountId) : null
    let at = 0
    let added = 0
    return {
      next: () => {
        const account = this.#accountOf(batch)
        if (account === null) return { kind: 'superseded' }
        const { cursor, isKeyed } = account
        if (!isKeyed && lookup !== null && !lookup.prepareSome()) return 'more'
        state.isKeyed = isKeyed || lookup !== null
        const portion = messages.slice(at, at + PORTION)
        const isLast = at + PORTION >= messages.length
        // An empty poll that moves nothing is not worth a durable commit.
        const hasMoved = batch.cursor !== null && batch.cursor !== cursor
        if (portion.length > 0 || batch.lost > 0 || hasMoved) {
          state.beginPortion()
          this.#counted.turnTo(batch, cursor)
          this.#commit(batch, portion, state, isLast)
        }
        at += PORTION
        added += state.added
        return isLast ? { kind: 'stored', added } : 'more'
      },
    }
  }

  /** What is stored of the account, while the batch's binding is the current one. */
  #accountOf({ accountId, binding }: UpdateBatch): { cursor: string; isKeyed: boolean } | null {
    const row = this.#db
      .sql('SELECT binding, signed_out, cursor, keyed FROM accounts WHERE id = ?')
      .get(accountId)
    if (row === undefined || integer(row, 'binding') !== binding || flag(row, 'signed_out')) return null
    return { cursor: text(row, 'cursor'), isKeyed: flag(row, 'keyed') }
  }

  #commit(batch: UpdateBatch, portion: readonly DecodedMessage[], state: BatchState, isLast: boolean): void {
    const lost = isLast ? this.#counted.newlyLost(batch) : 0
    this.#db.transaction(() => {
      this.#db.whenSettled((isCommitted) => {
        if (isCommitted) this.#counted.commit(batch, state.setAside, isLast ? batch.lost : 0)
      })
      this.#store(batch, portion, state, isLast ? batch.cursor : null, lost)
      if (portion.length === 0 && lost === 0) return
      const { conversations, messages, echoed, unreadable, hasMedia } = state
      this.#events.raise({
        kind: 'messages-received',
        accountId: batch.accountId,
        conversationIds: conversations,
        messageIds: messages,
        echoedIds: echoed,
        unreadable,
        lost,
        hasMedia,
        // a copy of an own send ends the run of unconfirmed ones (P4)
        accountChanged: unreadable + lost + echoed.length > 0,
      })
    })
  }

  #store(
    batch: UpdateBatch,
    portion: readonly DecodedMessage[],
    state: BatchState,
    cursor: string | null,
    lost: number,
  ): void {
    const { accountId, receivedAt } = batch
    state.hasErased = this.#erased.any(accountId)
    let hasIdless = this.#duplicates.anyWithoutId(accountId)
    for (const message of portion) {
      this.#take(batch, message, state, hasIdless)
      hasIdless ||= message.keys.messageId === null
    }
    this.#storeGathered(batch, state)
    for (const [id, activity] of state.activities) {
      this.#conversations.recordActivity(id, activity, receivedAt)
    }
    if (state.unreadable > 0) this.#forgetOldUnreadable(accountId)
    this.#db
      .sql(
        `UPDATE accounts SET cursor = COALESCE(?1, cursor), unreadable_count = unreadable_count + ?2,
           last_inbound_at = COALESCE(MAX(last_inbound_at, ?3), ?3, last_inbound_at) WHERE id = ?4`,
      )
      .run(cursor, state.unreadable + lost, state.hasInbound ? receivedAt : null, accountId)
  }

  /** The newest are enough for a diagnosis, whatever a server goes on sending. */
  #forgetOldUnreadable(accountId: AccountId): void {
    this.#db
      .sql(
        `DELETE FROM unreadable_messages WHERE account_id = ?1 AND id <= (
           SELECT id FROM unreadable_messages WHERE account_id = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)`,
      )
      .run(accountId, KEPT_UNREADABLE)
  }

  /**
   * Takes a message of the portion. One of which its message id alone tells whether it is a copy is only gathered: the
   * database finds that out when all that were gathered are stored at once, before anything looks for what is stored.
   */
  #take(batch: UpdateBatch, message: DecodedMessage, state: BatchState, hasIdless: boolean): void {
    const { conversationUserId: userId, keys } = message
    const hasId = keys.messageId !== null
    const twin = hasId && hasIdless ? this.#duplicates.withoutId(batch.accountId, keys) : null
    if (!hasId || twin !== null || userId === null || state.hasErased) {
      this.#storeGathered(batch, state)
      if (this.#isCopy(batch, message, twin, state)) return
    }
    if (userId === null) this.#setAside(batch, message, state)
    else this.#gather(batch, message, userId, state)
    // the next ones may be copies of one without a message id, whatever keys they have
    if (!hasId) this.#storeGathered(batch, state)
  }

  /** Whether a message repeats one that was stored before, which learns of it, or deleted (P2, P23). */
  #isCopy(batch: UpdateBatch, message: DecodedMessage, twin: MessageId | null, state: BatchState): boolean {
    const { accountId } = batch
    const { messageId, clientId, seq } = message.keys
    if (messageId === null && clientId === null && seq === null)
      return this.#isKeylessCopy(batch, message, state)
    const stored =
      messageId === null
        ? this.#duplicates.sharingKey(accountId, message.keys)
        : (this.#duplicates.byMessageId(accountId, messageId) ?? twin)
    if (stored !== null) this.#meetCopy(stored, message, state)
    // one that is about to be deleted with its contact begins no conversation either
    return stored !== null || (state.hasErased && this.#erased.has(accountId, message.keys))
  }

  #isKeylessCopy(batch: UpdateBatch, message: DecodedMessage, state: BatchState): boolean {
    const { conversationUserId: userId, keys } = message
    if (userId === null) return false
    const { contentHash } = keys
    const content = contentOf(batch, message, userId)
    const stored = this.#duplicates.countByContent(batch.accountId, contentHash, content)
    const erased = state.hasErased ? this.#erased.countByContent(batch.accountId, contentHash, content) : 0
    return state.isKeylessCopy(contentHash, stored + erased)
  }

  #gather(batch: UpdateBatch, message: DecodedMessage, userId: string, state: BatchState): void {
    const { accountId } = batch
    const conversationId = state.conversation(userId, () => this.#conversations.ensure(accountId, userId))
    const row = rowOf(batch, message, { userId, conversationId, isKeyed: state.isKeyed })
    state.gather({ message, userId, row })
  }

  /** Stores what was gathered; what is stored under its message id already is the copy of that. */
  #storeGathered(batch: UpdateBatch, state: BatchState): void {
    const { accountId, receivedAt } = batch
    const gathered = state.takeGathered()
    const ids = this.#writer.insertReceived(
      { accountId, receivedAt },
      gathered.map(({ row }) => row),
    )
    for (const [index, one] of gathered.entries()) {
      const id = ids[index] ?? null
      if (id !== null) this.#added(batch, one, id, state)
      else this.#meetCopyById(accountId, one.message, state)
    }
  }

  #added(batch: UpdateBatch, { message, userId, row }: Gathered, id: MessageId, state: BatchState): void {
    const { conversationId, at, raw } = row
    if (message.kind === 'unreadable') this.#keepRaw(batch, message.rawJson, state)
    else if (raw !== null) {
      const stored = { messageId: id, accountId: batch.accountId, conversationId, at }
      state.hasMedia = this.#media.record(stored, message.parts, message.quote) || state.hasMedia
    }
    if (isGroupContact(userId)) state.recordApart(conversationId, message, id)
    else state.recordStored(conversationId, message, id, at)
  }

  #meetCopyById(accountId: AccountId, message: DecodedMessage, state: BatchState): void {
    const { messageId } = message.keys
    const same = messageId === null ? null : this.#duplicates.byMessageId(accountId, messageId)
    if (same !== null) this.#meetCopy(same, message, state)
  }

  /** A copy is not stored again, but it may prove that one of our own sends arrived at the server. */
  #meetCopy(id: MessageId, message: DecodedMessage, state: BatchState): void {
    const wasOwn = message.direction === 'out' && this.#onEcho(id, message.keys.messageId)
    if (!wasOwn) this.#writer.learnKeys(id, message.keys)
    const stored = wasOwn ? this.#messages.get(id) : null
    if (stored !== null) state.recordEchoed(stored.conversationId, id)
  }

  /** Sets a message without a contact aside, unless it came with the same answer before. */
  #setAside(batch: UpdateBatch, message: DecodedMessage, state: BatchState): void {
    const rawHash = hash('sha256', message.rawJson)
    const erased = state.hasErased ? this.#erased.countRaw(batch.accountId, rawHash) : 0
    const isCopy = state.isSetAsideCopy(rawHash, this.#counted.timesSetAside(batch, rawHash) + erased)
    if (!isCopy) this.#keepRaw(batch, message.rawJson, state)
  }

  /** Kept raw for diagnosis, alone; the rest of the batch goes through (P11). */
  #keepRaw(batch: UpdateBatch, raw: string, state: BatchState): void {
    this.#db
      .sql('INSERT INTO unreadable_messages (account_id, received_at, raw) VALUES (?, ?, ?)')
      .run(batch.accountId, batch.receivedAt, raw)
    state.unreadable += 1
  }
}

import type { DecodedMessage } from '#core/ilink/message.ts'
import type { ConversationActivity } from '#core/storage/conversation-repository.ts'
import type { ReceivedMessage } from '#core/storage/messages/message-writer.ts'
import type { ConversationId, MessageId } from '#shared/model/ids.ts'

/** A message that is about to be stored, in the conversation with this user or group. */
export interface Gathered {
  readonly message: DecodedMessage
  readonly userId: string
  readonly row: ReceivedMessage
}

/** What a batch has stored, and what its present portion has changed. */
export class BatchState {
  readonly #conversationIds = new Map<string, ConversationId>()
  /** Gathered per conversation, so that each costs one statement at the end. */
  readonly #activities = new Map<ConversationId, ConversationActivity>()
  /** Conversations in which an own send changed. */
  readonly #echoedIn = new Set<ConversationId>()
  /** By content hash: keyless messages met in this batch, and those of them that were stored. */
  readonly #keyless = new Map<string, { met: number; stored: number }>()
  /** Hashes of the raw messages of the portion that name no contact and were set aside. */
  #setAside: string[] = []
  #messages: MessageId[] = []
  /** What is stored together, in the order of arrival. */
  #gathered: Gathered[] = []
  /** Own sends that came back; they are among the messages. */
  #echoed: MessageId[] = []
  unreadable = 0
  /** Media came that are to be fetched. */
  hasMedia = false
  /** Something of the account was deleted of which copies may come. */
  hasErased = false
  /** The account's messages are found by every key. */
  isKeyed = false
  /** Messages of the portion that were not there before. */
  added = 0

  /** What follows is committed by itself; what tells copies apart is remembered across the portions. */
  beginPortion(): void {
    // since the last one a history may have been deleted, and what comes now begins a new one
    this.#conversationIds.clear()
    this.#activities.clear()
    this.#echoedIn.clear()
    this.#messages = []
    this.#gathered = []
    this.#echoed = []
    this.#setAside = []
    this.unreadable = 0
    this.hasMedia = false
    this.added = 0
  }

  /** Of the portion. */
  get messages(): readonly MessageId[] {
    return this.#messages
  }

  get echoed(): readonly MessageId[] {
    return this.#echoed
  }

  gather(one: Gathered): void {
    this.#gathered.push(one)
  }

  takeGathered(): readonly Gathered[] {
    const gathered = this.#gathered
    this.#gathered = []
    return gathered
  }

  /** The conversation with a user, found once per portion. */
  conversation(userId: string, find: () => ConversationId): ConversationId {
    const known = this.#conversationIds.get(userId)
    if (known !== undefined) return known
    const id = find()
    this.#conversationIds.set(userId, id)
    return id
  }

  /** Adds a stored message of a conversation that cannot be answered: no meter and no token comes of it. */
  recordApart(conversationId: ConversationId, message: DecodedMessage, id: MessageId): void {
    const activity = this.#activity(conversationId, id)
    if (message.direction === 'out') return
    activity.unread += 1
    activity.wroteSeq = id
  }

  #activity(conversationId: ConversationId, id: MessageId): ConversationActivity {
    this.#messages.push(id)
    this.added += 1
    const known = this.#activities.get(conversationId)
    if (known !== undefined) {
      known.lastId = id
      return known
    }
    const activity: ConversationActivity = {
      inboundAt: null,
      inboundSeq: null,
      wroteSeq: null,
      answeredSeq: null,
      contextToken: null,
      contextTokenAt: null,
      unread: 0,
      sent: 0,
      lastId: id,
    }
    this.#activities.set(conversationId, activity)
    return activity
  }

  /** Adds a stored message to the meters of its conversation, in the order of arrival. */
  recordStored(conversationId: ConversationId, message: DecodedMessage, id: MessageId, at: number): void {
    const activity = this.#activity(conversationId, id)
    if (message.direction === 'out') {
      activity.sent += 1
      activity.answeredSeq = id
      return
    }
    activity.inboundAt = Math.max(activity.inboundAt ?? at, at)
    activity.inboundSeq = id
    activity.wroteSeq = id
    activity.sent = 0
    activity.unread += 1
    if (message.contextToken === null || at < (activity.contextTokenAt ?? at)) return
    activity.contextToken = message.contextToken
    activity.contextTokenAt = at
  }

  recordEchoed(conversationId: ConversationId, id: MessageId): void {
    this.#echoedIn.add(conversationId)
    this.#echoed.push(id)
    this.#messages.push(id)
  }

  /**
   * Whether a keyless message repeats one that was stored before this batch. Identical ones within
   * a batch are different messages, so as many are stored as the fullest batch held (P2).
   */
  isKeylessCopy(contentHash: string, storedInAll: number): boolean {
    const count = this.#keyless.get(contentHash) ?? { met: 0, stored: 0 }
    count.met += 1
    const isCopy = count.met <= storedInAll - count.stored
    if (!isCopy) count.stored += 1
    this.#keyless.set(contentHash, count)
    return isCopy
  }

  /**
   * The same for one that names no contact, by the hash of the raw message. `committed`: how often it was set
   * aside, with the earlier portions of this batch.
   */
  isSetAsideCopy(rawHash: string, committed: number): boolean {
    const inPortion = this.#setAside.filter((one) => one === rawHash).length
    const isCopy = this.isKeylessCopy(rawHash, committed + inPortion)
    if (!isCopy) this.#setAside.push(rawHash)
    return isCopy
  }

  get setAside(): readonly string[] {
    return this.#setAside
  }

  get activities(): ReadonlyMap<ConversationId, ConversationActivity> {
    return this.#activities
  }

  /** Every conversation the batch changed. */
  get conversations(): ConversationId[] {
    return [...new Set([...this.#activities.keys(), ...this.#echoedIn])]
  }

  /** Whether the batch brought anything that somebody wrote. */
  get hasInbound(): boolean {
    return [...this.#activities.values()].some(({ unread }) => unread > 0)
  }
}

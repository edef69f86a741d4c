import type { AccountSummary } from '#shared/model/account.ts'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import { AccountId, ConversationId, MessageId } from '#shared/model/ids.ts'
import { WINDOW_MS } from '#shared/model/reply-window.ts'
import { DEFAULT_SETTINGS } from '#shared/model/settings.ts'
import { type Decision, decide } from './decide.ts'
import { minuteOfDayAt } from './quiet-hours.ts'
import type { Situation, TroubledSend } from './situation.ts'
import type { Notice } from './subject.ts'

/** A quiet afternoon in whatever zone the test runs. */
export const NOW = new Date(2026, 2, 4, 15, 0).getTime()
export const MINUTE = 60_000
export const HOUR = 60 * MINUTE

export const accountId = (n: number) =>
  AccountId.parse(`00000000-0000-4000-8000-${String(n).padStart(12, '0')}`)
export const conversationId = (n: number) => ConversationId.parse(n)

export function anAccount(n: number, over: Partial<AccountSummary> = {}): AccountSummary {
  return {
    id: accountId(n),
    number: n,
    position: n,
    alias: null,
    colour: 0,
    ownerUserId: `owner${n}@im.wechat`,
    state: 'online',
    stateSince: NOW,
    reason: null,
    lastContactAt: null,
    lastInboundAt: null,
    isDefault: false,
    group: null,
    maybeMuted: false,
    unreadableCount: 0,
    ...over,
  }
}

/** A conversation of account 1 that was answered long before it would close. */
export function aConversation(n: number, over: Partial<ConversationSummary> = {}): ConversationSummary {
  return {
    id: conversationId(n),
    accountId: accountId(1),
    contactUserId: `contact${n}@im.wechat`,
    contactAlias: null,
    isExcluded: false,
    lastInboundAt: NOW,
    sentSinceInbound: 0,
    refusedSinceInbound: false,
    last: null,
    unread: 0,
    failed: 0,
    unconfirmed: 0,
    wroteBefore: false,
    waiting: 0,
    unsent: 0,
    waitingOffered: false,
    draft: '',
    activitySeq: n,
    lastInboundSeq: n,
    isUnanswered: false,
    hasWritten: true,
    triage: null,
    isPinned: false,
    isMuted: false,
    isMarkedUnread: false,
    ...over,
  }
}

/** One that waits for an answer and closes in so many milliseconds. */
export function closingIn(
  n: number,
  ms: number,
  over: Partial<ConversationSummary> = {},
): ConversationSummary {
  return aConversation(n, { isUnanswered: true, lastInboundAt: NOW + ms - WINDOW_MS, ...over })
}

/** A time in which things happen one after the other: what was decided holds at the next decision. */
export class World {
  readonly accounts = new Map<AccountId, AccountSummary>([[accountId(1), anAccount(1)]])
  readonly conversations = new Map<ConversationId, ConversationSummary>()
  sends: TroubledSend[] = []
  asking: Situation['asking'] = []
  requests: Situation['requests'] = []
  settings = { ...DEFAULT_SETTINGS.notifications }
  isFocused = false
  readonly shown = new Set<ConversationId>()
  now = NOW
  monotonic = 1_000
  #told: Situation['told'] = { messagesUpTo: 0, marks: new Map() }
  #onScreen = new Map<string, Notice>()
  #startedAt = 1_000
  #newest = 100

  account(account: AccountSummary): void {
    this.accounts.set(account.id, account)
  }

  put(...conversations: ConversationSummary[]): void {
    for (const one of conversations) this.conversations.set(one.id, one)
  }

  /** The contact writes now. */
  write(n: number, over: Partial<ConversationSummary> = {}): void {
    this.#newest += 1
    const former = this.conversations.get(conversationId(n)) ?? aConversation(n)
    this.put({
      ...former,
      unread: former.unread + 1,
      lastInboundSeq: this.#newest,
      lastInboundAt: this.now,
      isUnanswered: true,
      ...over,
    })
  }

  read(n: number): void {
    const former = this.conversations.get(conversationId(n)) ?? aConversation(n)
    this.put({ ...former, unread: 0 })
  }

  /** A send to a conversation of account 1 ends so. */
  fail(n: number, to: number, state: TroubledSend['state']): void {
    this.sends.push({
      messageId: MessageId.parse(n),
      conversationId: conversationId(to),
      accountId: accountId(1),
      state,
    })
  }

  pass(ms: number): void {
    this.now += ms
    this.monotonic += ms
  }

  /** The operator closes what is on the screen. */
  dismiss(key: string): void {
    this.#onScreen.delete(key)
  }

  /** The app ends and starts: what was told is kept, what is on the screen is not. */
  restart(): void {
    this.#onScreen = new Map()
    this.monotonic = 5
    this.#startedAt = 5
    const { messagesUpTo, marks } = this.#told
    this.#told = {
      messagesUpTo,
      marks: new Map([...marks].map(([key, mark]) => [key, { ...mark, monotonic: null }])),
    }
  }

  get onScreen(): string[] {
    return [...this.#onScreen.keys()]
  }

  decide(): Decision {
    const decision = decide({
      accounts: [...this.accounts.values()],
      conversations: this.conversations,
      sends: this.sends,
      asking: this.asking,
      requests: this.requests,
      told: this.#told,
      onScreen: this.#onScreen,
      settings: this.settings,
      focus: { isFocused: this.isFocused, shown: this.shown },
      moment: {
        ...{ now: this.now, monotonic: this.monotonic },
        running: this.monotonic - this.#startedAt,
        minuteOfDay: minuteOfDayAt(this.now),
      },
    })
    this.#told = { messagesUpTo: decision.messagesUpTo, marks: decision.marks }
    for (const key of decision.close) this.#onScreen.delete(key)
    for (const notice of decision.show) this.#onScreen.set(notice.key, notice)
    return decision
  }

  /** Keys of what is shown by deciding now. */
  tell(): string[] {
    return this.decide().show.map(({ key }) => key)
  }
}

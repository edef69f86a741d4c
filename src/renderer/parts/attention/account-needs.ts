import type { AccountReason, AccountSummary } from '#shared/model/account.ts'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import { isUnread, needsReply } from '#shared/model/conversation-state.ts'
import type { AccountId, ConversationId } from '#shared/model/ids.ts'
import { isClosingSoon } from '#shared/model/reply-window.ts'
import { SharedMap } from '../../store/shared-map.ts'

type Accounts = ReadonlyMap<AccountId, AccountSummary>
type Conversations = SharedMap<ConversationId, ConversationSummary>

/** Why an account calls for the operator, the most urgent first. */
const NEEDS = ['needs-sign-in', 'stopped', 'may-be-muted', 'failed', 'closing', 'unread'] as const
export type AccountNeed = (typeof NEEDS)[number]
type OwnNeed = Extract<AccountNeed, 'needs-sign-in' | 'stopped' | 'may-be-muted'>

/** Reasons of an account that is offline which a person has to do something about. */
const STOPPED: ReadonlySet<AccountReason> = new Set([
  'host-not-allowed',
  'vault-unavailable',
  'token-missing',
  'taken-elsewhere',
  'storage',
])

/** It is offline until a person has done something, and receives nothing meanwhile. */
export function isStopped({ state, reason }: Pick<AccountSummary, 'state' | 'reason'>): boolean {
  return state === 'offline' && reason !== null && STOPPED.has(reason)
}

/** What an account itself calls for, whatever stands in its conversations. */
export function ownNeed({ state, reason, maybeMuted }: AccountSummary): OwnNeed | null {
  if (state === 'needs-sign-in') return 'needs-sign-in'
  if (isStopped({ state, reason })) return 'stopped'
  return maybeMuted ? 'may-be-muted' : null
}

function conversationNeed(conversation: ConversationSummary, now: number): AccountNeed | null {
  if (conversation.failed > 0 || conversation.unconfirmed > 0) return 'failed'
  if (needsReply(conversation) && isClosingSoon(conversation, now)) return 'closing'
  return isUnread(conversation) ? 'unread' : null
}

/** How urgent a need is, 0 being the most. */
export function urgencyOf(need: AccountNeed): number {
  return NEEDS.indexOf(need)
}

/**
 * The accounts that call for the operator, each with its most urgent reason. Of the conversations only those are looked
 * at that have changed since the last question.
 */
export class AccountNeeds {
  #accounts: Accounts = new Map()
  #conversations: Conversations = SharedMap.of([])
  #now = Number.NaN
  /** How many conversations of an account call for the operator, by why. */
  readonly #counts = new Map<AccountId, Map<AccountNeed, number>>()
  #needs: ReadonlyMap<AccountId, AccountNeed> = new Map()

  /** The same map for as long as nothing in it has changed. */
  of(accounts: Accounts, conversations: Conversations, now: number): ReadonlyMap<AccountId, AccountNeed> {
    const isChanged = this.#countAll(conversations, now)
    if (!isChanged && accounts === this.#accounts) return this.#needs
    this.#accounts = accounts
    const needs = new Map<AccountId, AccountNeed>()
    for (const account of accounts.values()) {
      const need = NEEDS.find((one) => one === ownNeed(account) || this.#counts.get(account.id)?.has(one))
      if (need !== undefined) needs.set(account.id, need)
    }
    const isSame =
      needs.size === this.#needs.size && [...needs].every(([id, need]) => this.#needs.get(id) === need)
    if (!isSame) this.#needs = needs
    return this.#needs
  }

  /** Answers whether a need came or went. */
  #countAll(conversations: Conversations, now: number): boolean {
    if (now !== this.#now) {
      this.#now = now
      this.#counts.clear()
      this.#conversations = SharedMap.of([])
    }
    let isChanged = this.#conversations.size === 0
    for (const { before, after } of conversations.since(this.#conversations).values()) {
      // in this order what only goes on does not come and go
      if (this.#count(after, 1)) isChanged = true
      if (this.#count(before, -1)) isChanged = true
    }
    this.#conversations = conversations
    return isChanged
  }

  #count(conversation: ConversationSummary | undefined, by: 1 | -1): boolean {
    const need = conversation === undefined ? null : conversationNeed(conversation, this.#now)
    if (conversation === undefined || need === null) return false
    const counts = this.#counts.get(conversation.accountId) ?? new Map<AccountNeed, number>()
    this.#counts.set(conversation.accountId, counts)
    const count = (counts.get(need) ?? 0) + by
    if (count > 0) counts.set(need, count)
    else counts.delete(need)
    return count === 0 || (by === 1 && count === 1)
  }
}

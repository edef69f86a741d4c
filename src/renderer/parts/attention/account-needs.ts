import type { AccountReason, AccountSummary } from '#shared/model/account.ts'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import { isUnread, needsReply } from '#shared/model/conversation-state.ts'
import type { AccountId } from '#shared/model/ids.ts'
import { isClosingSoon } from '#shared/model/reply-window.ts'

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

/** The accounts that call for the operator, each with its most urgent reason. */
export function accountNeeds(
  accounts: Iterable<AccountSummary>,
  conversations: Iterable<ConversationSummary>,
  now: number,
): Map<AccountId, AccountNeed> {
  const needs = new Map<AccountId, AccountNeed>()
  const add = (id: AccountId, need: AccountNeed | null) => {
    const known = needs.get(id)
    if (need !== null && (known === undefined || urgencyOf(need) < urgencyOf(known))) needs.set(id, need)
  }
  for (const account of accounts) add(account.id, ownNeed(account))
  for (const conversation of conversations) add(conversation.accountId, conversationNeed(conversation, now))
  return needs
}

import type { AccountSummary } from '#shared/model/account.ts'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import { needsReply } from '#shared/model/conversation-state.ts'
import { ConversationId, type MessageId } from '#shared/model/ids.ts'
import { windowAt } from '#shared/model/reply-window.ts'
import type { Moment, Situation } from './situation.ts'
import { keyOf, type NoticeKind, type Subject } from './subject.ts'

const MINUTE_MS = 60_000

/** Everything that holds now and may be told, whether it has been or not. */
export function presentSubjects(situation: Situation): Record<NoticeKind, Subject[]> {
  const { accounts, conversations, sends, asking, requests } = situation
  const present: Record<NoticeKind, Subject[]> = {
    message: [],
    closing: [],
    refused: [],
    unconfirmed: [],
    unsent: [],
    'not-started': [],
    request: [],
    'needs-sign-in': [],
    'may-be-muted': [],
  }
  for (const conversation of conversations.values()) {
    for (const subject of [messageOf(conversation, situation), closingOf(conversation, situation)])
      if (subject !== null) present[subject.kind].push(subject)
  }
  for (const { state, ...send } of sends) present[state].push({ kind: state, ...send })
  for (const { id, due } of asking) present['not-started'].push({ kind: 'not-started', broadcastId: id, due })
  for (const request of requests) present.request.push({ kind: 'request', ...request })
  for (const account of accounts) {
    const kind = needOf(account)
    if (kind !== null) present[kind].push({ kind, accountId: account.id })
  }
  return present
}

/** What an account needs a person for. One that is both counts for its sign-in. */
export function needOf(account: AccountSummary): 'needs-sign-in' | 'may-be-muted' | null {
  if (account.state === 'needs-sign-in') return 'needs-sign-in'
  return account.maybeMuted ? 'may-be-muted' : null
}

function messageOf(conversation: ConversationSummary, { settings }: Situation): Subject | null {
  const { id, accountId, unread, isMuted, lastInboundSeq } = conversation
  if (!settings.messages || isMuted || unread === 0 || lastInboundSeq === null) return null
  if (settings.silentAccounts.includes(accountId)) return null
  return { kind: 'message', accountId, conversationId: id, messageId: lastInboundSeq as MessageId }
}

function closingOf(conversation: ConversationSummary, { settings, moment }: Situation): Subject | null {
  const left = msToReply(conversation, moment)
  if (left === null) return null
  const minutes = reminderReached(left, settings)
  if (minutes === null) return null
  const { id, accountId } = conversation
  const closesAt = moment.now + left
  return { kind: 'closing', accountId, conversationId: id, closesAt, minutes }
}

/** The last reminder that is due so long before the end; null before the first. */
function reminderReached(left: number, { reminders: { first, last } }: Situation['settings']): number | null {
  const isFirst = first !== null && left <= first * MINUTE_MS
  const isLast = last !== null && left <= last * MINUTE_MS
  if (isFirst && isLast) return Math.min(first, last)
  return isLast ? last : isFirst ? first : null
}

/** Milliseconds until a window closes on something that needs a reply; null where none does. */
function msToReply(conversation: ConversationSummary, { now }: Moment): number | null {
  if (!needsReply(conversation)) return null
  const window = windowAt(conversation, now)
  return window.kind === 'open' ? window.remainingMs : null
}

/** Milliseconds until the next reminder is due; infinite without one. */
export function msToReminder({ conversations, settings, moment }: Situation): number {
  const { first, last } = settings.reminders
  const reminders = [first, last].filter((minutes) => minutes !== null)
  let next = Number.POSITIVE_INFINITY
  for (const conversation of conversations.values()) {
    const left = msToReply(conversation, moment)
    if (left === null) continue
    for (const minutes of reminders) {
      const wait = left - minutes * MINUTE_MS
      if (wait > 0) next = Math.min(next, wait)
    }
  }
  return next
}

/**
 * Keys of marks that still count. What has been told of a window counts until another one opens, so that snoozing or
 * answering in between tells nothing again; an account has recovered only once it is online, since at every start
 * it is neither.
 */
export function isKept(key: string, situation: Situation, present: ReadonlySet<string>): boolean {
  if (present.has(key)) return true
  const { accounts, conversations, told } = situation
  const [kind, id] = [key.slice(0, key.indexOf(':')), key.slice(key.indexOf(':') + 1)]
  if (kind === 'closing') {
    const conversation = conversations.get(ConversationId.parse(Number(id)))
    return conversation !== undefined && (conversation.lastInboundSeq ?? 0) === told.marks.get(key)?.seq
  }
  const account = accounts.find((one) => one.id === id)
  if (account === undefined) return false
  if (kind === 'may-be-muted') return account.maybeMuted
  return kind === 'needs-sign-in' && account.state !== 'online' && account.state !== 'signed-out'
}

/** The keys of all that is present and can have a mark; messages have none, and may be thousands. */
export function markedKeys({ message: _, ...marked }: Record<NoticeKind, Subject[]>): Set<string> {
  return new Set(Object.values(marked).flatMap((subjects) => subjects.map(keyOf)))
}

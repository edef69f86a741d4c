import { isBlank } from '../text/repair.ts'
import { unreachable } from '../unreachable.ts'
import type { ConversationSummary } from './conversation.ts'
import { isGroupContact } from './group.ts'
import { isClosingSoon, windowAt } from './reply-window.ts'

/** Where a conversation stands: exactly one at a time. */
export type ConversationState =
  | 'done'
  | 'snoozed'
  /** The window has closed on what needed a reply; so until it is done. */
  | 'expired'
  | 'needs-reply'
  | 'answered'
  /** Nobody has written who could be answered: a group, or somebody who never wrote. */
  | 'quiet'

/** Where a conversation stands at a moment of the app's clock. */
export function conversationState(conversation: ConversationSummary, now: number): ConversationState {
  const { triage } = conversation
  if (triage !== null) return triage.kind
  if (!conversation.hasWritten || isGroupContact(conversation.contactUserId)) return 'quiet'
  if (!conversation.isUnanswered) return 'answered'
  return windowAt(conversation, now).kind === 'closed' ? 'expired' : 'needs-reply'
}

/** The contact wrote last, and the conversation is neither done nor snoozed; also once it has expired. */
export function needsReply(conversation: ConversationSummary): boolean {
  return isOpen(conversation) && isAnswerDue(conversation)
}

/** The contact wrote last, whatever the operator has set. */
export function isAnswerDue({ contactUserId, isUnanswered }: ConversationSummary): boolean {
  return isUnanswered && !isGroupContact(contactUserId)
}

/** Neither done nor snoozed. */
export function isOpen({ triage }: Pick<ConversationSummary, 'triage'>): boolean {
  return triage === null
}

/** Something in it has not been read, or it was marked so by hand; what is done or snoozed calls for nobody. */
export function isUnread(
  conversation: Pick<ConversationSummary, 'triage' | 'unread' | 'isMarkedUnread'>,
): boolean {
  return isOpen(conversation) && (conversation.unread > 0 || conversation.isMarkedUnread)
}

export const CONVERSATION_FILTERS = [
  'open',
  'unread',
  'needs-reply',
  'closing',
  'failed',
  'unconfirmed',
  'snoozed',
  'done',
  'all',
] as const
export type ConversationFilter = (typeof CONVERSATION_FILTERS)[number]

/** Whether there is anything to show of it: who never wrote and was never written to is found by *New message*. */
function hasRow({ last, lastInboundAt, draft }: ConversationSummary): boolean {
  return last !== null || lastInboundAt !== null || !isBlank(draft)
}

/** Whether a filter shows a conversation. What failed or is unconfirmed is shown until it is dealt with, also when done. */
export function belongsTo(
  filter: ConversationFilter,
  conversation: ConversationSummary,
  now: number,
): boolean {
  if (!hasRow(conversation)) return false
  switch (filter) {
    case 'open':
      return isOpen(conversation)
    case 'unread':
      return isUnread(conversation)
    case 'needs-reply':
      return needsReply(conversation)
    case 'closing':
      return conversation.triage?.kind !== 'done' && isClosingSoon(conversation, now)
    case 'failed':
      return conversation.failed > 0
    case 'unconfirmed':
      return conversation.unconfirmed > 0
    case 'snoozed':
    case 'done':
      return conversation.triage?.kind === filter
    case 'all':
      return true
    default:
      return unreachable(filter)
  }
}

/** How many conversations each filter shows. */
export function countByFilter(
  conversations: Iterable<ConversationSummary>,
  now: number,
): Record<ConversationFilter, number> {
  const counts = Object.fromEntries(CONVERSATION_FILTERS.map((filter) => [filter, 0])) as Record<
    ConversationFilter,
    number
  >
  for (const conversation of conversations)
    for (const filter of CONVERSATION_FILTERS) if (belongsTo(filter, conversation, now)) counts[filter] += 1
  return counts
}

import type { ConversationSummary } from '#shared/model/conversation.ts'
import type { AccountId } from '#shared/model/ids.ts'
import { compareLastWritten } from '#shared/model/routing.ts'
import { unreachable } from '#shared/unreachable.ts'
import type { DropTarget } from '../../store/drops.ts'
import type { Replica } from '../../store/replica.ts'
import type { ReviewTarget } from '../../store/review.ts'

/** The conversations of an account, who wrote last standing first. */
export function conversationsOf(
  conversations: Iterable<ConversationSummary>,
  accountId: AccountId,
): ConversationSummary[] {
  return [...conversations]
    .filter((one) => one.accountId === accountId)
    .sort((a, b) => compareLastWritten(a, b) || b.activitySeq - a.activitySeq)
}

/**
 * Whom files go to that are dropped on a place. On an account with several contacts nobody is chosen yet, and
 * the one who wrote last only stands for them; null where nobody can be written to.
 */
export function recipientOf(
  target: DropTarget,
  { conversations, isWhole }: Pick<Replica, 'conversations' | 'isWhole'>,
): ReviewTarget | null {
  switch (target.kind) {
    case 'conversation':
      return conversations.has(target.id) ? { conversationId: target.id, accountId: null } : null
    case 'account': {
      const [latest, ...others] = conversationsOf(conversations.values(), target.id)
      if (!latest) return null
      // there may be others that are not here yet
      const isAsked = others.length > 0 || !isWhole
      return { conversationId: latest.id, accountId: isAsked ? target.id : null }
    }
    default:
      return unreachable(target)
  }
}

import type { ConversationSummary } from '#shared/model/conversation.ts'
import { needsReply } from '#shared/model/conversation-state.ts'
import type { ConversationId } from '#shared/model/ids.ts'
import { windowAt } from '#shared/model/reply-window.ts'

/** The conversations that need a reply and close next, the first to close first. */
export function closingNext(
  conversations: Iterable<ConversationSummary>,
  now: number,
  limit: number,
): ConversationId[] {
  const open: { id: ConversationId; closesAt: number }[] = []
  for (const one of conversations) {
    if (!needsReply(one)) continue
    const window = windowAt(one, now)
    if (window.kind === 'open') open.push({ id: one.id, closesAt: window.closesAt })
  }
  return open
    .sort((a, b) => a.closesAt - b.closesAt || a.id - b.id)
    .slice(0, limit)
    .map(({ id }) => id)
}

/** The conversations with something that was refused, is unconfirmed or stayed behind at its time, the latest first. */
export function notSent(
  conversations: Iterable<ConversationSummary>,
  _now: number,
  limit: number,
): ConversationId[] {
  return [...conversations]
    .filter(({ failed, unconfirmed, unsent }) => failed + unconfirmed + unsent > 0)
    .sort((a, b) => b.activitySeq - a.activitySeq)
    .slice(0, limit)
    .map(({ id }) => id)
}

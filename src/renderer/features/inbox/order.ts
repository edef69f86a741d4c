import type { ConversationSummary } from '#shared/model/conversation.ts'
import type { AccountId, ConversationId } from '#shared/model/ids.ts'
import { isClosingSoon, WINDOW_MS, windowAt } from '#shared/model/reply-window.ts'
import { compareLastWritten } from '#shared/model/routing.ts'
import type { InboxFilter, InboxSort } from '../../store/ui.ts'

/** What of the inbox is shown, and in which order. */
export interface InboxView {
  accountId: AccountId | null
  filter: InboxFilter
  sort: InboxSort
  /** Stays in the list whatever the filter says, because it is being read. */
  open: ConversationId | null
}

function passes(conversation: ConversationSummary, filter: InboxFilter, now: number): boolean {
  switch (filter) {
    case 'all':
      return true
    case 'unread':
      return conversation.unread > 0
    case 'closing':
      return isClosingSoon(conversation, now)
    case 'failed':
      return conversation.failed > 0
  }
}

/** When an open window closes; windows that are not open come after all that are. */
function closingTime(conversation: ConversationSummary, now: number): number {
  return windowAt(conversation, now).kind === 'open'
    ? (conversation.lastInboundAt ?? 0) + WINDOW_MS
    : Number.POSITIVE_INFINITY
}

/** Newest first by arrival; where nothing was said yet nobody waits, so those come last. */
const byActivity = (a: ConversationSummary, b: ConversationSummary) =>
  b.activitySeq - a.activitySeq || compareLastWritten(a, b) || b.id - a.id

/** Ids of the conversations to show, in order. */
export function inboxOrder(
  conversations: Iterable<ConversationSummary>,
  view: InboxView,
  now: number,
): ConversationId[] {
  const shown: ConversationSummary[] = []
  for (const conversation of conversations) {
    if (view.accountId !== null && conversation.accountId !== view.accountId) continue
    if (conversation.id === view.open || passes(conversation, view.filter, now)) shown.push(conversation)
  }
  if (view.sort === 'recent') shown.sort(byActivity)
  else {
    const closing = new Map(shown.map((one) => [one.id, closingTime(one, now)]))
    const time = (one: ConversationSummary) => closing.get(one.id) ?? Number.POSITIVE_INFINITY
    shown.sort((a, b) => (time(a) === time(b) ? byActivity(a, b) : time(a) - time(b)))
  }
  return shown.map((one) => one.id)
}

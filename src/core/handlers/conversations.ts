import type { ConversationService } from '#core/inbox/conversation-service.ts'
import type { Marking } from '#core/inbox/marking.ts'
import type { Clock } from '#core/ports.ts'
import type { Reads } from '#core/reads/ports.ts'
import type { HandlersOf } from '#core/router.ts'
import type { TypingIndicator } from '#core/typing/typing-indicator.ts'
import type { conversationRequests } from '#shared/contract/conversations.ts'

export interface ConversationHandlerDeps {
  conversations: ConversationService
  marking: Marking
  typing: TypingIndicator
  reads: Pick<Reads, 'run'>
  clock: Pick<Clock, 'now'>
}

export function createConversationHandlers(
  deps: ConversationHandlerDeps,
): HandlersOf<typeof conversationRequests> {
  const { conversations, marking, typing, reads, clock } = deps
  return {
    'messages.page': (request) => conversations.page(request),
    'messages.around': (request) => conversations.around(request),
    'messages.atTime': (request) => reads.run('first-from', request),
    'messages.firstOfLast': (request) => reads.run('first-of-last', request),
    'conversations.markRead': ({ id, upTo }) => conversations.markRead(id, upTo),
    'conversations.saveDraft': ({ id, text }) => conversations.saveDraft(id, text),
    'conversations.typing': ({ id, typing: isTyping }) => typing.note(id, isTyping),
    'conversations.mark': ({ conversations: marked, action }) => marking.mark(marked, action),
    'conversations.undoMarks': ({ changes }) => marking.undo(changes),
    'conversations.tally': ({ from }) => reads.run('day-tally', { from, now: clock.now() }),
  }
}

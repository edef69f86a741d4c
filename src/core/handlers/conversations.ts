import type { ConversationService } from '#core/inbox/conversation-service.ts'
import type { Marking } from '#core/inbox/marking.ts'
import type { HandlersOf } from '#core/router.ts'
import type { TypingIndicator } from '#core/typing/typing-indicator.ts'
import type { conversationRequests } from '#shared/contract/conversations.ts'

export interface ConversationHandlerDeps {
  conversations: ConversationService
  marking: Marking
  typing: TypingIndicator
}

export function createConversationHandlers(
  deps: ConversationHandlerDeps,
): HandlersOf<typeof conversationRequests> {
  const { conversations, marking, typing } = deps
  return {
    'messages.page': (request) => conversations.page(request),
    'messages.around': (request) => conversations.around(request),
    'messages.atTime': ({ conversationId, at }) => conversations.firstFrom(conversationId, at),
    'conversations.markRead': ({ id, upTo }) => conversations.markRead(id, upTo),
    'conversations.saveDraft': ({ id, text }) => conversations.saveDraft(id, text),
    'conversations.typing': ({ id, typing: isTyping }) => typing.note(id, isTyping),
    'conversations.mark': ({ conversations: marked, action }) => marking.mark(marked, action),
    'conversations.undoMarks': ({ changes }) => marking.undo(changes),
    'contacts.setAlias': ({ id, alias }) => conversations.setContactAlias(id, alias),
  }
}

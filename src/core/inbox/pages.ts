import type { ConversationRepository } from '#core/storage/conversation-repository.ts'
import type { StoredMessage } from '#core/storage/messages/message-reader.ts'
import type { OutputOf, ParsedInputOf } from '#shared/contract/index.ts'
import { AppError } from '#shared/errors.ts'
import { type MessageViewDeps, toMessageView } from './quotes.ts'

/**
 * A page of a conversation's history, ascending. The message that it stands before or after is not part of it.
 * @throws AppError `not-found`
 */
export function readPage(
  stores: MessageViewDeps & { conversations: ConversationRepository },
  request: ParsedInputOf<'messages.page'>,
): OutputOf<'messages.page'> {
  const { conversations, messages } = stores
  const { conversationId, before, after, limit } = request
  if (conversations.target(conversationId) === null) throw new AppError('not-found')
  const shown = (rows: StoredMessage[]) => rows.map((row) => toMessageView(stores, row))
  const isThere = (rows: StoredMessage[]) => rows.length > 0
  if (after !== undefined) {
    const rows = messages.after(conversationId, after, limit + 1)
    const hasOlder = isThere(messages.before(conversationId, rows[0]?.id ?? null, 1))
    return { messages: shown(rows.slice(0, limit)), hasOlder, hasNewer: rows.length > limit }
  }
  const rows = messages.before(conversationId, before ?? null, limit + 1)
  const last = rows.at(-1)
  const newer =
    last === undefined ? messages.before(conversationId, null, 1) : messages.after(conversationId, last.id, 1)
  return { messages: shown(rows.slice(-limit)), hasOlder: rows.length > limit, hasNewer: isThere(newer) }
}

/** A message with what stands around it, however far back it is; null when the conversation has no such message. */
export function readAround(
  stores: MessageViewDeps & { conversations: ConversationRepository },
  { conversationId, messageId, limit }: ParsedInputOf<'messages.around'>,
): OutputOf<'messages.around'> {
  const { conversations, messages } = stores
  const middle = conversations.target(conversationId) === null ? null : messages.get(messageId)
  if (middle === null || middle.conversationId !== conversationId) return null
  const older = messages.before(conversationId, messageId, limit + 1)
  const newer = messages.after(conversationId, messageId, limit + 1)
  return {
    messages: [...older.slice(-limit), middle, ...newer.slice(0, limit)].map((row) =>
      toMessageView(stores, row),
    ),
    hasOlder: older.length > limit,
    hasNewer: newer.length > limit,
  }
}

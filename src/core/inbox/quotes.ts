import { resolvePartialQuote } from '#core/ilink/partial-quote.ts'
import type { MessageRepository, StoredMessage } from '#core/storage/message-repository.ts'
import type { StoredQuote } from '#core/storage/quote-columns.ts'
import type { Message, MessagePart, Quote } from '#shared/model/message.ts'

function selectedPart(quote: StoredQuote, part: MessagePart | null): string | null {
  if (quote.partial === null || part?.kind !== 'text') return null
  return resolvePartialQuote(part.text, quote.partial)
}

/**
 * Resolves a quote from our own store, which holds received messages and our own sends under the
 * ids the server gave them (fact sheet 4.8). What came inline wins, since it is what the phone showed.
 */
function resolveQuote(messages: MessageRepository, message: StoredMessage, quote: StoredQuote): Quote {
  const stored =
    quote.id === null ? null : messages.findByServerId(message.conversationId, message.accountId, quote.id)
  const part = quote.part ?? stored?.parts[0] ?? null
  return {
    found: part !== null,
    direction: stored?.direction ?? null,
    title: quote.title,
    part,
    selected: selectedPart(quote, part),
    messageId: stored?.id ?? null,
  }
}

/** The message as a window sees it. */
export function toShownMessage(messages: MessageRepository, message: StoredMessage): Message {
  return { ...message, quote: message.quote === null ? null : resolveQuote(messages, message, message.quote) }
}

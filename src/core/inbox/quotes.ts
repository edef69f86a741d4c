import { resolvePartialQuote } from '#core/ilink/partial-quote.ts'
import type { MessageRepository, StoredMessage } from '#core/storage/message-repository.ts'
import type { StoredQuote } from '#core/storage/quote-columns.ts'
import type { Message, MessagePart, Quote } from '#shared/model/message.ts'
import { excerpt } from '#shared/text/excerpt.ts'

/** Longest text shown of a quoted message, in UTF-16 units; the whole of it stands at its own place. */
const QUOTE_LENGTH = 2000

function selectedPart(quote: StoredQuote, parts: readonly MessagePart[]): string | null {
  if (quote.partial === null) return null
  const text = parts.find((part) => part.kind === 'text')?.text
  const selected = text === undefined ? null : resolvePartialQuote(text, quote.partial)
  return selected === null ? null : excerpt(selected, QUOTE_LENGTH)
}

function shortened(part: MessagePart): MessagePart {
  return part.kind === 'text' ? { kind: 'text', text: excerpt(part.text, QUOTE_LENGTH) } : part
}

/**
 * Resolves a quote from our own store, which holds received messages and our own sends under the
 * ids the server gave them (fact sheet 4.8). What came inline wins, since it is what the phone showed.
 */
function resolveQuote(messages: MessageRepository, message: StoredMessage, quote: StoredQuote): Quote {
  const stored =
    quote.id === null ? null : messages.findByServerId(message.conversationId, message.accountId, quote.id)
  const parts = quote.part === null ? (stored?.parts ?? []) : [quote.part]
  const [part] = parts
  return {
    found: part !== undefined,
    direction: stored?.direction ?? null,
    title: quote.title,
    part: part === undefined ? null : shortened(part),
    selected: selectedPart(quote, parts),
    messageId: stored?.id ?? null,
  }
}

/** The message as a window sees it. */
export function toShownMessage(messages: MessageRepository, message: StoredMessage): Message {
  return { ...message, quote: message.quote === null ? null : resolveQuote(messages, message, message.quote) }
}

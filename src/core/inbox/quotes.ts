import { resolvePartialQuote } from '#core/ilink/partial-quote.ts'
import type { MediaViews } from '#core/media/views.ts'
import type { BroadcastRepository } from '#core/storage/broadcast-repository.ts'
import type { MessageReader, StoredMessage } from '#core/storage/messages/message-reader.ts'
import type { StoredQuote } from '#core/storage/messages/stored-quote.ts'
import type { MediaView } from '#shared/model/media.ts'
import type { Message, MessagePart, Quote } from '#shared/model/message.ts'
import { excerpt } from '#shared/text/excerpt.ts'
import { repairText } from '#shared/text/repair.ts'
import { shownPart } from '#shared/text/shown-part.ts'

/** Longest text shown of a quoted message, in UTF-16 units; the whole of it stands at its own place. */
const QUOTE_LENGTH = 2000

/** Kinds of parts that bytes stand behind. */
const WITH_MEDIA: ReadonlySet<MessagePart['kind']> = new Set(['image', 'video', 'voice', 'file'])

/** What a message is looked up in to be shown. */
export interface MessageViewDeps {
  messages: MessageReader
  views: MediaViews
  broadcasts: Pick<BroadcastRepository, 'markOf'>
}

function selectedPart(quote: StoredQuote, parts: readonly MessagePart[]): string | null {
  if (quote.partial === null) return null
  const text = parts.find((part) => part.kind === 'text')?.text
  const selected = text === undefined ? null : resolvePartialQuote(text, quote.partial)
  return selected === null ? null : excerpt(repairText(selected), QUOTE_LENGTH)
}

function shortened(part: MessagePart): MessagePart {
  const shown = shownPart(part)
  return shown.kind === 'text' ? { kind: 'text', text: excerpt(shown.text, QUOTE_LENGTH) } : shown
}

/**
 * Resolves a quote from our own store, which holds received messages and our own sends under the
 * ids the server gave them (fact sheet 4.8). What came inline wins, since it is what the phone showed.
 */
function resolveQuote(
  { messages, views }: MessageViewDeps,
  message: StoredMessage,
  quote: StoredQuote,
  media: readonly MediaView[],
): Quote {
  const stored =
    quote.id === null ? null : messages.findByServerId(message.conversationId, message.accountId, quote.id)
  const parts = quote.part === null ? (stored?.parts ?? []) : [quote.part]
  const [part] = parts
  return {
    found: part !== undefined,
    direction: stored?.direction ?? null,
    title: quote.title,
    part: part === undefined ? null : shortened(part),
    media: quotedMedia(),
    selected: selectedPart(quote, parts),
    messageId: stored?.id ?? null,
  }

  function quotedMedia(): MediaView | null {
    if (quote.part !== null) return media.find(({ place }) => place === 'quote') ?? null
    if (stored === null || !stored.parts.some(({ kind }) => WITH_MEDIA.has(kind))) return null
    return views.ofMessage(stored.id).find(({ place }) => place !== 'quote') ?? null
  }
}

/** The message as a window sees it. */
export function toMessageView(deps: MessageViewDeps, message: StoredMessage): Message {
  const { quote } = message
  // most messages are texts, and have nothing to be looked up
  const hasMedia = quote !== null || message.parts.some(({ kind }) => WITH_MEDIA.has(kind))
  const media = hasMedia ? deps.views.ofMessage(message.id) : []
  return {
    id: message.id,
    accountId: message.accountId,
    conversationId: message.conversationId,
    direction: message.direction,
    origin: message.origin,
    sender: message.sender,
    at: message.at,
    parts: message.parts.map(shownPart),
    media: media.filter(({ place }) => place !== 'quote'),
    quote: quote === null ? null : resolveQuote(deps, message, quote, media),
    deletedAt: message.deletedAt,
    sending: message.sending,
    broadcast: message.sending === null ? null : deps.broadcasts.markOf(message.id),
    program: message.program,
  }
}

import type { UpdateBatch } from '#core/accounts/ports.ts'
import type { DecodedMessage } from '#core/ilink/message.ts'
import type { MessageContent } from '#core/storage/messages/message-content.ts'
import type { ReceivedMessage } from '#core/storage/messages/message-writer.ts'
import type { StoredQuote } from '#core/storage/messages/stored-quote.ts'
import { isGroupContact } from '#shared/model/group.ts'
import type { ConversationId } from '#shared/model/ids.ts'
import type { MessagePart } from '#shared/model/message.ts'
import { needsRaw, toPartView, toStoredQuote } from './parts.ts'

/** When it was deleted: not before it was sent nor after the receipt, whatever the server says. */
function deletedAt(deletedAtMs: number | null, at: number, receivedAt: number): number | null {
  return deletedAtMs === null ? null : Math.max(at, Math.min(deletedAtMs, receivedAt))
}

/** The time to show: the sender's, but never later than the receipt. */
function timeOf({ receivedAt }: UpdateBatch, { sentAtMs }: DecodedMessage): number {
  return Math.min(sentAtMs ?? receivedAt, receivedAt)
}

/** Who wrote a message of a group; elsewhere the conversation says it. */
function senderOf(message: DecodedMessage, userId: string): string | null {
  if (message.kind !== 'message' || message.direction === 'out' || !isGroupContact(userId)) return null
  return message.from === '' ? null : message.from
}

function partsOf(message: DecodedMessage): MessagePart[] {
  return message.kind === 'message' ? message.parts.map(toPartView) : [{ kind: 'unreadable' }]
}

function quoteOf(message: DecodedMessage): StoredQuote | null {
  return message.kind === 'message' && message.quote !== null ? toStoredQuote(message.quote) : null
}

/** Whether a copy without any key would be known by the row alone: by its words, and the time its sender gave it. */
function tellsContent({ keys, sentAtMs }: DecodedMessage, raw: string | null, at: number): boolean {
  const hasKey = keys.messageId !== null || keys.clientId !== null || keys.seq !== null
  return hasKey && raw === null && at === sentAtMs
}

/** What a message says, as its row would hold it. */
export function contentOf(batch: UpdateBatch, message: DecodedMessage, userId: string): MessageContent {
  const quote = quoteOf(message)
  return {
    userId,
    at: timeOf(batch, message),
    direction: message.direction,
    senderId: senderOf(message, userId),
    parts: JSON.stringify(partsOf(message)),
    quote: quote === null ? null : JSON.stringify(quote),
  }
}

/** The row of a message in its conversation with a user. */
export function rowOf(
  batch: UpdateBatch,
  message: DecodedMessage,
  place: { userId: string; conversationId: ConversationId; isKeyed: boolean },
): ReceivedMessage {
  const { userId, conversationId, isKeyed } = place
  const at = timeOf(batch, message)
  const readable = message.kind === 'message'
  const raw = readable && needsRaw(message.parts, message.quote) ? message.rawJson : null
  return {
    conversationId,
    direction: message.direction,
    senderId: senderOf(message, userId),
    at,
    parts: partsOf(message),
    quote: quoteOf(message),
    deletedAt: readable ? deletedAt(message.deletedAtMs, at, batch.receivedAt) : null,
    keys: message.keys,
    contentHash: readable && tellsContent(message, raw, at) ? null : message.keys.contentHash,
    isKeyed,
    raw,
  }
}

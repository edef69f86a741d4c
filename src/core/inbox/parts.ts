import type { InboundPart, InboundQuote } from '#core/ilink/message.ts'
import type { StoredQuote } from '#core/storage/messages/stored-quote.ts'
import type { MessagePart } from '#shared/model/message.ts'
import { unreachable } from '#shared/unreachable.ts'

/** What a window may see of a received part: no references, keys or raw JSON (P9). */
export function toPartView(part: InboundPart): MessagePart {
  switch (part.kind) {
    case 'text':
      return { kind: 'text', text: part.text }
    case 'image':
      return {
        kind: 'image',
        width: part.thumbnail?.width ?? null,
        height: part.thumbnail?.height ?? null,
        size: part.hdCipherSize ?? part.cipherSize,
      }
    case 'video':
      return { kind: 'video', size: part.size, durationMs: part.durationMs }
    case 'voice':
      return { kind: 'voice', durationMs: part.durationMs, transcript: part.transcript }
    case 'file':
      return { kind: 'file', name: part.name ?? '', size: part.size }
    case 'progress':
      return { kind: 'progress', tool: part.tool.name, phase: part.tool.phase, status: part.tool.status }
    case 'unsupported':
      return { kind: 'unsupported', rawType: part.rawType }
    case 'unreadable':
      return { kind: 'unreadable' }
    default:
      return unreachable(part)
  }
}

export function toStoredQuote(quote: InboundQuote): StoredQuote {
  return {
    id: quote.id,
    title: quote.title,
    part: quote.item === null ? null : toPartView(quote.item),
    partial: quote.partial,
  }
}

/** Whether a row of parts alone would lose what a later download or diagnosis needs. */
export function needsRaw(parts: readonly InboundPart[], quote: InboundQuote | null): boolean {
  return parts.some((part) => part.kind !== 'text') || quote?.item != null
}

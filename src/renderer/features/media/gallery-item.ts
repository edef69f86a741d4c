import type { GalleryItem, MediaId } from '#shared/model/media.ts'
import type { Message } from '#shared/model/message.ts'
import { unreachable } from '#shared/unreachable.ts'
import type { Log } from '../../store/log.ts'

/** The message of the loaded history that a medium belongs to; undefined where that is not loaded. */
export function messageOf(logs: Iterable<Log>, id: MediaId): Message | undefined {
  for (const { messages } of logs) {
    const message = messages.find(({ media }) => media.some((medium) => medium.id === id))
    if (message) return message
  }
  return undefined
}

/** A message's medium as a gallery would list it; null for what no gallery lists. */
export function itemOf(message: Message, id: MediaId): GalleryItem | null {
  const media = message.media.find((medium) => medium.id === id)
  const part = typeof media?.place === 'number' ? message.parts[media.place] : undefined
  if (!media || !part) return null
  switch (part.kind) {
    case 'image':
    case 'video':
    case 'voice':
    case 'file':
      return {
        media,
        messageId: message.id,
        conversationId: message.conversationId,
        direction: message.direction,
        at: message.at,
        name: part.kind === 'file' ? part.name : '',
        declared: part.kind,
      }
    case 'text':
    case 'progress':
    case 'unsupported':
    case 'unreadable':
      return null
    default:
      return unreachable(part)
  }
}

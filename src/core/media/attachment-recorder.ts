import type { InboundPart, InboundQuote, MediaReference } from '#core/ilink/message.ts'
import type { MediaRepository, NewAttachment } from '#core/storage/media-repository.ts'
import type { AccountId, ConversationId, MessageId } from '#shared/model/ids.ts'
import type { GalleryItem } from '#shared/model/media.ts'
import type { MediaSettings } from '#shared/model/settings.ts'
import { unreachable } from '#shared/unreachable.ts'

/** What a part says of its bytes. */
interface Announced {
  declared: GalleryItem['declared']
  media: MediaReference | null
  name: string
  /** Exact plain size, to be checked against; null where there is none. */
  plainSize: number | null
  plainMd5: string | null
  /** Some size, plain or not, to decide whether it is fetched by itself. */
  roughSize: number | null
}

/** A received message whose media are to be known. */
export interface IntakeMessage {
  messageId: MessageId
  accountId: AccountId
  conversationId: ConversationId
  at: number
}

const MD5 = /^[0-9a-f]{32}$/i

function announced(part: InboundPart): Announced | null {
  switch (part.kind) {
    case 'image': {
      const roughSize = part.hdCipherSize ?? part.cipherSize
      return { declared: 'image', media: part.media, name: '', plainSize: null, plainMd5: null, roughSize }
    }
    case 'video': {
      // `video_size` is the ciphertext's with some senders, so only its digest can be checked
      const { media, md5, size } = part
      return { declared: 'video', media, name: '', plainSize: null, plainMd5: md5, roughSize: size }
    }
    case 'voice':
      return {
        declared: 'voice',
        media: part.media,
        name: '',
        plainSize: null,
        plainMd5: null,
        roughSize: part.size,
      }
    case 'file': {
      const { media, md5, name, size } = part
      return { declared: 'file', media, name: name ?? '', plainSize: size, plainMd5: md5, roughSize: size }
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

/** Notes what media a received message brings, in the transaction that stores it (P1). */
export class AttachmentRecorder {
  readonly #media: MediaRepository
  readonly #settings: () => MediaSettings

  constructor(media: MediaRepository, settings: () => MediaSettings) {
    this.#media = media
    this.#settings = settings
  }

  /** Answers whether anything of it is to be fetched. */
  record(message: IntakeMessage, parts: readonly InboundPart[], quote: InboundQuote | null): boolean {
    const media = parts.flatMap((part, place) => this.#attachment(message, part, place) ?? [])
    const quoted = quote?.item == null ? null : this.#attachment(message, quote.item, 'quote')
    if (quoted !== null) media.push(quoted)
    for (const one of media) this.#media.add(one)
    return media.some(({ state }) => state === 'waiting')
  }

  #attachment(message: IntakeMessage, part: InboundPart, place: number | 'quote'): NewAttachment | null {
    const found = announced(part)
    if (found === null) return null
    const { declared, media: reference, name, plainSize, plainMd5, roughSize } = found
    const { autoFetch, autoFetchMaxBytes } = this.#settings()
    const wanted = autoFetch && (roughSize ?? 0) <= autoFetchMaxBytes
    return {
      ...message,
      place,
      declared,
      name,
      state: reference === null ? 'failed' : wanted ? 'waiting' : 'on-demand',
      reason: reference === null ? 'no-address' : null,
      hash: null,
      reference,
      plainSize,
      plainMd5: plainMd5 !== null && MD5.test(plainMd5) ? plainMd5.toLowerCase() : null,
    }
  }
}

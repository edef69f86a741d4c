import type { Account, PhoneMedia } from '../model.ts'
import type { WireObject } from '../wire.ts'
import { field, textOf } from '../wire.ts'
import type { Content } from './content.ts'

/** What a download parameter leads to (`encrypt_query_param`, fact sheet 4.3). */
export interface Reference {
  readonly account: Account
  /** 32 hex characters; without a key the download is plain. */
  readonly keyHex: string | undefined
  readonly size: number
  readonly md5: string
  readonly sha256: string
}

/** An item's member that bears its media, and what phones call it. */
interface MediaMember {
  readonly kind: PhoneMedia['kind']
  readonly name: string
}

/** Content above this is known by its digests only. */
export const keptBytes = 32 * 1024 * 1024
/** All contents together; the oldest are dropped. */
const shelfBytes = 256 * 1024 * 1024
const keptReferences = 100_000

const members: Readonly<Record<number, MediaMember>> = {
  2: { kind: 'image', name: 'image_item' },
  3: { kind: 'voice', name: 'voice_item' },
  4: { kind: 'file', name: 'file_item' },
  5: { kind: 'video', name: 'video_item' },
}

/** The member of an item type that bears media, or `undefined` for other types (4.2). */
export function mediaMember(type: number): MediaMember | undefined {
  return members[type]
}

/** The CDN's bytes and the parameters that lead to them, both bounded: what is oldest can be had no more. */
export class BlobStore {
  readonly #contents = new Map<string, Content>()
  readonly #references = new Map<string, Reference>()
  readonly #capacity: number
  #weight = 0

  /** @param capacity bytes in memory; default 256 MB */
  constructor(capacity = shelfBytes) {
    this.#capacity = capacity
  }

  /** Puts content under a new download parameter. */
  put(param: string, account: Account, keyHex: string | undefined, content: Content): void {
    const { size, md5, sha256 } = content
    this.#keep(content)
    this.#references.set(param, { account, keyHex, size, md5, sha256 })
    if (this.#references.size <= keptReferences) return
    const [oldest] = this.#references.keys()
    if (oldest !== undefined) this.#references.delete(oldest)
  }

  reference(param: string): Reference | undefined {
    return this.#references.get(param)
  }

  /** The content with this SHA-256, if its bytes are still there. */
  content(sha256: string): Content | undefined {
    return this.#contents.get(sha256)
  }

  /** The media of a wire item as a phone shows it; `undefined` when it has none that this CDN knows. */
  describe(item: WireObject | undefined): PhoneMedia | undefined {
    const type = field(item, 'type')
    const member = typeof type === 'number' ? mediaMember(type) : undefined
    if (!member) return undefined
    const body = field(item, member.name)
    const reference = this.#references.get(textOf(field(body, 'media'), 'encrypt_query_param') ?? '')
    if (!reference) return undefined
    const { size, md5, sha256 } = reference
    return { kind: member.kind, size, md5, sha256, fileName: textOf(body, 'file_name') }
  }

  #keep(content: Content): void {
    if (!content.blocks) return
    const known = this.#contents.get(content.sha256)
    // Moved to the end: what was used last is dropped last.
    if (known) this.#contents.delete(content.sha256)
    else this.#weight += content.weight
    this.#contents.set(content.sha256, known ?? content)
    for (const [sha256, oldest] of this.#contents) {
      if (this.#weight <= this.#capacity || sha256 === content.sha256) break
      this.#contents.delete(sha256)
      this.#weight -= oldest.weight
    }
  }
}

import { readFile } from 'node:fs/promises'
import type { MediaFile, MediaFileRepository } from '#core/storage/media-file-repository.ts'
import type { MediaRepository, StoredAttachment } from '#core/storage/media-repository.ts'
import { MediaId, StagedId } from '#shared/model/media.ts'
import type { FileStore } from './file-store.ts'
import type { MediaServing, ServedMedia, VoiceDecoder } from './ports.ts'

/** Decoded voices kept in memory, so that playing one twice or seeking decodes it once. */
const VOICES_KEPT = 8
/** A voice is a minute long at most; anything far above is none. */
const MAX_VOICE_BYTES = 8 * 1024 * 1024

export interface ServingDeps {
  media: MediaRepository
  files: MediaFileRepository
  store: FileStore
  voices: VoiceDecoder
  /** The bytes of a held medium are not there. */
  onMissing(attachment: StoredAttachment): void
}

/** Serves to pages what they can draw or play, and nothing else (P12). */
export function createMediaServing({ media, files, store, voices, onMissing }: ServingDeps): MediaServing {
  const decoded = new Map<MediaId, Promise<Uint8Array>>()

  function serve(file: MediaFile | null): ServedMedia | null {
    if (file === null || file.type === null) return null
    const isShown = file.kind === 'image' || file.kind === 'video' || file.kind === 'audio'
    if (!isShown || !store.isWhole(file)) return null
    return { type: file.type, size: file.size, file: store.pathOf(file.hash) }
  }

  function held(id: number): { id: MediaId; file: MediaFile } | null {
    const known = MediaId.safeParse(id)
    const attachment = known.success ? media.get(known.data) : null
    if (attachment?.file == null) return null
    if (store.isWhole(attachment.file)) return { id: attachment.id, file: attachment.file }
    onMissing(attachment)
    return null
  }

  function decode(id: MediaId, file: MediaFile): Promise<Uint8Array> {
    const kept = decoded.get(id)
    if (kept !== undefined) return kept
    const wav = readFile(store.pathOf(file.hash)).then((silk) => voices.decode(silk))
    decoded.set(id, wav)
    // one that failed is tried anew
    wav.catch(() => decoded.delete(id))
    const [oldest] = decoded.keys()
    if (decoded.size > VOICES_KEPT && oldest !== undefined) decoded.delete(oldest)
    return wav
  }

  return {
    media: (id) => serve(held(id)?.file ?? null),
    staged(id) {
      const known = StagedId.safeParse(id)
      return known.success ? serve(files.staged(known.data)?.file ?? null) : null
    },
    async voice(id) {
      const found = held(id)
      if (found === null || found.file.kind !== 'silk' || found.file.size > MAX_VOICE_BYTES) return null
      try {
        const bytes = await decode(found.id, found.file)
        return { type: 'audio/wav', size: bytes.length, bytes }
      } catch {
        // bytes that are no voice after all: the page says that it cannot play them
        return null
      }
    },
  }
}

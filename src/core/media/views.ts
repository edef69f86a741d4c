import type { MediaRepository, StoredAttachment } from '#core/storage/media-repository.ts'
import type { MessageId } from '#shared/model/ids.ts'
import type { MediaId, MediaView } from '#shared/model/media.ts'

/** Media as windows see them: without references, keys or paths (P9). */
export interface MediaViews {
  ofMessage(id: MessageId): MediaView[]
  of(attachment: StoredAttachment): MediaView
}

/** @param isLoading whether an attachment is being fetched right now, which the database does not know */
export function createMediaViews(media: MediaRepository, isLoading: (id: MediaId) => boolean): MediaViews {
  function of(attachment: StoredAttachment): MediaView {
    const { id, place, file, reason } = attachment
    return {
      id,
      place,
      state: attachment.state === 'waiting' && isLoading(id) ? 'loading' : attachment.state,
      reason,
      kind: file?.kind ?? null,
      type: file?.type ?? null,
      size: file?.size ?? null,
    }
  }
  return { of, ofMessage: (id) => media.ofMessage(id).map(of) }
}

import type { MediaRepository, StoredMedium } from '#core/storage/media-repository.ts'
import type { MessageId } from '#shared/model/ids.ts'
import type { MediaId, MediaView } from '#shared/model/media.ts'

/** Media as windows see them: without references, keys or paths (P9). */
export interface MediaViews {
  ofMessage(id: MessageId): MediaView[]
  of(medium: StoredMedium): MediaView
}

/** @param isLoading whether a medium is being fetched right now, which the database does not know */
export function createMediaViews(media: MediaRepository, isLoading: (id: MediaId) => boolean): MediaViews {
  function of(medium: StoredMedium): MediaView {
    const { id, place, file, reason } = medium
    return {
      id,
      place,
      state: medium.state === 'waiting' && isLoading(id) ? 'loading' : medium.state,
      reason,
      kind: file?.kind ?? null,
      type: file?.type ?? null,
      size: file?.size ?? null,
    }
  }
  return { of, ofMessage: (id) => media.ofMessage(id).map(of) }
}

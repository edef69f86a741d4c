import { useMemo } from 'react'
import type { ConversationId } from '#shared/model/ids.ts'
import type { GalleryItem, MediaId } from '#shared/model/media.ts'
import { useReplica } from '../../store/hooks.ts'
import { itemOf, messageOf } from './gallery-item.ts'
import { type Album, useAlbum } from './use-album.ts'

/** One medium with what its message says of it, and how the search for it goes. */
export interface FoundItem {
  item: GalleryItem | null
  state: 'looking' | 'found' | 'missing' | 'failed'
  /** The pictures and videos around it; empty for what is declared as something else. */
  pictures: Album
  /** Looks for it once more. */
  retry(): void
}

/**
 * Finds a medium in the loaded history, else among the conversation's pictures, else among its files.
 * Without a conversation only the loaded history is looked through.
 */
export function useItem(conversationId: ConversationId | null, id: MediaId): FoundItem {
  const message = useReplica(({ logs }) => messageOf(logs.values(), id))
  const known = useMemo(() => (message ? itemOf(message, id) : null), [message, id])
  const isPicture = known === null || known.declared === 'image' || known.declared === 'video'
  const pictures = useAlbum(
    conversationId !== null && isPicture ? { conversationId, show: 'pictures', until: id } : null,
  )
  const picture = entryOf(pictures, id)
  const isElsewhere = known === null && pictures.state === 'loaded' && picture === null
  const files = useAlbum(
    conversationId !== null && isElsewhere ? { conversationId, show: 'files', until: id } : null,
  )
  const item = picture ?? known ?? entryOf(files, id)
  const state = isElsewhere ? files.state : pictures.state
  return {
    item,
    state: item ? 'found' : conversationId === null ? 'missing' : SEARCH_STATE[state],
    pictures,
    retry: isElsewhere ? files.retry : pictures.retry,
  }
}

const SEARCH_STATE = { loading: 'looking', loaded: 'missing', failed: 'failed' } as const

function entryOf({ items }: Album, id: MediaId): GalleryItem | null {
  return items.find(({ media }) => media.id === id) ?? null
}

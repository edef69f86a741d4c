import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { MAX_PAGE } from '#shared/limits.ts'
import type { ConversationId } from '#shared/model/ids.ts'
import type { GalleryItem, MediaId } from '#shared/model/media.ts'
import { useServices } from '../../store/services.tsx'
import { useChangedMedia } from './use-changed-media.ts'

const PAGE = 60
/** Entries of a page while one entry is looked for, and how many pages back. */
const SEARCH_PAGES = 50

/** Which part of a conversation's media an album shows. */
interface AlbumChoice {
  conversationId: ConversationId
  show: 'pictures' | 'files'
  /** The entry that must be among the first ones, if it can be found. */
  until?: MediaId
}

/** A conversation's pictures and videos or its files, the newest first, as far as they are loaded. */
export interface Album {
  items: readonly GalleryItem[]
  hasOlder: boolean
  /** How the first entries are coming. */
  state: 'loading' | 'loaded' | 'failed'
  /** How older ones are coming. */
  older: 'idle' | 'loading' | 'failed'
  /** Loads the first entries once more. */
  retry(): void
  /** Loads older entries, once at a time; answers those that came, none when that failed. */
  loadOlder(): Promise<readonly GalleryItem[]>
}

interface Loaded {
  items: readonly GalleryItem[]
  hasOlder: boolean
}

const NOTHING: Loaded = { items: [], hasOlder: false }

/** Follows what happens to the media while they are shown. Null loads nothing. */
export function useAlbum(choice: AlbumChoice | null): Album {
  const [loaded, setLoaded] = useState(NOTHING)
  const [state, setState] = useState<Album['state']>('loading')
  const [older, setOlder] = useState<Album['older']>('idle')
  const [attempt, setAttempt] = useState(0)
  const pending = useRef<Promise<readonly GalleryItem[]> | null>(null)
  /** Of which album the entries are: a page of another one comes too late. */
  const shown = useRef<symbol | null>(null)
  const changed = useChangedMedia(choice?.conversationId ?? null)
  const page = usePage(choice)
  const until = choice?.until

  useEffect(() => {
    void attempt
    let isWanted = true
    setLoaded(NOTHING)
    setState('loading')
    setOlder('idle')
    pending.current = null
    shown.current = Symbol('album')
    if (!page) return
    firstOf(page, until).then(
      (first) => {
        if (!isWanted) return
        setLoaded(first)
        setState('loaded')
      },
      () => isWanted && setState('failed'),
    )
    return () => {
      isWanted = false
    }
  }, [page, until, attempt])

  async function more(load: LoadPage): Promise<readonly GalleryItem[]> {
    const album = shown.current
    setOlder('loading')
    try {
      const { items, hasOlder } = await load(loaded.items.at(-1)?.media.id, PAGE)
      if (shown.current !== album) return []
      setLoaded((known) => ({ items: [...known.items, ...items], hasOlder }))
      setOlder('idle')
      return items
    } catch {
      if (shown.current === album) setOlder('failed')
      return []
    } finally {
      if (shown.current === album) pending.current = null
    }
  }

  const items = useMemo(
    () =>
      loaded.items.map((item) => {
        const media = changed.get(item.media.id)
        return media ? { ...item, media } : item
      }),
    [loaded.items, changed],
  )

  return {
    items,
    hasOlder: loaded.hasOlder,
    state,
    older,
    retry: useCallback(() => setAttempt((number) => number + 1), []),
    async loadOlder() {
      if (!page || state !== 'loaded' || !loaded.hasOlder) return []
      pending.current ??= more(page)
      return pending.current
    },
  }
}

type LoadPage = (before: MediaId | undefined, limit: number) => Promise<Loaded>

/** How a page of the album is had; null for no album. */
function usePage(choice: AlbumChoice | null): LoadPage | null {
  const { client } = useServices()
  const conversationId = choice?.conversationId
  const show = choice?.show
  return useMemo(() => {
    if (conversationId === undefined || show === undefined) return null
    return (before, limit) =>
      client.request('media.gallery', {
        conversationId,
        show,
        limit,
        ...(before === undefined ? {} : { before }),
      })
  }, [client, conversationId, show])
}

/** The first page, or all pages up to the entry that is wanted. */
async function firstOf(page: LoadPage, until: MediaId | undefined): Promise<Loaded> {
  if (until === undefined) return page(undefined, PAGE)
  const items: GalleryItem[] = []
  let hasOlder = true
  for (let count = 0; hasOlder && count < SEARCH_PAGES; count += 1) {
    const more = await page(items.at(-1)?.media.id, MAX_PAGE)
    items.push(...more.items)
    hasOlder = more.hasOlder
    if (more.items.some(({ media }) => media.id === until)) break
  }
  return { items, hasOlder }
}

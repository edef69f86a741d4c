import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { AccountId, ConversationId } from '#shared/model/ids.ts'
import { MAX_HITS, type MessageFilter, type MessageHit } from '#shared/model/search.ts'
import { useNow } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'
import { isFiltered, searchedAccount, toFilter } from './to-filter.ts'
import { useSearchView } from './use-search-view.ts'

/** People shown above the messages. */
const PEOPLE = 6
/** Messages shown at most: more would have to be narrowed down anyhow. */
export const MAX_SHOWN = 500
/** While older messages are still being prepared, what is found is looked up again so often. */
const AGAIN_MS = 1_000

export interface Found {
  /** What was asked for. */
  text: string
  filter: MessageFilter
  people: readonly ConversationId[]
  hits: readonly MessageHit[]
  next: number | null
  /** Between 0 and 1: how much of the history is searched. */
  share: number
}

/** Looks for what is typed, at once; what was found before stays until the answer comes. */
export function useSearch(shown: AccountId | null): {
  /** Null before the first answer, and while there is nothing to look for. */
  found: Found | null
  failed: boolean
  more: () => void
  again: () => void
} {
  const { client } = useServices()
  const search = useSearchView()
  const now = useNow('minute')
  const text = search.text.trim()
  const asks = text !== '' || isFiltered(search)
  const accountId = searchedAccount(search, shown) ?? undefined
  // the same filter as long as nothing of it changes: a minute that passes asks nothing anew
  const described = JSON.stringify(toFilter(search, shown, now))
  const filter = useMemo((): MessageFilter => JSON.parse(described), [described])

  const [found, setFound] = useState<Found | null>(null)
  const [failed, setFailed] = useState(false)
  const [round, setRound] = useState(0)
  const latest = useRef<object | null>(null)
  const shownBefore = useRef<Found | null>(null)
  shownBefore.current = found
  const again = useCallback(() => setRound((one) => one + 1), [])

  useEffect(() => {
    void round
    const own = {}
    latest.current = own
    if (!asks) {
      setFound(null)
      setFailed(false)
      return
    }
    /** What has come since may be more than a page: reads on until it meets what is shown. */
    async function readDownTo(former: Found, first: Page): Promise<Page | null> {
      const top = former.hits[0]?.messageId ?? Number.POSITIVE_INFINITY
      const hits = [...first.hits]
      let { next } = first
      while (next !== null && next > top && hits.length < MAX_SHOWN) {
        const page = await client.request('search.messages', { text, filter, before: next, limit: MAX_HITS })
        if (latest.current !== own || page === null) return null
        hits.push(...page.hits)
        next = page.next
      }
      return { hits, next }
    }
    async function ask(): Promise<void> {
      const [people, messages] = await Promise.all([
        text === '' ? [] : client.request('search.people', { text, accountId, limit: PEOPLE }),
        client.request('search.messages', { text, filter, limit: MAX_HITS }),
      ])
      if (latest.current !== own || messages === null) return
      const former = shownBefore.current
      const isAgain = former?.text === text && former.filter === filter
      const newest = isAgain ? await readDownTo(former, messages) : messages
      if (latest.current !== own || newest === null) return
      const { hits, next } = newest
      const asked = { text, filter, people, share: messages.progress.share }
      setFailed(false)
      setFound((before) =>
        before?.text === text && before.filter === filter
          ? { ...asked, ...merged(before, { hits, next }) }
          : { ...asked, hits, next },
      )
    }
    ask().catch(() => {
      if (latest.current === own) setFailed(true)
    })
  }, [client, asks, text, accountId, filter, round])

  const isBuilding = found !== null && found.share < 1
  useEffect(() => {
    if (!isBuilding) return
    const timer = setInterval(again, AGAIN_MS)
    return () => clearInterval(timer)
  }, [isBuilding, again])

  const more = useCallback(() => {
    if (found?.next == null || found.hits.length >= MAX_SHOWN) return
    const page = { text: found.text, filter: found.filter, before: found.next, limit: MAX_HITS }
    const isSame = (former: Found | null): former is Found =>
      former?.text === page.text && former.filter === page.filter && former.next === page.before
    client.request('search.messages', page).then(
      (messages) => {
        if (messages === null) return
        const { hits, next } = messages
        // scrolling asks again before the answer is here, and newer ones may have come above
        setFound((former) => (isSame(former) ? { ...former, hits: [...former.hits, ...hits], next } : former))
      },
      () => isSame(shownBefore.current) && setFailed(true),
    )
  }, [client, found])

  return { found: asks ? found : null, failed, more, again }
}

/** Hits, the newest first, and where they go on. */
interface Page {
  hits: readonly MessageHit[]
  next: number | null
}

/** What is shown with what is found now above it; what is gone from there is gone. */
function merged(shown: Page, newest: Page): Page {
  const { next } = newest
  if (next === null) return newest
  const below = shown.hits.filter(({ messageId }) => messageId < next)
  return below.length === 0 ? newest : { hits: [...newest.hits, ...below], next: shown.next }
}

import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { AccountId, ConversationId } from '#shared/model/ids.ts'
import { MAX_HITS, type MessageFilter } from '#shared/model/search.ts'
import { useNow } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'
import { isApart, MAX_SHOWN, type Page, withNewest, withOlder } from './pages.ts'
import { isFiltered, searchedAccount, toFilter } from './to-filter.ts'
import { useSearchView } from './use-search-view.ts'

/** People shown above the messages. */
const PEOPLE = 6
/** While messages are still being prepared, what is found is looked up again so long after an answer. */
const AGAIN_MS = 1_000

export interface Found extends Page {
  /** What was asked for. */
  text: string
  filter: MessageFilter
  people: readonly ConversationId[]
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
    const isOld = () => latest.current !== own
    let timer: ReturnType<typeof setTimeout> | undefined

    /**
     * What has come since may be more than a page: reads on until it meets what is shown, or as much as is shown at
     * most. More than what is shown, again, is not worth reading: it is begun anew.
     */
    async function readDownTo(former: Found, first: Page): Promise<Page | null> {
      let read = first
      while (read.next !== null && isApart(read, former) && read.hits.length < MAX_SHOWN) {
        if (read.hits.length > former.hits.length) return first
        const older = { text, filter, before: read.next, limit: MAX_HITS }
        const page = await client.request('search.messages', older)
        if (isOld() || page === null) return null
        read = withOlder(read, page)
      }
      return read
    }
    /** Answers whether to ask once more. */
    async function ask(): Promise<boolean> {
      const [people, messages] = await Promise.all([
        text === '' ? [] : client.request('search.people', { text, accountId, limit: PEOPLE }),
        client.request('search.messages', { text, filter, limit: MAX_HITS }),
      ])
      // one that another request of this window came in the way of found nothing out
      if (isOld() || messages === null) return true
      const former = shownBefore.current
      const isAgain = former?.text === text && former.filter === filter
      const newest = isAgain ? await readDownTo(former, messages) : messages
      if (isOld() || newest === null) return true
      const { hits, next } = newest
      const { share } = messages.progress
      const asked = { text, filter, people, share }
      setFailed(false)
      setFound((before) =>
        before?.text === text && before.filter === filter
          ? { ...asked, ...withNewest(before, { hits, next }) }
          : { ...asked, hits, next },
      )
      return share < 1
    }
    function fail(): boolean {
      const shown = shownBefore.current
      if (!isOld()) setFailed(true)
      return shown?.text === text && shown.filter === filter && shown.share < 1
    }
    void ask()
      .catch(fail)
      .then((isDue) => {
        if (isDue && !isOld()) timer = setTimeout(again, AGAIN_MS)
      })
    return () => {
      clearTimeout(timer)
      latest.current = null
    }
  }, [client, asks, text, accountId, filter, round, again])

  const more = useCallback(() => {
    if (found?.next == null || found.hits.length >= MAX_SHOWN) return
    const page = { text: found.text, filter: found.filter, before: found.next, limit: MAX_HITS }
    const isSame = (former: Found | null): former is Found =>
      former?.text === page.text && former.filter === page.filter && former.next === page.before
    client.request('search.messages', page).then(
      (messages) => {
        if (messages === null) return
        // scrolling asks again before the answer is here, and newer ones may have come above
        setFound((former) => (isSame(former) ? { ...former, ...withOlder(former, messages) } : former))
      },
      () => isSame(shownBefore.current) && setFailed(true),
    )
  }, [client, found])

  return { found: asks ? found : null, failed, more, again }
}

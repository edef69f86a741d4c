import type { MessageHit } from '#shared/model/search.ts'

/** Messages shown at most: more would have to be narrowed down anyhow. */
export const MAX_SHOWN = 500

/** Hits, the newest first, and where they go on; null where they end. */
export interface Page {
  hits: readonly MessageHit[]
  next: number | null
}

/** Whether between a page and what is shown below it there may be others that nobody has read. */
export function isApart(newest: Page, shown: Page): boolean {
  const top = shown.hits[0]?.messageId
  return newest.next !== null && top !== undefined && newest.next > top
}

/** What is shown with what is found now above it; what is gone from there is gone. A list that would have a hole ends above it. */
export function withNewest(shown: Page, newest: Page): Page {
  const { next } = newest
  const below =
    next === null || isApart(newest, shown) ? [] : shown.hits.filter((hit) => hit.messageId < next)
  return below.length === 0 ? cut(newest) : cut({ hits: [...newest.hits, ...below], next: shown.next })
}

/** What is shown with the page that follows it. */
export function withOlder(shown: Page, older: Page): Page {
  return cut({ hits: [...shown.hits, ...older.hits], next: older.next })
}

function cut(page: Page): Page {
  const hits = page.hits.slice(0, MAX_SHOWN)
  const last = hits.at(-1)
  return last === undefined || hits.length === page.hits.length ? page : { hits, next: last.messageId }
}

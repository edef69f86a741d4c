import { type RefObject, useLayoutEffect, useRef } from 'react'

/** What an element loses when it changes its place in the page. */
interface Places {
  focused: HTMLElement | null
  scrolled: { element: Element; top: number; left: number }[]
}

/**
 * Lets columns change places without losing what is scrolled or focused in them: the browser forgets
 * both for every element that is moved. Call the answer before a change of `order`.
 */
export function useKeptPlaces(row: RefObject<HTMLElement | null>, order: string): () => void {
  const noted = useRef<Places | null>(null)

  useLayoutEffect(() => {
    void order
    const places = noted.current
    noted.current = null
    if (!places) return
    for (const { element, top, left } of places.scrolled) element.scrollTo({ top, left })
    places.focused?.focus({ preventScroll: true })
  }, [order])

  return () => {
    const { current } = row
    if (!current) return
    const inside = [...current.querySelectorAll('*')]
    const focused = document.activeElement
    noted.current = {
      focused: focused instanceof HTMLElement && current.contains(focused) ? focused : null,
      scrolled: inside
        .filter((element) => element.scrollTop > 0 || element.scrollLeft > 0)
        .map((element) => ({ element, top: element.scrollTop, left: element.scrollLeft })),
    }
  }
}

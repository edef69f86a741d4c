import { type RefObject, useLayoutEffect } from 'react'

/**
 * Tells assistive programs which places of the whole list its drawn items have. It is written to the elements, not
 * drawn: each message that arrives moves nearly all of them, and none would have to be drawn anew but for this.
 * @param first the place of the first drawn item, from 0
 */
export function useSetPositions(list: RefObject<HTMLElement | null>, first: number, count: number): void {
  useLayoutEffect(() => {
    const items = list.current?.children ?? []
    for (const [index, item] of [...items].entries()) {
      item.ariaPosInSet = String(first + index + 1)
      item.ariaSetSize = String(count)
    }
  })
}

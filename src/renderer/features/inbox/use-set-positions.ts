import { type RefObject, useLayoutEffect } from 'react'

/**
 * Tells assistive programs which places of the whole list its drawn items have. It is written to the elements, not
 * drawn: each message that arrives moves nearly all of them, and none would have to be drawn anew but for this.
 * @param first the place of the first drawn item, from 0
 */
export function useSetPositions(list: RefObject<HTMLElement | null>, first: number, count: number): void {
  useLayoutEffect(() => {
    const items = list.current?.children ?? []
    const size = String(count)
    for (const [index, item] of [...items].entries()) {
      item.ariaPosInSet = String(first + index + 1)
      // writing what stands there already would cost as much as a change
      if (item.ariaSetSize !== size) item.ariaSetSize = size
    }
  })
}

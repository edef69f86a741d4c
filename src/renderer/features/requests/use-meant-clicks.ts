import { type MouseEvent, useLayoutEffect, useRef } from 'react'

/** So long after the cards have changed a click may still have been meant for what stood there before. */
const MOMENT_MS = 600

/**
 * Keeps clicks from what they were not meant for: a card came, or moved up, under a pointer that rests there, or a click
 * was the second of two. Keys are not concerned, as nothing gets the focus by coming.
 * @param cards changes with the cards
 */
export function useMeantClicks(cards: string) {
  const changedAt = useRef(0)
  const hasMoved = useRef(false)
  useLayoutEffect(() => {
    void cards
    changedAt.current = performance.now()
    hasMoved.current = false
  }, [cards])
  return {
    onPointerMove: () => {
      hasMoved.current = true
    },
    onClickCapture: (event: MouseEvent) => {
      // a key's click counts none
      if (event.detail === 0) return
      const isEarly = !hasMoved.current && performance.now() - changedAt.current < MOMENT_MS
      if (!isEarly && event.detail === 1) return
      event.preventDefault()
      event.stopPropagation()
    },
  }
}

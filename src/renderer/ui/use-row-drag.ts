import { type PointerEvent, useEffect, useRef, useState } from 'react'

/** A row on its way, and the place among the others where it would land. */
export interface RowDrag<Id> {
  id: Id
  place: number
}

/** From this distance in CSS pixels on a pressed pointer means a drag, not a click. */
const THRESHOLD = 4
const GRIP = '[data-grip]'

/**
 * Lets rows be dragged by the pointer. Escape or a lost pointer takes the drag back.
 * @param placeAt how many of the other rows have their middle above a height of the window
 */
export function useRowDrag<Id>(
  placeAt: (clientY: number, id: Id) => number,
  onDrop: (id: Id, place: number) => void,
) {
  const [drag, setDrag] = useState<RowDrag<Id> | null>(null)
  const running = useRef<AbortController | null>(null)
  useEffect(() => () => running.current?.abort(), [])

  function start(event: PointerEvent, id: Id): void {
    const pressed = event.target instanceof Element ? event.target.closest('button, a, input') : null
    if (event.button !== 0 || (pressed && !pressed.matches(GRIP))) return
    running.current?.abort()
    const stop = new AbortController()
    running.current = stop
    const from = event.clientY
    let current: RowDrag<Id> | null = null

    const end = () => {
      stop.abort()
      setDrag(null)
    }
    const follow = ({ clientY }: { clientY: number }) => {
      if (current === null && Math.abs(clientY - from) < THRESHOLD) return
      getSelection()?.removeAllRanges()
      current = { id, place: placeAt(clientY, id) }
      setDrag(current)
    }
    const drop = () => {
      end()
      if (current !== null) onDrop(current.id, current.place)
    }
    const takeBack = (pressed: KeyboardEvent) => {
      if (pressed.key !== 'Escape') return
      // It takes the drag back and nothing else: a dialog around the rows stays open.
      if (current !== null) pressed.stopPropagation()
      end()
    }
    const { signal } = stop
    window.addEventListener('pointermove', follow, { signal })
    window.addEventListener('pointerup', drop, { signal })
    window.addEventListener('pointercancel', end, { signal })
    window.addEventListener('keydown', takeBack, { signal, capture: true })
  }

  return { drag, start }
}

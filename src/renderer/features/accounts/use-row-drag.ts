import { type PointerEvent, type RefObject, useEffect, useRef, useState } from 'react'
import type { AccountId } from '#shared/model/ids.ts'

/** A row on its way, and the place among the others where it would land. */
export interface RowDrag {
  id: AccountId
  place: number
}

/** From this distance in CSS pixels on a pressed pointer means a drag, not a click. */
const THRESHOLD = 4
const GRIP = '[data-grip]'

/**
 * Lets rows be dragged by the pointer. Rows name their account in `data-row`; those without one stay
 * where they are. Escape or a lost pointer takes the drag back.
 */
export function useRowDrag(
  body: RefObject<HTMLTableSectionElement | null>,
  onDrop: (id: AccountId, place: number) => void,
) {
  const [drag, setDrag] = useState<RowDrag | null>(null)
  const running = useRef<AbortController | null>(null)
  useEffect(() => () => running.current?.abort(), [])

  function start(event: PointerEvent, id: AccountId): void {
    const pressed = event.target instanceof Element ? event.target.closest('button, a, input') : null
    if (event.button !== 0 || (pressed && !pressed.matches(GRIP))) return
    running.current?.abort()
    const stop = new AbortController()
    running.current = stop
    const from = event.clientY
    let current: RowDrag | null = null

    const end = () => {
      stop.abort()
      setDrag(null)
    }
    const follow = ({ clientY }: { clientY: number }) => {
      if (current === null && Math.abs(clientY - from) < THRESHOLD) return
      getSelection()?.removeAllRanges()
      current = { id, place: placeAt(clientY, id, body.current) }
      setDrag(current)
    }
    const drop = () => {
      end()
      if (current !== null) onDrop(current.id, current.place)
    }
    const { signal } = stop
    window.addEventListener('pointermove', follow, { signal })
    window.addEventListener('pointerup', drop, { signal })
    window.addEventListener('pointercancel', end, { signal })
    window.addEventListener('keydown', ({ key }) => key === 'Escape' && end(), { signal })
  }

  return { drag, start }
}

/** How many of the other rows have their middle above this height. */
function placeAt(clientY: number, id: AccountId, body: HTMLElement | null): number {
  const others = [...(body?.querySelectorAll<HTMLElement>('[data-row]') ?? [])].filter(
    (row) => row.dataset['row'] !== id,
  )
  return others.filter((row) => {
    const { top, height } = row.getBoundingClientRect()
    return top + height / 2 < clientY
  }).length
}

import { type CSSProperties, type PointerEvent, useEffect, useRef, useState, type WheelEvent } from 'react'

const STEP = 1.4
const LEAST = 1
const MOST = 12

/** Where a picture stands and how large, 1 fitting the window. */
interface Place {
  scale: number
  x: number
  y: number
}

const FIT: Place = { scale: 1, x: 0, y: 0 }

function scaled(place: Place, factor: number): Place {
  const scale = Math.min(MOST, Math.max(LEAST, place.scale * factor))
  if (scale === LEAST) return FIT
  const change = scale / place.scale
  return { scale, x: place.x * change, y: place.y * change }
}

/** Zooms by wheel, double click, buttons and the keys +, - and 0, and moves by dragging. */
export function useZoom() {
  const [place, setPlace] = useState(FIT)
  const grabbed = useRef<{ x: number; y: number } | null>(null)

  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      if (event.ctrlKey || event.metaKey || event.altKey) return
      if (event.key === '+' || event.key === '=') setPlace((now) => scaled(now, STEP))
      else if (event.key === '-') setPlace((now) => scaled(now, 1 / STEP))
      else if (event.key === '0') setPlace(FIT)
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])

  const style: CSSProperties = {
    transform: `translate(${place.x}px, ${place.y}px) scale(${place.scale})`,
    cursor: place.scale === 1 ? 'zoom-in' : 'grab',
  }
  return {
    style,
    in: () => setPlace((now) => scaled(now, STEP)),
    out: () => setPlace((now) => scaled(now, 1 / STEP)),
    fit: () => setPlace(FIT),
    area: {
      onWheel: (event: WheelEvent) => setPlace((now) => scaled(now, event.deltaY < 0 ? STEP : 1 / STEP)),
      onDoubleClick: () => setPlace((now) => (now.scale === 1 ? scaled(now, STEP * STEP) : FIT)),
      onPointerDown: (event: PointerEvent) => {
        grabbed.current = { x: event.clientX, y: event.clientY }
        event.currentTarget.setPointerCapture(event.pointerId)
      },
      onPointerMove: (event: PointerEvent) => {
        const from = grabbed.current
        if (!from) return
        grabbed.current = { x: event.clientX, y: event.clientY }
        setPlace((now) =>
          now.scale === 1
            ? now
            : { ...now, x: now.x + event.clientX - from.x, y: now.y + event.clientY - from.y },
        )
      },
      onPointerUp: () => {
        grabbed.current = null
      },
    },
  }
}

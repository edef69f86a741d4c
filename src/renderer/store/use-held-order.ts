import { useEffect, useRef, useState } from 'react'

/**
 * The order while a list is being touched: nothing moves, nothing leaves, and what is new waits at
 * the end.
 */
export function heldOrder<K>(held: readonly K[], live: readonly K[], exists: (key: K) => boolean): K[] {
  const kept = held.filter(exists)
  const known = new Set(kept)
  return [...kept, ...live.filter((key) => !known.has(key))]
}

/**
 * Keeps an order still while the pointer is over the list or keys move in it. It is let go when the
 * pointer leaves, when typing goes elsewhere, and when the window loses the focus.
 */
export function useHeldOrder<K>(
  live: readonly K[],
  exists: (key: K) => boolean,
  /** A change of what is asked for; a new question gets its own order at once. */
  question: string,
) {
  const [touched, setTouched] = useState(false)
  const held = useRef({ order: live, question })
  const holding = touched && held.current.question === question
  const order = holding ? heldOrder(held.current.order, live, exists) : live
  const stale = holding && order.some((key, index) => key !== live[index])

  useEffect(() => {
    held.current = { order, question }
  })

  useEffect(() => {
    if (!touched) return
    const letGo = () => setTouched(false)
    window.addEventListener('blur', letGo)
    return () => window.removeEventListener('blur', letGo)
  }, [touched])

  return {
    order,
    /** The live order differs from what is shown. */
    stale,
    touch: () => setTouched(true),
    letGo: () => setTouched(false),
  }
}

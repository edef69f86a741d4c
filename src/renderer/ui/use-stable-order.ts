import { useEffect, useRef } from 'react'
import { useTouched } from './use-touched.ts'

/**
 * Keeps an order still while the pointer is over the list or keys move in it. It is let go when the
 * pointer leaves, when typing goes elsewhere, and when the window loses the focus.
 */
export function useStableOrder<Id>(
  live: readonly Id[],
  exists: (id: Id) => boolean,
  /** A change of what is asked for; a new question gets its own order at once. */
  question: string,
) {
  const { touched, touch, release } = useTouched()
  const held = useRef({ order: live, question })
  const holding = touched && held.current.question === question
  const order = holding ? heldOrder(held.current.order, live, exists) : live
  const stale = holding && order.some((id, index) => id !== live[index])

  useEffect(() => {
    held.current = { order, question }
  })

  return {
    order,
    /** The live order differs from what is shown. */
    stale,
    touch,
    release,
  }
}

/**
 * The order while the list is being touched: nothing moves, nothing leaves, and what is new waits at
 * the end.
 */
export function heldOrder<Id>(held: readonly Id[], live: readonly Id[], exists: (id: Id) => boolean): Id[] {
  const kept = held.filter(exists)
  const known = new Set(kept)
  return [...kept, ...live.filter((id) => !known.has(id))]
}

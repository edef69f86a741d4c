import { type RefObject, useEffect, useRef } from 'react'

/** Marks a field that need not be filled in. */
export const OPTIONAL = 'data-optional'

/**
 * Puts the focus on a field when it appears, unless the operator is writing in another one: with several codes
 * on screen fields appear by themselves.
 */
export function useGentleFocus(): RefObject<HTMLInputElement | null> {
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    const writing = document.activeElement
    const isElsewhere = writing instanceof HTMLInputElement && writing !== field.current
    // A label that nobody has begun had the focus only because one begins somewhere.
    const mayLose = isElsewhere && writing.hasAttribute(OPTIONAL) && writing.value === ''
    if (!isElsewhere || mayLose) field.current?.focus()
  }, [])
  return field
}

import { type RefObject, useEffect, useRef } from 'react'

/**
 * Puts the focus on a field when it appears, unless the operator is writing in another one: with
 * several codes on screen fields appear by themselves.
 */
export function useGentleFocus(): RefObject<HTMLInputElement | null> {
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    const writing = document.activeElement
    if (!(writing instanceof HTMLInputElement) || writing === field.current) field.current?.focus()
  }, [])
  return field
}

import { useEffect, useRef } from 'react'
import { useTouched } from './use-touched.ts'

/**
 * Keeps a value as it is while the pointer is over what shows it, and takes the live one again when the pointer
 * leaves or the window loses the focus. Another `question` gets its own value at once.
 */
export function useHeldStill<T>(live: T, question: string) {
  const { touched, touch, release } = useTouched()
  const held = useRef({ value: live, question })
  const value = touched && held.current.question === question ? held.current.value : live

  useEffect(() => {
    held.current = { value, question }
  })

  return { value, touch, release }
}

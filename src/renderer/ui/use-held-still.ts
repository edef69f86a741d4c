import { useEffect, useRef, useState } from 'react'

/**
 * Keeps a value as it is while the pointer is over what shows it, and takes the live one again when the pointer
 * leaves or the window loses the focus. Another `question` gets its own value at once.
 */
export function useHeldStill<T>(live: T, question: string) {
  const [touched, setTouched] = useState(false)
  const held = useRef({ value: live, question })
  const value = touched && held.current.question === question ? held.current.value : live

  useEffect(() => {
    held.current = { value, question }
  })

  useEffect(() => {
    if (!touched) return
    const release = () => setTouched(false)
    window.addEventListener('blur', release)
    return () => window.removeEventListener('blur', release)
  }, [touched])

  return { value, touch: () => setTouched(true), release: () => setTouched(false) }
}

import { useCallback, useEffect, useState } from 'react'

/** Whether somebody's hand is on what is shown: let go also when the window loses the focus. */
export function useTouched() {
  const [touched, setTouched] = useState(false)
  const touch = useCallback(() => setTouched(true), [])
  const release = useCallback(() => setTouched(false), [])
  useEffect(() => {
    if (!touched) return
    window.addEventListener('blur', release)
    return () => window.removeEventListener('blur', release)
  }, [touched, release])
  return { touched, touch, release }
}

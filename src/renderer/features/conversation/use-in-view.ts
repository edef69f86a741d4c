import { type RefObject, useEffect, useState } from 'react'

/** Share of an element that must be inside the window for what it says to count as shown. */
const ENOUGH = 0.75

/** Whether an element stands inside the window, and not beside it where columns were scrolled away. */
export function useInView(element: RefObject<HTMLElement | null>): boolean {
  const [shown, setShown] = useState(false)
  useEffect(() => {
    const { current } = element
    if (!current) return
    const observer = new IntersectionObserver(
      (entries) => setShown((entries.at(-1)?.intersectionRatio ?? 0) >= ENOUGH),
      { threshold: ENOUGH },
    )
    observer.observe(current)
    return () => observer.disconnect()
  }, [element])
  return shown
}

import { useEffect } from 'react'
import { useServices } from '../store/services.tsx'

/** A page that paints nothing asks for them after this time all the same, ms. */
const PATIENCE_MS = 2_000
/** On a page that is never idle each portion is asked for after this time, ms. */
const IDLE_MS = 200

const idle = () => new Promise<void>((resolve) => requestIdleCallback(() => resolve(), { timeout: IDLE_MS }))

/**
 * Asks for the conversations that the first screen did not need once that stands, in portions that wait until the page
 * has nothing to do.
 */
export function useTheOthers(isReady: boolean, isPainted: boolean): void {
  const { replica } = useServices()
  useEffect(() => {
    if (!isReady) return
    const timer = setTimeout(() => void replica.complete(idle), isPainted ? 0 : PATIENCE_MS)
    return () => clearTimeout(timer)
  }, [isReady, isPainted, replica])
}

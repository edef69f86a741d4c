import { useEffect } from 'react'
import { useServices } from '../store/services.tsx'

/** A page that paints nothing asks for them after this time all the same, ms. */
const PATIENCE_MS = 2_000
/** On a page that is never idle each portion is asked for after this time, ms. */
const IDLE_MS = 200

const idle = () => new Promise<void>((resolve) => requestIdleCallback(() => resolve(), { timeout: IDLE_MS }))

/**
 * Asks for the conversations that the first screen did not need once that stands, in portions that wait until the page
 * has nothing to do; then main may begin with what no screen waits for.
 */
export function useTheOthers(isReady: boolean, isPainted: boolean): void {
  const { client, replica } = useServices()
  useEffect(() => {
    if (!isReady) return
    const complete = async () => {
      await replica.complete(idle)
      await idle()
      // main goes on without it in a while
      client.request('app.settled').catch(() => undefined)
    }
    const timer = setTimeout(() => void complete(), isPainted ? 0 : PATIENCE_MS)
    return () => clearTimeout(timer)
  }, [isReady, isPainted, client, replica])
}

import { useEffect } from 'react'
import { useServices } from '../store/services.tsx'

/** A page that paints nothing asks for them after this time all the same, ms. */
const PATIENCE_MS = 2_000
/** On a page that is never idle each portion is asked for after this time, ms. */
const IDLE_MS = 200
/** What was refused is asked for again after this time, ms: until it is there, nobody can be written to anew. */
const AGAIN_MS = 2_000

const idle = () => new Promise<void>((resolve) => requestIdleCallback(() => resolve(), { timeout: IDLE_MS }))

/**
 * Asks for the conversations that the first screen did not need once that stands, in portions that wait until the page
 * has nothing to do; then main may begin with what no screen waits for.
 */
export function useTheOthers(isReady: boolean, isPainted: boolean): void {
  const { client, replica } = useServices()
  useEffect(() => {
    if (!isReady) return
    let isOver = false
    let timer: ReturnType<typeof setTimeout>
    const complete = async () => {
      await replica.complete(idle)
      if (!isOver && replica.state.getState().replica?.isWhole === false)
        timer = setTimeout(() => void complete(), AGAIN_MS)
      await idle()
      // main goes on without it in a while
      client.request('app.settled').catch(() => undefined)
    }
    timer = setTimeout(() => void complete(), isPainted ? 0 : PATIENCE_MS)
    return () => {
      isOver = true
      clearTimeout(timer)
    }
  }, [isReady, isPainted, client, replica])
}

import { useCallback, useSyncExternalStore } from 'react'
import type { Replica } from '../../store/replica.ts'
import { useServices } from '../../store/services.tsx'

/** How long what is shown stands at least, in ms. */
const REST_MS = 800
/** And then until the page has nothing else to do, but no longer than this: together within a second (P24). */
const IDLE_MS = 200

/**
 * The conversations as they are, and from then on once a second at most: nearly every message changes who closes first,
 * and nobody reads lists that change with each. Drawing them takes as long as a row does, so they come between two
 * messages and not before one.
 */
export function useConversations(): Replica['conversations'] {
  const { replica } = useServices()
  const subscribe = useCallback(
    (changed: () => void) => {
      let timer: ReturnType<typeof setTimeout> | undefined
      let idle: number | undefined
      let isResting = false
      let isMissed = false
      const rested = () => {
        isResting = false
        if (isMissed) tell()
      }
      const tell = () => {
        isMissed = isResting
        if (isMissed) return
        isResting = true
        timer = setTimeout(() => {
          idle = requestIdleCallback(rested, { timeout: IDLE_MS })
        }, REST_MS)
        changed()
      }
      const stop = replica.state.subscribe((now, before) => {
        if (now.replica?.conversations !== before.replica?.conversations) tell()
      })
      return () => {
        clearTimeout(timer)
        if (idle !== undefined) cancelIdleCallback(idle)
        stop()
      }
    },
    [replica],
  )
  return useSyncExternalStore(subscribe, () => {
    const known = replica.state.getState().replica
    if (known === null) throw new Error('the replica is not there yet')
    return known.conversations
  })
}

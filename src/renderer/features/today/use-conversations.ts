import { useCallback, useSyncExternalStore } from 'react'
import type { Replica } from '../../store/replica.ts'
import { useServices } from '../../store/services.tsx'

/** How long what is shown stands at least, in ms; a row may come within a second (P24). */
const REST_MS = 1_000

/**
 * The conversations as they are, and from then on once a second at most: nearly every message changes who closes first,
 * and nobody reads lists that change with each.
 */
export function useConversations(): Replica['conversations'] {
  const { replica } = useServices()
  const subscribe = useCallback(
    (changed: () => void) => {
      let timer: ReturnType<typeof setTimeout> | undefined
      let isMissed = false
      const tell = () => {
        isMissed = timer !== undefined
        if (isMissed) return
        timer = setTimeout(() => {
          timer = undefined
          if (isMissed) tell()
        }, REST_MS)
        changed()
      }
      const stop = replica.state.subscribe((now, before) => {
        if (now.replica?.conversations !== before.replica?.conversations) tell()
      })
      return () => {
        clearTimeout(timer)
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

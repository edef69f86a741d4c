import { useCallback, useSyncExternalStore } from 'react'

/** Whether a media query holds, followed live. */
function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const media = window.matchMedia(query)
      media.addEventListener('change', listener)
      return () => media.removeEventListener('change', listener)
    },
    [query],
  )
  return useSyncExternalStore(subscribe, () => window.matchMedia(query).matches)
}

/** The rail shows pictures only. The same widths stand in the style sheet as breakpoints. */
export function useFolded(): boolean {
  return useMedia('(width < 1100px)')
}

/** List and conversation share one place. */
export function useOnePlace(): boolean {
  return useMedia('(width < 900px)')
}

/** Rows of the Inbox have room for a second line of preview. */
export function useRoomy(): boolean {
  return useMedia('(width >= 1600px)')
}

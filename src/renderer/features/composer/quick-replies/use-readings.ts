import { useEffect, useState } from 'react'
import { loadPinyinMatch, type NameMatch, plainMatch } from '../../../formatting/name-match.ts'

/** How titles are found, and whether the dictionary of readings is there, or is known not to come. */
export interface Readings {
  matches: NameMatch
  isReady: boolean
}

/** Loads the dictionary of readings once it is wanted. */
export function useReadings(isWanted: boolean): Readings {
  const [readings, setReadings] = useState<Readings>({ matches: plainMatch, isReady: false })
  useEffect(() => {
    if (!isWanted) return
    let isThere = true
    const settle = (matches: NameMatch) => {
      if (isThere) setReadings({ matches, isReady: true })
    }
    loadPinyinMatch().then(settle, () => settle(plainMatch))
    return () => {
      isThere = false
    }
  }, [isWanted])
  return readings
}

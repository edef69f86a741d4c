import { useEffect, useState } from 'react'
import { loadPinyinMatch, type NameMatch, plainMatch } from '../formatting/name-match.ts'

/** Plain matching until the pinyin dictionary is there. */
export function useNameMatch(): NameMatch {
  const [matches, setMatches] = useState<NameMatch>(() => plainMatch)
  useEffect(() => {
    let isWanted = true
    loadPinyinMatch().then(
      (loaded) => isWanted && setMatches(() => loaded),
      // Without the dictionary names are still found by their characters.
      () => undefined,
    )
    return () => {
      isWanted = false
    }
  }, [])
  return matches
}

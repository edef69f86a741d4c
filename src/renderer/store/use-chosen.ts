import { useCallback, useEffect, useState } from 'react'

/**
 * What a choice shows while main is still being told: the new value at once, the old one again when
 * it was refused. What main says afterwards always wins.
 */
export function useChosen<T>(kept: T, keep: (value: T) => Promise<boolean>) {
  const [pending, setPending] = useState<{ value: T } | null>(null)
  useEffect(() => {
    void kept
    setPending(null)
  }, [kept])
  const choose = useCallback(
    (value: T) => {
      setPending({ value })
      void keep(value).then((done) => {
        if (!done) setPending(null)
      })
    },
    [keep],
  )
  return { chosen: pending ? pending.value : kept, choose }
}

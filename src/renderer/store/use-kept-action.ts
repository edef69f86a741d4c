import { useCallback, useEffect, useMemo, useRef } from 'react'
import { type Action, useAction } from './hooks.ts'
import { useServices } from './services.tsx'

/**
 * Keeps what is told of a contact, or set, without anybody having to save it: where its place on the screen has gone by
 * the time that it is refused, and with it the line that says so, a toast does.
 */
export function useKeptAction(what: 'contact' | 'setting'): Action {
  const { desk } = useServices()
  const action = useAction()
  const { run } = action
  const isGone = useRef(false)
  useEffect(() => {
    isGone.current = false
    return () => {
      isGone.current = true
    }
  }, [])
  const keep = useCallback(
    async (work: () => Promise<unknown>) => {
      const isKept = await run(work)
      if (!isKept && isGone.current) desk.tell({ kind: 'not-kept', what })
      return isKept
    },
    [run, desk, what],
  )
  return useMemo(() => ({ ...action, run: keep }), [action, keep])
}

import { useCallback, useEffect, useRef } from 'react'
import type { AppErrorCode } from '#shared/errors.ts'
import type { BroadcastSummary } from '#shared/model/broadcast.ts'
import { useAction, useReplica } from '../../store/hooks.ts'
import type { Ledger } from '../../store/ledger.ts'
import { useServices } from '../../store/services.tsx'

/** Keeps a run's ledger loaded and followed while this is on the screen. */
export function useLedger({ id, state }: Pick<BroadcastSummary, 'id' | 'state'>): {
  /** Null while it is on its way. */
  ledger: Ledger | null
  error: AppErrorCode | null
  load: () => void
} {
  const { ledger: loader } = useServices()
  const ledger = useReplica((replica) => (replica.ledger?.id === id ? replica.ledger : null))
  const { error, run } = useAction()
  const load = useCallback(() => void run(() => loader.open(id)), [run, loader, id])

  // Without a ledger: opened just now, or a new snapshot after a gap emptied everything.
  const missing = ledger === null
  // and that of one that is starting is still being written, of which nobody is told
  const isWritten = state !== 'starting'
  const isRun = isWritten && state !== 'scheduled'
  const wasRun = useRef(isRun)
  useEffect(() => {
    if (missing && isWritten) load()
  }, [missing, isWritten, load])
  // what was loaded of one that had yet to start holds nobody
  useEffect(() => {
    if (isRun && !wasRun.current && !missing) load()
    wasRun.current = isRun
  }, [isRun, missing, load])
  useEffect(() => () => loader.close(), [loader])

  return { ledger, error, load }
}

import { useEffect, useState } from 'react'
import type { LockView } from '#shared/model/lock.ts'
import { LockScreen } from '../features/lock/lock-screen.tsx'
import { useServices } from '../store/services.tsx'
import { useLook } from './use-look.ts'

/**
 * How a locked product stands, asked once a snapshot was refused for it.
 * @returns null while that is not known, or it is not locked any more: then the snapshot is taken
 */
export function useLockView(isLocked: boolean): LockView | null {
  const { client, replica } = useServices()
  const [view, setView] = useState<LockView | null>(null)
  useEffect(() => {
    if (!isLocked) return
    let isOver = false
    client.request('lock.state').then(
      (now) => {
        if (isOver) return
        if (now.state === 'locked') setView(now)
        else void replica.start()
      },
      () => undefined,
    )
    return () => {
      isOver = true
    }
  }, [isLocked, client, replica])
  return isLocked ? view : null
}

/** All that a locked window shows. */
export function Locked({ view }: { view: LockView }) {
  const { replica } = useServices()
  useLook(view)
  return <LockScreen view={view} onOpen={() => replica.start()} />
}

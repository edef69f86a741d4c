import { flushSync } from 'react-dom'
import { unreachable } from '#shared/unreachable.ts'
import type { Services } from '../store/services.tsx'

/** Locks, or asks for a passphrase to lock with; practice mode has nothing to lock. */
export function askToLock(services: Services): void {
  const lock = services.replica.state.getState().replica?.app.lock ?? 'unavailable'
  switch (lock) {
    case 'on':
      void lockNow(services)
      return
    case 'off':
      services.ui.setState({ passphrase: 'set-and-lock' })
      return
    case 'unavailable':
      return
    default:
      unreachable(lock)
  }
}

/** Takes everything off the screen at once and locks; main then loads the page anew. */
export async function lockNow({ client, drafts, replica }: Services): Promise<void> {
  drafts.flushAll()
  // what goes off the screen hands in what it still holds, ahead of the request
  flushSync(() => replica.forget())
  // refused or not, what there is to show now is asked for
  await client.request('lock.now').catch(() => undefined)
  await replica.start()
}

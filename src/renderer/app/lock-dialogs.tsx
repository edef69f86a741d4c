import { useEffect } from 'react'
import { isShortcut } from '../parts/keys/shortcuts.ts'
import { useUi } from '../store/hooks.ts'
import { useServices } from '../store/services.tsx'
import { askToLock, lockNow } from './lock-now.ts'
import { PassphraseDialog } from './parts.ts'

/** The key that locks, whatever is open or being written, and what is asked about the passphrase. */
export function LockDialogs() {
  const services = useServices()
  const { ui } = services
  const task = useUi((state) => state.passphrase)

  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      if (!isShortcut(event, 'lock')) return
      event.preventDefault()
      askToLock(services)
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [services])

  if (task === null) return null
  return (
    <PassphraseDialog
      task={task}
      onClose={() => ui.setState({ passphrase: null })}
      onLock={() => lockNow(services)}
    />
  )
}

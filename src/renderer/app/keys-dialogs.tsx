import { useEffect } from 'react'
import { unreachable } from '#shared/unreachable.ts'
import { isShortcut } from '../parts/keys/shortcuts.ts'
import { useReplica, useUi } from '../store/hooks.ts'
import { useServices } from '../store/services.tsx'
import { isModalOpen } from '../ui/modal.ts'
import { isWritable } from '../ui/writable.ts'
import { OpenPalette, ShortcutSheet } from './parts.ts'

/** The command palette and the list of all keys, wherever they were asked for. */
export function KeysDialogs() {
  const { ui } = useServices()
  const shown = useUi((state) => state.keysDialog)
  const platform = useReplica((replica) => replica.app.platform)

  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      const isPalette = isShortcut(event, 'palette')
      // In a text ? is a question mark, and an input method's keys are its own.
      const isSheet = isShortcut(event, 'shortcuts') && !isWritable(event.target)
      if ((!isPalette && !isSheet) || event.isComposing || event.defaultPrevented || isModalOpen()) return
      event.preventDefault()
      ui.setState({ keysDialog: isPalette ? 'palette' : 'shortcuts' })
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [ui])

  const close = () => ui.setState({ keysDialog: 'none' })
  switch (shown) {
    case 'none':
      return null
    case 'palette':
      return <OpenPalette platform={platform} onClose={close} />
    case 'shortcuts':
      return <ShortcutSheet platform={platform} onClose={close} />
    default:
      return unreachable(shown)
  }
}

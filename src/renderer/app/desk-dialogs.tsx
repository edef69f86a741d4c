import { useEffect } from 'react'
import { DeskToast } from '../features/desk/desk-toast.tsx'
import { isShortcut } from '../parts/keys/shortcuts.ts'
import { useUi } from '../store/hooks.ts'
import { useServices } from '../store/services.tsx'
import { isModalOpen } from '../ui/modal.ts'
import { isWritable } from '../ui/writable.ts'
import { AskedDialog } from './parts.ts'

/** What is asked about conversations wherever they are shown, what was done to them, and the key that takes it back. */
export function DeskDialogs() {
  const { ui, desk } = useServices()
  const asking = useUi((state) => state.asking)

  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      if (!isShortcut(event, 'undo') || event.defaultPrevented || isWritable(event.target) || isModalOpen())
        return
      event.preventDefault()
      void desk.undo()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [desk])

  const close = () => ui.setState({ asking: null })
  return (
    <>
      {asking === null ? null : <AskedDialog asking={asking} onClose={close} />}
      <DeskToast />
    </>
  )
}

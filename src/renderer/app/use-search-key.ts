import { useEffect } from 'react'
import { searchField } from '../features/search/result-focus.ts'
import { isShortcut } from '../parts/keys/shortcuts.ts'
import { useServices } from '../store/services.tsx'
import { changeSearch } from '../store/ui.ts'
import { showWithKeys } from '../ui/keys-at-once.ts'
import { isModalOpen } from '../ui/modal.ts'
import { useOnePlace } from './use-folded.ts'

/** Ctrl+Shift+F brings the keys into the search field, from wherever they are. */
export function useSearchKey(): void {
  const { ui } = useServices()
  const onePlace = useOnePlace()
  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      if (!isShortcut(event, 'search') || event.isComposing || event.defaultPrevented || isModalOpen()) return
      event.preventDefault()
      showWithKeys(() => {
        ui.setState(({ open }) => ({ screen: 'inbox', writing: null, open: onePlace ? null : open }))
        changeSearch(ui, { isShown: true })
      }, searchField)
      searchField()?.select()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [ui, onePlace])
}

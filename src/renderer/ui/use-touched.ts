import { useCallback, useEffect, useState } from 'react'
import { isModalOpen } from './modal.ts'

/** What touched a list: of a pointer that moved in it, the list is known. */
type Touch = Element | 'keys'

/** What happened, as far as it matters here; keys alone bring none. */
export interface TouchEvent {
  readonly type: string
  readonly currentTarget: Element
}

/**
 * Whether somebody's hand is on what is shown: let go also when the window loses the focus, and when the pointer is met
 * elsewhere. React tells no leaving where what was under the pointer has gone meanwhile.
 */
export function useTouched() {
  const [touched, setTouched] = useState<Touch | null>(null)
  const touch = useCallback((event?: TouchEvent) => {
    const by = event?.type === 'pointermove' ? event.currentTarget : 'keys'
    setTouched((former) => (former === null || former === 'keys' ? by : former))
  }, [])
  const release = useCallback(() => setTouched(null), [])
  useEffect(() => {
    if (touched === null) return
    const onOver = ({ target }: PointerEvent) => {
      if (touched === 'keys' || !(target instanceof Node) || touched.contains(target)) return
      // a menu of a row stands in front of its list, and is left again
      if (!isModalOpen()) release()
    }
    window.addEventListener('blur', release)
    window.addEventListener('pointerover', onOver)
    return () => {
      window.removeEventListener('blur', release)
      window.removeEventListener('pointerover', onOver)
    }
  }, [touched, release])
  return { touched: touched !== null, touch, release }
}

import { Tooltip as BaseTooltip } from '@base-ui/react/tooltip'
import { type FocusEvent, type PointerEvent, useEffect, useMemo, useState } from 'react'

/** How long the pointer rests on something before its tooltip shows, in ms. */
const DELAY_MS = 500

interface Tip {
  anchor: HTMLElement
  text: string
}

function tipOf(target: EventTarget): Tip | null {
  const anchor = target instanceof Element ? target.closest<HTMLElement>('[data-tip]') : null
  const text = anchor?.dataset['tip']
  return anchor && text ? { anchor, text } : null
}

/**
 * One tooltip for everything inside an area. What has one carries its words as `data-tip`, so that a hundred rows
 * cost no more than one. It tells no more than the control's own name does: screen readers are told nothing twice.
 */
export function useTooltip() {
  const [over, setOver] = useState<Tip | null>(null)
  const [shown, setShown] = useState<Tip | null>(null)

  useEffect(() => {
    if (over === null) {
      setShown(null)
      return
    }
    const timer = setTimeout(() => setShown(over), DELAY_MS)
    return () => clearTimeout(timer)
  }, [over])

  const area = useMemo(() => {
    const take = (tip: Tip | null) =>
      setOver((known) => (known?.anchor === tip?.anchor && known?.text === tip?.text ? known : tip))
    const clear = () => take(null)
    return {
      onPointerOver: ({ target }: PointerEvent) => take(tipOf(target)),
      onPointerLeave: clear,
      onPointerDown: clear,
      onBlur: clear,
      onFocus: ({ target }: FocusEvent) => take(target.matches(':focus-visible') ? tipOf(target) : null),
    }
  }, [])

  const tooltip =
    shown === null ? null : (
      <BaseTooltip.Root open>
        <BaseTooltip.Portal>
          <BaseTooltip.Positioner anchor={shown.anchor} side="right" sideOffset={8} className="z-30">
            <BaseTooltip.Popup className="appear max-w-80 rounded-control bg-ink px-2 py-1 text-meta text-page shadow-float">
              {shown.text}
            </BaseTooltip.Popup>
          </BaseTooltip.Positioner>
        </BaseTooltip.Portal>
      </BaseTooltip.Root>
    )

  return { area, tooltip }
}

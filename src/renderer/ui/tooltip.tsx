import { Tooltip as BaseTooltip } from '@base-ui/react/tooltip'
import type { ReactElement } from 'react'

/** Names a control that shows only a picture, on hover and focus. */
export function Tooltip({
  text,
  disabled,
  children,
}: {
  text: string
  disabled: boolean
  children: ReactElement
}) {
  return (
    <BaseTooltip.Root disabled={disabled}>
      <BaseTooltip.Trigger render={children} />
      <BaseTooltip.Portal>
        <BaseTooltip.Positioner side="right" sideOffset={8} className="z-30">
          <BaseTooltip.Popup className="appear rounded-control bg-ink px-2 py-1 text-meta text-page shadow-float">
            {text}
          </BaseTooltip.Popup>
        </BaseTooltip.Positioner>
      </BaseTooltip.Portal>
    </BaseTooltip.Root>
  )
}

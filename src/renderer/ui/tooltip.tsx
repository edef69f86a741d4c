import { Tooltip as BaseTooltip } from '@base-ui/react/tooltip'
import { type ReactElement, type ReactNode, useState } from 'react'

/** Ties controls to the one tooltip that they share. */
type TooltipHandle = ReturnType<typeof BaseTooltip.createHandle<string>>

/** One tooltip for all the controls of an area; `children` get the handle to name it by. */
export function TooltipArea({ children }: { children: (handle: TooltipHandle) => ReactNode }) {
  const [handle] = useState(() => BaseTooltip.createHandle<string>())
  return (
    <>
      {children(handle)}
      <BaseTooltip.Root handle={handle}>
        {({ payload }) => (
          <BaseTooltip.Portal>
            <BaseTooltip.Positioner side="right" sideOffset={8} className="z-30">
              <BaseTooltip.Popup className="appear rounded-control bg-ink px-2 py-1 text-meta text-page shadow-float">
                {payload}
              </BaseTooltip.Popup>
            </BaseTooltip.Positioner>
          </BaseTooltip.Portal>
        )}
      </BaseTooltip.Root>
    </>
  )
}

/** Names a control that shows only a picture, on hover and focus. */
export function Tooltip({
  handle,
  text,
  disabled,
  children,
}: {
  handle: TooltipHandle
  text: string
  disabled: boolean
  children: ReactElement
}) {
  return <BaseTooltip.Trigger handle={handle} payload={text} disabled={disabled} render={children} />
}

export type { TooltipHandle }

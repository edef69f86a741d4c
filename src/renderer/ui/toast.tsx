import { X } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from '../i18n/use-translation.tsx'
import { IconButton } from './button.tsx'

/** How long a toast stands that nobody points at. */
const SHOWN_MS = 8_000

/** A line at the bottom about what was just done, with a way back. It takes no keys and stands in nobody's way. */
export function Toast({
  children,
  action,
  onClose,
}: {
  children: ReactNode
  action?: ReactNode
  onClose: () => void
}) {
  const { t } = useTranslation()
  const [isHeld, setHeld] = useState(false)
  useEffect(() => {
    if (isHeld) return
    const timer = setTimeout(onClose, SHOWN_MS)
    return () => clearTimeout(timer)
  }, [isHeld, onClose])
  return (
    <div
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      className="appear fixed bottom-20 left-1/2 z-30 flex max-w-[calc(100vw-32px)] -translate-x-1/2 items-center gap-2 rounded-card bg-ink py-1 pr-1 pl-4 text-preview text-page shadow-float"
    >
      <span role="status" className="min-w-0 truncate">
        {children}
      </span>
      {action}
      <IconButton
        label={t('action.close')}
        onClick={onClose}
        className="text-page/70! hover:bg-page/15! hover:text-page!"
      >
        <X size={14} aria-hidden />
      </IconButton>
    </div>
  )
}

/** The way back in a toast. */
export function ToastAction({ children, onSelect }: { children: ReactNode; onSelect: () => void }) {
  return (
    <button
      type="button"
      onClick={onSelect}
      className="min-h-7 shrink-0 rounded-control px-2 font-medium text-page underline hover:bg-page/15"
    >
      {children}
    </button>
  )
}

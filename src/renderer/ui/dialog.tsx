import { Dialog as BaseDialog } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import type { ReactNode, RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import { classNames } from './class-names.ts'

const BACKDROP = 'appear fixed inset-0 z-40 bg-scrim'
export const DIALOG_BACKDROP = BACKDROP
export const DIALOG_POPUP =
  'appear fixed top-1/2 left-1/2 z-50 flex max-h-[calc(100vh-48px)] max-w-[calc(100vw-48px)] -translate-x-1/2 -translate-y-1/2 flex-col overflow-hidden rounded-dialog bg-raised shadow-float data-starting-style:translate-y-[calc(-50%+4px)]'

const WIDTHS = { narrow: 'w-[440px]', medium: 'w-[560px]', wide: 'w-[720px]', widest: 'w-[960px]' } as const

export interface DialogProps {
  open: boolean
  title: string
  /** The name for screen readers where it is to differ from the title. */
  name?: string
  onClose: () => void
  children: ReactNode
  /** Stands below the scrolling part. */
  footer?: ReactNode
  width?: keyof typeof WIDTHS
  initialFocus?: RefObject<HTMLElement | null>
}

/** A modal dialog named by its title. Escape, the backdrop and the cross close it. */
export function Dialog(props: DialogProps) {
  const { open, title, name, onClose, children, footer, width = 'narrow', initialFocus } = props
  const { t } = useTranslation()
  return (
    <BaseDialog.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className={BACKDROP} />
        <BaseDialog.Popup
          {...(name === undefined ? {} : { 'aria-label': name, 'aria-labelledby': undefined })}
          className={classNames(DIALOG_POPUP, WIDTHS[width])}
          {...(initialFocus ? { initialFocus } : {})}
        >
          <header className="flex items-center justify-between gap-4 py-3 pr-3 pl-6">
            <BaseDialog.Title className="text-title font-semibold">{title}</BaseDialog.Title>
            <BaseDialog.Close
              aria-label={t('action.close')}
              className="inline-flex size-8 items-center justify-center rounded-control text-soft hover:bg-sunken hover:text-ink"
            >
              <X size={16} aria-hidden />
            </BaseDialog.Close>
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto px-6 pb-6">{children}</div>
          {footer ? <footer className="flex justify-end gap-2 border-t px-6 py-3">{footer}</footer> : null}
        </BaseDialog.Popup>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  )
}

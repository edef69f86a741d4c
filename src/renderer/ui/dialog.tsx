import { Dialog as BaseDialog } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, type RefObject, useRef } from 'react'
import { useTranslation } from '../i18n/use-translation.tsx'
import { classNames } from './class-names.ts'
import { haveKeysGone, useKeysInside } from './keys-at-once.ts'
import { reachable } from './reachable.ts'
import { firstWritable, isWritable } from './writable.ts'

const BACKDROP = 'appear fixed inset-0 z-50 bg-scrim'
export const DIALOG_BACKDROP = BACKDROP
export const DIALOG_POPUP =
  'appear fixed top-1/2 left-1/2 z-50 flex max-h-[calc(100vh-48px)] max-w-[calc(100vw-48px)] -translate-x-1/2 -translate-y-1/2 flex-col overflow-hidden rounded-dialog bg-raised shadow-float outline-none data-starting-style:translate-y-[calc(-50%+4px)]'

const WIDTHS = { narrow: 'w-[440px]', medium: 'w-[560px]', wide: 'w-[720px]', widest: 'w-[960px]' } as const

export interface DialogProps {
  open: boolean
  title: string
  /** The name for screen readers where it is to differ from the title. */
  name?: string
  onClose: () => void
  children: ReactNode
  /** What has to be read before anything is pressed: between the scrolling part and the buttons, always in view. */
  notice?: ReactNode
  /** Stands below the scrolling part. */
  footer?: ReactNode
  width?: keyof typeof WIDTHS
  /** Where one begins; by default where text is written, else at the choice that stands, else at the last button. */
  initialFocus?: RefObject<HTMLElement | null>
  /** Where the keys go when it closes; null: back to where they were. */
  returnTo?: () => HTMLElement | null
  /** What is written here is kept when the dialog closes. */
  keepsText?: boolean
}

/** Where one begins in a dialog: never at its cross, where Enter would throw away what was typed. */
function beginning(popup: HTMLElement | null): HTMLElement | null {
  if (!popup) return null
  const chosen = popup.querySelector<HTMLElement>('[data-dialog-body] input[type="radio"]:checked')
  const buttons = popup.querySelectorAll<HTMLElement>('[data-dialog-footer] button:not(:disabled)')
  return firstWritable(popup) ?? chosen ?? [...buttons].at(-1) ?? popup
}

/** A modal dialog named by its title. Escape, the backdrop and the cross close it. */
export function Dialog(props: DialogProps) {
  const {
    open,
    title,
    name,
    onClose,
    children,
    notice,
    footer,
    width = 'narrow',
    initialFocus,
    returnTo,
    keepsText,
  } = props
  const { t } = useTranslation()
  const { ref, popup } = useKeysInside<HTMLDivElement>(
    (element) => initialFocus?.current ?? beginning(element),
  )
  const typedIn = useRef<HTMLInputElement | HTMLTextAreaElement | null>(null)

  /** Enter goes on with what was typed instead of throwing it away; Space and Escape close all the same. */
  function onCrossKey(event: KeyboardEvent): void {
    const { current } = typedIn
    if (event.key !== 'Enter' || keepsText || !current?.isConnected || current.value === '') return
    event.preventDefault()
    current.focus()
  }

  return (
    <BaseDialog.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <BaseDialog.Portal>
        {/* also over the dialog that it was opened from, which is of one colour with it */}
        <BaseDialog.Backdrop forceRender className={BACKDROP} />
        <BaseDialog.Popup
          {...(name === undefined ? {} : { 'aria-label': name, 'aria-labelledby': undefined })}
          ref={ref}
          className={classNames(DIALOG_POPUP, WIDTHS[width])}
          initialFocus={initialFocus ?? (() => beginning(popup.current))}
          {...(returnTo === undefined
            ? {}
            : { finalFocus: () => !haveKeysGone(popup.current) && (returnTo() ?? true) })}
          onInput={({ target }) => {
            const isText = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement
            if (isText && isWritable(target)) typedIn.current = target
          }}
        >
          <header className="flex items-start justify-between gap-4 py-3 pr-3 pl-6">
            <BaseDialog.Title className="py-1 text-title font-semibold text-balance">
              {title}
            </BaseDialog.Title>
            <BaseDialog.Close
              aria-label={t('action.close')}
              onKeyDown={onCrossKey}
              className="inline-flex size-8 items-center justify-center rounded-control text-soft hover:bg-sunken hover:text-ink"
            >
              <X size={16} aria-hidden />
            </BaseDialog.Close>
          </header>
          <div
            data-dialog-body
            ref={reachable}
            className="focus-inset px-beside-bar-6 min-h-0 flex-1 scroll-py-3 overflow-y-auto pb-6"
          >
            {children}
          </div>
          {notice ? <div className="shrink-0 px-6 pb-3">{notice}</div> : null}
          {footer ? (
            <footer data-dialog-footer className="flex justify-end gap-2 border-t px-6 py-3">
              {footer}
            </footer>
          ) : null}
        </BaseDialog.Popup>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  )
}

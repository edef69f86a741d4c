import { AlertDialog } from '@base-ui/react/alert-dialog'
import type { ReactNode } from 'react'
import { useTranslation } from '../i18n/use-translation.tsx'
import { Button, type ButtonLook } from './button.tsx'
import { classNames } from './class-names.ts'
import { DIALOG_BACKDROP, DIALOG_POPUP } from './dialog.tsx'
import { useKeysInside } from './keys-at-once.ts'

export interface AlertProps {
  open: boolean
  title: string
  children: ReactNode
  /** The choices, the most cautious first: it gets the focus. */
  actions: ReactNode
  /** Escape was pressed; absent where a choice has to be made. */
  onEscape?: () => void
}

/** A question that blocks everything else until it is answered. */
export function Alert({ open, title, children, actions, onEscape }: AlertProps) {
  const { ref } = useKeysInside<HTMLDivElement>((element) =>
    element.querySelector<HTMLElement>('button:not(:disabled)'),
  )
  return (
    <AlertDialog.Root open={open} onOpenChange={(next) => !next && onEscape?.()}>
      <AlertDialog.Portal>
        {/* also over the dialog that it was opened from, which is of one colour with it */}
        <AlertDialog.Backdrop forceRender className={DIALOG_BACKDROP} />
        <AlertDialog.Popup ref={ref} className={classNames(DIALOG_POPUP, 'w-[440px]')}>
          <div className="flex flex-col gap-2 p-6">
            <AlertDialog.Title className="text-title font-semibold text-balance">{title}</AlertDialog.Title>
            <AlertDialog.Description render={<div />} className="text-soft">
              {children}
            </AlertDialog.Description>
          </div>
          <footer className="flex flex-wrap justify-end gap-2 px-6 pb-6">{actions}</footer>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}

export interface ConfirmProps {
  open: boolean
  title: string
  body: string
  confirm: string
  look?: ButtonLook
  onConfirm: () => void
  onCancel: () => void
}

/** Asks before something that cannot be taken back. */
export function Confirm({ open, title, body, confirm, look = 'danger', onConfirm, onCancel }: ConfirmProps) {
  const { t } = useTranslation()
  return (
    <Alert
      open={open}
      title={title}
      onEscape={onCancel}
      actions={
        <>
          <Button onClick={onCancel}>{t('action.cancel')}</Button>
          <Button look={look} onClick={onConfirm}>
            {confirm}
          </Button>
        </>
      }
    >
      {body}
    </Alert>
  )
}

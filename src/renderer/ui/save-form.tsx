import type { ReactNode } from 'react'
import type { AppErrorCode } from '#shared/errors.ts'
import { useTranslation } from '../i18n/use-translation.tsx'
import { Button } from './button.tsx'
import { ErrorLine } from './feedback.tsx'

/** The fields of a small dialog, what went wrong with saving them, and its two buttons. Enter saves. */
export function SaveForm(props: {
  children: ReactNode
  busy: boolean
  error: AppErrorCode | null
  onSave: () => void
  onCancel: () => void
}) {
  const { t } = useTranslation()
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        props.onSave()
      }}
      className="flex flex-col gap-4"
    >
      {props.children}
      {props.error ? <ErrorLine code={props.error} /> : null}
      <div className="flex justify-end gap-2">
        <Button onClick={props.onCancel}>{t('action.cancel')}</Button>
        <Button type="submit" look="primary" disabled={props.busy}>
          {t('action.save')}
        </Button>
      </div>
    </form>
  )
}

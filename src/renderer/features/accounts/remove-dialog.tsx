import { useId, useState } from 'react'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { Button } from '../../ui/button.tsx'
import { Alert } from '../../ui/confirm.tsx'

/** What becomes of the conversations of a removed account. */
export type KeptHistory = 'keep' | 'delete'

const CHOICES: readonly KeptHistory[] = ['keep', 'delete']

/** Asks what removing an account is to mean, and says what each answer does. Keeping is the default. */
export function RemoveDialog(props: {
  open: boolean
  name: string
  onCancel: () => void
  onRemove: (history: KeptHistory) => void
}) {
  const { t } = useTranslation()
  const hints = useId()
  const [history, setHistory] = useState<KeptHistory>('keep')

  /** The next question starts with the cautious answer again. */
  function leave(then: () => void): void {
    then()
    setHistory('keep')
  }

  return (
    <Alert
      open={props.open}
      title={t('accounts.remove.title', { name: props.name })}
      onEscape={() => leave(props.onCancel)}
      actions={
        <>
          <Button onClick={() => leave(props.onCancel)}>{t('action.cancel')}</Button>
          <Button look="danger" onClick={() => leave(() => props.onRemove(history))}>
            {t('accounts.remove.confirm')}
          </Button>
        </>
      }
    >
      <p>{t('accounts.remove.body')}</p>
      <div role="radiogroup" aria-label={t('accounts.remove.label')} className="mt-3 flex flex-col gap-2">
        {CHOICES.map((choice) => (
          <div key={choice} className="relative flex items-start gap-3 rounded-control border p-3">
            <input
              type="radio"
              name="kept-history"
              id={`${hints}-${choice}`}
              aria-describedby={`${hints}-${choice}-hint`}
              checked={history === choice}
              onChange={() => setHistory(choice)}
              className="relative z-10 mt-[3px] size-4 shrink-0 accent-accent"
            />
            <div className="flex min-w-0 flex-col">
              <label
                htmlFor={`${hints}-${choice}`}
                className="font-medium text-ink before:absolute before:inset-0"
              >
                {t(`accounts.remove.${choice}`)}
              </label>
              <span id={`${hints}-${choice}-hint`} className="text-preview">
                {t(`accounts.remove.${choice}Hint`)}
              </span>
            </div>
          </div>
        ))}
      </div>
    </Alert>
  )
}

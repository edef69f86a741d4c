import { useId, useState } from 'react'
import { TRIES_TO_KEEP_HISTORY } from '#shared/model/lock.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useAction } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Alert } from '../../ui/confirm.tsx'
import { ErrorLine } from '../../ui/feedback.tsx'
import { TextField } from '../../ui/field.tsx'

type History = 'keep' | 'delete'

/** The one way out without the passphrase: what becomes of the history is chosen, and a word typed, before anything is done. */
export function ForgetDialog(props: {
  wrongTries: number
  onClose: () => void
  /** Nothing is locked any more. */
  onOpen: () => Promise<void>
}) {
  const { t } = useTranslation()
  const { client } = useServices()
  const forgetting = useAction()
  const [history, setHistory] = useState<History | null>(null)
  const [typed, setTyped] = useState('')
  const word = t('lock.forget.word')
  const mayKeep = props.wrongTries >= TRIES_TO_KEEP_HISTORY
  const isMeant = history !== null && typed.trim().toLocaleLowerCase() === word

  async function forget(): Promise<void> {
    if (history === null) return
    const isDone = await forgetting.run(() => client.request('lock.forget', { history }))
    // with everything deleted another product begins, and loads the page anew
    if (isDone && history === 'keep') await props.onOpen()
  }

  return (
    <Alert
      open
      title={t('lock.forget.title')}
      onEscape={props.onClose}
      actions={
        <>
          <Button disabled={forgetting.busy} onClick={props.onClose}>
            {t('lock.forget.cancel')}
          </Button>
          <Button look="danger" disabled={!isMeant || forgetting.busy} onClick={() => void forget()}>
            {t('lock.forget.go')}
          </Button>
        </>
      }
    >
      <p>{t('lock.forget.body')}</p>
      <div role="radiogroup" aria-label={t('lock.forget.history')} className="mt-3 flex flex-col gap-2">
        <Choice
          label={t('lock.forget.keep')}
          hint={
            mayKeep ? t('lock.forget.keepHint') : t('lock.forget.keepLater', { count: TRIES_TO_KEEP_HISTORY })
          }
          disabled={!mayKeep}
          checked={history === 'keep'}
          onChoose={() => setHistory('keep')}
        />
        <Choice
          label={t('lock.forget.delete')}
          hint={t('lock.forget.deleteHint')}
          disabled={false}
          checked={history === 'delete'}
          onChoose={() => setHistory('delete')}
        />
      </div>
      <TextField
        className="mt-4"
        label={t('lock.forget.confirm', { word })}
        autoComplete="off"
        spellCheck={false}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      {forgetting.error ? <ErrorLine code={forgetting.error} className="mt-2" /> : null}
    </Alert>
  )
}

function Choice(props: {
  label: string
  hint: string
  disabled: boolean
  checked: boolean
  onChoose: () => void
}) {
  const id = useId()
  return (
    <div className="relative flex items-start gap-3 rounded-control border p-3">
      <input
        type="radio"
        name="forgotten-history"
        id={id}
        aria-describedby={`${id}-hint`}
        disabled={props.disabled}
        checked={props.checked}
        onChange={props.onChoose}
        className="relative z-10 mt-[3px] size-4 shrink-0 accent-accent"
      />
      <div className="flex min-w-0 flex-col">
        <label
          htmlFor={id}
          className={classNames(
            'font-medium before:absolute before:inset-0',
            props.disabled ? 'text-soft' : 'text-ink',
          )}
        >
          {props.label}
        </label>
        <span id={`${id}-hint`} className="text-preview">
          {props.hint}
        </span>
      </div>
    </div>
  )
}

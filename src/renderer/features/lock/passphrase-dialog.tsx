import { useState } from 'react'
import { MAX_PASSPHRASE, MIN_LOCK_PASSPHRASE } from '#shared/limits.ts'
import type { PassphraseCheck } from '#shared/model/lock.ts'
import { unreachable } from '#shared/unreachable.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useAction, useFormats } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'
import type { Ui } from '../../store/ui.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorLine } from '../../ui/feedback.tsx'
import { TextField } from '../../ui/field.tsx'

export type PassphraseTask = NonNullable<Ui['passphrase']>

/**
 * Sets the passphrase, changes it or removes it.
 * @param onLock the first one is set, and it is to be locked with it
 */
export function PassphraseDialog(props: {
  task: PassphraseTask
  onClose: () => void
  onLock: () => Promise<void>
}) {
  const { t } = useTranslation()
  const kind = props.task === 'set-and-lock' ? 'set' : props.task
  return (
    <Dialog open title={t(`lock.${kind}.title`)} onClose={props.onClose}>
      <Fields {...props} />
    </Dialog>
  )
}

function Fields({ task, onClose, onLock }: Parameters<typeof PassphraseDialog>[0]) {
  const { t } = useTranslation()
  const { client } = useServices()
  const formats = useFormats()
  const saving = useAction()
  const [former, setFormer] = useState('')
  const [next, setNext] = useState('')
  const [repeated, setRepeated] = useState('')
  const [refusal, setRefusal] = useState<Exclude<PassphraseCheck, { kind: 'right' }> | null>(null)
  const isFirst = task === 'set' || task === 'set-and-lock'
  const takesNew = task !== 'remove'
  const isLong = next.length >= MIN_LOCK_PASSPHRASE
  const differs = repeated !== '' && repeated !== next
  const isWhole = (isFirst || former !== '') && (!takesNew || (isLong && repeated === next))

  async function save(): Promise<PassphraseCheck> {
    switch (task) {
      case 'set':
      case 'set-and-lock':
        await client.request('lock.set', { passphrase: next })
        return { kind: 'right' }
      case 'change':
        return client.request('lock.change', { former, passphrase: next })
      case 'remove':
        return client.request('lock.remove', { former })
      default:
        return unreachable(task)
    }
  }

  async function submit(): Promise<void> {
    if (!isWhole || saving.busy) return
    setRefusal(null)
    await saving.run(async () => {
      const check = await save()
      if (check.kind !== 'right') {
        setRefusal(check)
        setFormer('')
        return
      }
      onClose()
      if (task === 'set-and-lock') await onLock()
    })
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
      className="flex flex-col gap-4"
    >
      {task === 'change' ? null : (
        <p className="text-soft">{t(task === 'remove' ? 'lock.remove.body' : 'lock.set.body')}</p>
      )}
      {isFirst ? null : (
        <Passphrase
          label={t('lock.former')}
          isNew={false}
          value={former}
          hint={
            refusal === null
              ? undefined
              : refusal.waitMs > 0
                ? t('lock.wait', { time: formats.duration(refusal.waitMs) })
                : t('lock.wrong')
          }
          isWrong={refusal !== null}
          onChange={setFormer}
        />
      )}
      {takesNew ? (
        <>
          <Passphrase
            label={t(isFirst ? 'lock.passphrase' : 'lock.next')}
            isNew
            value={next}
            hint={t('lock.short', { count: MIN_LOCK_PASSPHRASE })}
            isWrong={next !== '' && !isLong}
            onChange={setNext}
          />
          <Passphrase
            label={t('lock.repeat')}
            isNew
            value={repeated}
            hint={differs ? t('lock.differs') : undefined}
            isWrong={differs}
            onChange={setRepeated}
          />
        </>
      ) : null}
      {saving.error ? <ErrorLine code={saving.error} /> : null}
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>{t('lock.cancel')}</Button>
        <Button type="submit" look={takesNew ? 'primary' : 'danger'} disabled={!isWhole || saving.busy}>
          {t(task === 'set-and-lock' ? 'lock.set.andLock' : `lock.${task}.action`)}
        </Button>
      </div>
    </form>
  )
}

function Passphrase(props: {
  label: string
  isNew: boolean
  value: string
  hint: string | undefined
  isWrong: boolean
  onChange: (value: string) => void
}) {
  return (
    <TextField
      label={props.label}
      hint={props.hint}
      type="password"
      autoComplete={props.isNew ? 'new-password' : 'off'}
      spellCheck={false}
      maxLength={MAX_PASSPHRASE}
      value={props.value}
      aria-invalid={props.isWrong}
      onChange={(event) => props.onChange(event.target.value)}
    />
  )
}

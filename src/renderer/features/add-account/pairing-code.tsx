import { type FormEvent, useState } from 'react'
import type { SignInId } from '#shared/model/ids.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useAction } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'
import { Button } from '../../ui/button.tsx'
import { ErrorLine } from '../../ui/feedback.tsx'
import { TextField } from '../../ui/field.tsx'
import { useGentleFocus } from './use-gentle-focus.ts'

/** The number that the phone shows and the server wants to hear from here. */
export function PairingCode({ id, wrong }: { id: SignInId; wrong: boolean }) {
  const { t } = useTranslation()
  const { client } = useServices()
  const submit = useAction()
  const [code, setCode] = useState('')
  const field = useGentleFocus()
  const digits = code.replace(/\s/gu, '')
  const valid = /^\d{1,10}$/u.test(digits)

  async function onSubmit(event: FormEvent): Promise<void> {
    event.preventDefault()
    if (!valid || submit.busy) return
    if (await submit.run(() => client.request('signIn.submitCode', { id, code: digits }))) setCode('')
  }

  return (
    <form onSubmit={(event) => void onSubmit(event)} className="flex flex-col gap-2">
      <div className="flex items-end gap-2">
        <TextField
          ref={field}
          label={t('addAccount.pairingCode')}
          inputMode="numeric"
          autoComplete="one-time-code"
          value={code}
          aria-invalid={wrong || undefined}
          className="flex-1"
          onChange={(event) => setCode(event.target.value)}
        />
        <Button type="submit" look="primary" disabled={!valid || submit.busy}>
          {t('addAccount.submitCode')}
        </Button>
      </div>
      {digits !== '' && !valid ? <p className="text-meta text-danger">{t('addAccount.digitsOnly')}</p> : null}
      {submit.error ? <ErrorLine code={submit.error} /> : null}
    </form>
  )
}

import { useState } from 'react'
import { MAX_NAME } from '#shared/limits.ts'
import type { SignIn } from '#shared/model/sign-in.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useServices } from '../../store/services.tsx'
import { TextField } from '../../ui/field.tsx'
import { OPTIONAL } from './use-gentle-focus.ts'

/** Says whose code this is, for those who show several; it is also the name proposed at the end. */
export function LabelField({ signIn }: { signIn: SignIn }) {
  const { t } = useTranslation()
  const { client } = useServices()
  const [typed, setTyped] = useState(signIn.label ?? '')
  return (
    <TextField
      label={t('addAccount.label')}
      placeholder={t('addAccount.labelExample')}
      {...{ [OPTIONAL]: true }}
      value={typed}
      maxLength={MAX_NAME}
      onKeyDown={({ key, nativeEvent, currentTarget }) => {
        // Done with it: what appears next may take the focus.
        if (key !== 'Enter' || nativeEvent.isComposing || nativeEvent.keyCode === 229) return
        currentTarget.closest<HTMLElement>('[role="dialog"]')?.focus()
      }}
      onChange={({ target }) => {
        setTyped(target.value)
        // A label that is not kept is still read here, and the name can be given at the end.
        client.request('signIn.setLabel', { id: signIn.id, label: target.value }).catch(() => undefined)
      }}
    />
  )
}

import { type FormEvent, useId, useState } from 'react'
import { MAX_PROXY_CREDENTIAL_BYTES } from '#shared/limits.ts'
import type { ProxyCredentials } from '#shared/model/proxy.ts'
import { utf8Bytes } from '#shared/text/pieces.ts'
import { useTranslation } from '../../../i18n/use-translation.tsx'
import { Button } from '../../../ui/button.tsx'
import { TextField } from '../../../ui/field.tsx'
import type { ProxyEditing } from './use-proxy.ts'

/** Whether a proxy can be told them. */
function canBeTold({ user, password }: ProxyCredentials): boolean {
  return (
    user !== '' &&
    !user.includes(':') &&
    [user, password].every((text) => utf8Bytes(text) <= MAX_PROXY_CREDENTIAL_BYTES)
  )
}

/** What the proxy asks for: typed once, kept in the vault, and never shown again (P9). */
export function ProxySignIn({
  proxy,
  typed,
  onType,
}: {
  proxy: ProxyEditing
  typed: ProxyCredentials
  onType: (typed: ProxyCredentials) => void
}) {
  const { t } = useTranslation()
  const hint = useId()
  const [isInvalid, setInvalid] = useState(false)

  async function onSubmit(event: FormEvent): Promise<void> {
    event.preventDefault()
    const isOne = canBeTold(typed)
    setInvalid(!isOne)
    if (isOne && (await proxy.store(typed))) onType({ user: '', password: '' })
  }

  return (
    <form
      aria-label={t('network.password.title')}
      aria-describedby={hint}
      onSubmit={(event) => void onSubmit(event)}
      className="flex max-w-md flex-col gap-2"
    >
      <p className="font-medium">{t('network.password.title')}</p>
      <p id={hint} className="text-preview text-soft">
        {t('network.password.hint')}
      </p>
      <div role="status" className="flex flex-wrap items-center gap-2 empty:hidden">
        {proxy.isStored ? (
          <>
            <span>{t('network.password.stored')}</span>
            <Button size="small" disabled={proxy.busy} onClick={() => void proxy.forget()}>
              {t('network.password.forget')}
            </Button>
          </>
        ) : null}
      </div>
      <div className="flex flex-wrap items-end gap-2">
        <TextField
          label={t('network.password.user')}
          autoComplete="off"
          spellCheck={false}
          value={typed.user}
          aria-invalid={isInvalid}
          onChange={(event) => onType({ ...typed, user: event.target.value })}
          className="min-w-36 flex-1"
        />
        <TextField
          label={t('network.password.password')}
          type="password"
          autoComplete="new-password"
          spellCheck={false}
          value={typed.password}
          aria-invalid={isInvalid}
          onChange={(event) => onType({ ...typed, password: event.target.value })}
          className="min-w-36 flex-1"
        />
        <Button type="submit" disabled={proxy.busy || typed.user === ''}>
          {t('network.password.save')}
        </Button>
      </div>
      <p role="status" className="text-preview text-warn empty:hidden">
        {isInvalid ? t('network.password.invalid') : null}
      </p>
    </form>
  )
}

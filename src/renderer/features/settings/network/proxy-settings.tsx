import { useId, useState } from 'react'
import { PROXY_MODES, type ProxyCredentials } from '#shared/model/proxy.ts'
import { useTranslation } from '../../../i18n/use-translation.tsx'
import { useReplica } from '../../../store/hooks.ts'
import { ErrorLine } from '../../../ui/feedback.tsx'
import { TextField } from '../../../ui/field.tsx'
import { ProxySignIn } from './proxy-sign-in.tsx'
import { ProxyTest } from './proxy-test.tsx'
import { PROXY_EXAMPLE, type ProxyEditing, useProxy } from './use-proxy.ts'

const EMPTY: ProxyCredentials = { user: '', password: '' }

/** Which way everything takes to the servers, and whether it works. */
export function ProxySettings() {
  const { t } = useTranslation()
  const isPractising = useReplica((replica) => replica.app.practice === 'running')
  if (isPractising) return <p className="text-preview text-soft">{t('network.practice')}</p>
  return <ProxyFields />
}

function ProxyFields() {
  const proxy = useProxy()
  const [typed, setTyped] = useState(EMPTY)
  return (
    <div className="flex flex-col gap-4">
      <Modes proxy={proxy} />
      {proxy.mode === 'manual' ? (
        <>
          <AddressField proxy={proxy} />
          <ProxySignIn proxy={proxy} typed={typed} onType={setTyped} />
        </>
      ) : null}
      {proxy.error ? <ErrorLine code={proxy.error} /> : null}
      <ProxyTest
        settled={proxy.settled}
        form={() => proxy.form(typed.user === '' ? null : typed)}
        of={`${proxy.mode} ${proxy.typed} ${typed.user} ${typed.password}`}
      />
    </div>
  )
}

function Modes({ proxy }: { proxy: ProxyEditing }) {
  const { t } = useTranslation()
  const id = useId()
  return (
    <div>
      <div
        role="radiogroup"
        aria-label={t('network.proxy')}
        aria-describedby={`${id}-hint`}
        className="flex flex-col gap-2"
      >
        {PROXY_MODES.map((mode) => (
          <div key={mode} className="relative flex w-fit items-start gap-3">
            <input
              type="radio"
              name="proxy"
              id={`${id}-${mode}`}
              aria-describedby={`${id}-${mode}-hint`}
              checked={proxy.mode === mode}
              onChange={() => proxy.choose(mode)}
              className="relative z-10 mt-[3px] size-4 shrink-0 accent-accent"
            />
            <div className="flex min-w-0 flex-col">
              <label htmlFor={`${id}-${mode}`} className="w-fit font-medium before:absolute before:inset-0">
                {t(`network.mode.${mode}`)}
              </label>
              <span id={`${id}-${mode}-hint`} className="text-preview text-soft">
                {t(`network.modeHint.${mode}`)}
              </span>
            </div>
          </div>
        ))}
      </div>
      <p id={`${id}-hint`} className="mt-2 text-preview text-soft">
        {t('network.proxyHint')}
      </p>
    </div>
  )
}

function AddressField({ proxy }: { proxy: ProxyEditing }) {
  const { t } = useTranslation()
  const { problem } = proxy
  const said =
    problem === null
      ? null
      : problem === 'missing'
        ? t('network.missing')
        : t(`network.addressProblem.${problem}`)
  return (
    <TextField
      label={t('network.address')}
      placeholder={PROXY_EXAMPLE}
      autoComplete="off"
      spellCheck={false}
      value={proxy.typed}
      aria-invalid={problem !== null && problem !== 'missing'}
      onChange={(event) => proxy.type(event.target.value)}
      onBlur={() => proxy.leave()}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !event.nativeEvent.isComposing) proxy.leave()
      }}
      hint={
        <>
          <span role="status" className="block text-warn empty:hidden">
            {said}
          </span>
          {t('network.addressHint')}
        </>
      }
      className="max-w-md"
    />
  )
}

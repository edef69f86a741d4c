import { Lock } from 'lucide-react'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { MAX_PASSPHRASE } from '#shared/limits.ts'
import type { LockView, PassphraseCheck } from '#shared/model/lock.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useAction, useFormats, useNow } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'
import { Button } from '../../ui/button.tsx'
import { ErrorLine } from '../../ui/feedback.tsx'
import { TextField } from '../../ui/field.tsx'
import { ForgetDialog } from './forget-dialog.tsx'

const NO_WAIT = { ms: 0, until: 0 }

/**
 * Nothing but a field for the passphrase. The way out for who has forgotten it shows only after a wrong one, or
 * where no right one can be known any more.
 * @param onOpen it is unlocked: what there is to show is fetched
 */
export function LockScreen({ view, onOpen }: { view: LockView; onOpen: () => Promise<void> }) {
  const { t } = useTranslation()
  const { client } = useServices()
  const formats = useFormats()
  const now = useNow('second')
  const field = useRef<HTMLInputElement>(null)
  const asking = useAction()
  const [passphrase, setPassphrase] = useState('')
  const [wrongTries, setWrongTries] = useState(view.wrongTries)
  const [isWrong, setWrong] = useState(false)
  const [isForgotten, setForgotten] = useState(false)
  const [wait, setWait] = useState(() => ({ ms: view.waitMs, until: now + view.waitMs }))
  // a clock that is set has no say in main, nor here
  const waitMs = Math.min(wait.ms, Math.max(0, wait.until - now))

  useEffect(() => field.current?.focus(), [])
  useEffect(() => {
    if (wait.ms === 0) return
    const timer = setTimeout(() => setWait(NO_WAIT), wait.ms)
    return () => clearTimeout(timer)
  }, [wait])

  function refused(check: Exclude<PassphraseCheck, { kind: 'right' }>): void {
    setWait({ ms: check.waitMs, until: now + check.waitMs })
    if (check.kind === 'wrong') {
      setWrong(true)
      setWrongTries((tries) => tries + 1)
    }
    field.current?.focus()
  }

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    if (passphrase === '' || waitMs > 0 || asking.busy) return
    await asking.run(async () => {
      const check = await client.request('lock.unlock', { passphrase })
      setPassphrase('')
      if (check.kind === 'right') await onOpen()
      else refused(check)
    })
  }

  return (
    <main className="flex h-full flex-col items-center justify-center gap-6 overflow-y-auto p-6">
      <div className="flex w-[320px] max-w-full flex-col items-center gap-2 text-center">
        <Lock size={28} strokeWidth={1.5} aria-hidden className="text-soft" />
        <h1 className="text-title font-semibold">{t('lock.locked')}</h1>
        <p className="text-preview text-soft">{t('lock.goesOn')}</p>
      </div>
      <form onSubmit={(event) => void submit(event)} className="flex w-[320px] max-w-full flex-col gap-3">
        <TextField
          ref={field}
          label={t('lock.passphrase')}
          type="password"
          autoComplete="off"
          spellCheck={false}
          maxLength={MAX_PASSPHRASE}
          value={passphrase}
          aria-invalid={isWrong}
          onChange={(event) => setPassphrase(event.target.value)}
        />
        <Button type="submit" look="primary" size="large" disabled={waitMs > 0 || asking.busy}>
          {t('lock.unlock')}
        </Button>
        <p role="status" className="min-h-5 text-center text-preview text-danger">
          {waitMs > 0
            ? t('lock.wait', { time: formats.duration(Math.max(waitMs, 1_000)) })
            : isWrong && !view.isDamaged
              ? t('lock.wrong')
              : null}
          {view.isDamaged ? ` ${t('lock.damaged')}` : null}
        </p>
        {asking.error ? <ErrorLine code={asking.error} /> : null}
        {isWrong || view.isDamaged ? (
          <Button look="link" size="small" className="self-center" onClick={() => setForgotten(true)}>
            {t('lock.forgotten')}
          </Button>
        ) : null}
      </form>
      {isForgotten ? (
        <ForgetDialog wrongTries={wrongTries} onClose={() => setForgotten(false)} onOpen={onOpen} />
      ) : null}
    </main>
  )
}

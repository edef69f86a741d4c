import { useEffect, useState } from 'react'
import type { Quarantine } from '#shared/model/diagnostics.ts'
import { accountName } from '../../formatting/names.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useAction, useFormats, useReplica } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'
import { Button } from '../../ui/button.tsx'
import { ErrorLine } from '../../ui/feedback.tsx'
import { Timeline } from './timeline.tsx'

/** What helps to find out why something went wrong: logs, a pack to hand on, what happened to whom. */
export function Diagnostics() {
  const { t } = useTranslation()
  const { client } = useServices()
  const open = useAction()
  const save = useAction()
  const [saved, setSaved] = useState(false)
  async function saveEvidence() {
    setSaved(false)
    await save.run(async () => setSaved((await client.request('diagnostics.saveEvidence')).saved))
  }
  const error = open.error ?? save.error
  return (
    <>
      <p className="mb-3 text-preview text-soft">{t('diagnostics.hint')}</p>
      <div className="flex flex-wrap gap-2">
        <Button disabled={save.busy} onClick={() => void saveEvidence()}>
          {t('diagnostics.saveEvidence')}
        </Button>
        <Button
          disabled={open.busy}
          onClick={() => void open.run(() => client.request('diagnostics.openLogFolder'))}
        >
          {t('diagnostics.openLogFolder')}
        </Button>
      </div>
      <p role="status" className="mt-2 text-preview text-soft empty:hidden">
        {saved ? t('diagnostics.saved') : null}
      </p>
      {error ? <ErrorLine code={error} className="mt-2" /> : null}
      <SetAside />
      <Timeline />
    </>
  )
}

/** Messages that could not be read, per account (P11). */
function SetAside() {
  const { t } = useTranslation()
  const { client } = useServices()
  const formats = useFormats()
  const accounts = useReplica((replica) => replica.accounts)
  const [quarantine, setQuarantine] = useState<Quarantine[]>([])
  useEffect(() => {
    client.request('diagnostics.quarantine').then(setQuarantine, () => setQuarantine([]))
  }, [client])
  const shown = quarantine.flatMap((one) => {
    const account = accounts.get(one.accountId)
    return account === undefined ? [] : [{ ...one, name: accountName(account, t) }]
  })
  if (shown.length === 0) return null
  return (
    <div className="mt-4">
      <h3 className="mb-1 font-medium">{t('diagnostics.quarantine.title')}</h3>
      <p className="mb-1 text-preview text-soft">{t('diagnostics.quarantine.hint')}</p>
      <ul aria-label={t('diagnostics.quarantine.title')}>
        {shown.map(({ accountId, name, count, firstAt, lastAt }) => (
          <li key={accountId} className="text-preview [overflow-wrap:anywhere]">
            {t('diagnostics.quarantine.line', {
              name,
              count,
              first: formats.dateTime(firstAt),
              last: formats.dateTime(lastAt),
            })}
          </li>
        ))}
      </ul>
    </div>
  )
}

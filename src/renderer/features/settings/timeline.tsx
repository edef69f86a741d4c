import { useCallback, useEffect, useState } from 'react'
import type { TimelineEntry } from '#shared/model/diagnostics.ts'
import type { AccountId } from '#shared/model/ids.ts'
import { eventWords } from '../../formatting/event-words.ts'
import { accountName } from '../../formatting/names.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { accountOrder } from '../../store/account-order.ts'
import { useAction, useFormats, useReplica } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'
import { Button } from '../../ui/button.tsx'
import { ErrorLine } from '../../ui/feedback.tsx'
import { SelectField } from '../../ui/select-field.tsx'

/** What happened to an account, the newest first. */
export function Timeline() {
  const { t } = useTranslation()
  const accounts = accountOrder(useReplica((replica) => replica.accounts).values())
  const [chosen, setChosen] = useState<AccountId | null>(null)
  const account = accounts.find(({ id }) => id === chosen) ?? accounts[0]
  if (account === undefined) return null
  return (
    <div className="mt-4 flex flex-col gap-2">
      <SelectField
        label={t('diagnostics.timeline.of')}
        value={account.id}
        options={accounts.map((one) => ({ value: one.id, words: accountName(one, t) }))}
        onChange={(next) => setChosen(accounts.find(({ id }) => id === next)?.id ?? null)}
      />
      <Entries key={account.id} accountId={account.id} />
    </div>
  )
}

function Entries({ accountId }: { accountId: AccountId }) {
  const { t } = useTranslation()
  const { client } = useServices()
  const formats = useFormats()
  const { busy, error, run } = useAction()
  const [entries, setEntries] = useState<readonly TimelineEntry[]>([])
  const [hasOlder, setHasOlder] = useState(false)
  const load = useCallback(
    (known: readonly TimelineEntry[]) =>
      run(async () => {
        const before = known.at(-1)?.id
        const page = await client.request('diagnostics.timeline', {
          accountId,
          ...(before === undefined ? {} : { before }),
        })
        setEntries([...known, ...page.entries])
        setHasOlder(page.hasOlder)
      }),
    [accountId, client, run],
  )
  useEffect(() => {
    void load([])
  }, [load])
  return (
    <>
      {error ? <ErrorLine code={error} /> : null}
      {entries.length === 0 && !busy ? (
        <p className="text-soft">{t('diagnostics.timeline.empty')}</p>
      ) : (
        <ol aria-label={t('diagnostics.timeline.title')} className="rounded-card border px-3 py-2">
          {entries.map(({ id, at, event }) => (
            <li key={id} className="flex gap-3 py-0.5 text-preview">
              <time dateTime={new Date(at).toISOString()} className="shrink-0 text-soft tabular-nums">
                {formats.dateTime(at)}
              </time>
              <span className="[overflow-wrap:anywhere]">{eventWords(event, t, formats)}</span>
            </li>
          ))}
        </ol>
      )}
      <div className="flex gap-2">
        <Button size="small" disabled={busy} onClick={() => void load([])}>
          {t('diagnostics.timeline.refresh')}
        </Button>
        {hasOlder ? (
          <Button size="small" disabled={busy} onClick={() => void load(entries)}>
            {t('diagnostics.timeline.older')}
          </Button>
        ) : null}
      </div>
    </>
  )
}

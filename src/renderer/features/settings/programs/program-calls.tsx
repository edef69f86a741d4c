import { useCallback, useEffect, useState } from 'react'
import type { ProgramCall } from '#shared/model/program.ts'
import { accountName } from '../../../formatting/names.ts'
import { useTranslation } from '../../../i18n/use-translation.tsx'
import { useAction, useFormats, useNow, useReplica } from '../../../store/hooks.ts'
import { useServices } from '../../../store/services.tsx'
import { Button } from '../../../ui/button.tsx'
import { classNames } from '../../../ui/class-names.ts'
import { ErrorLine } from '../../../ui/feedback.tsx'
import { reachable } from '../../../ui/reachable.ts'
import { outcomeWords, tookWords } from './call-words.ts'
import { ColumnHeads } from './column-heads.tsx'

/** So many at a time. */
const PAGE = 25
const COLUMNS = ['at', 'program', 'tool', 'account', 'outcome', 'duration'] as const
const CELL = 'px-2 py-1 first:pl-3 last:pr-3'

/** What programs called, the newest first, and how that ended. */
export function ProgramCalls() {
  const { t } = useTranslation()
  const { client } = useServices()
  const { busy, error, run } = useAction()
  const [page, setPage] = useState<{ calls: readonly ProgramCall[]; hasMore: boolean } | null>(null)
  const load = useCallback(
    (known: readonly ProgramCall[]) =>
      run(async () => {
        const before = known.at(-1)?.id
        const next = await client.request('programs.calls', {
          limit: PAGE,
          ...(before === undefined ? {} : { before }),
        })
        setPage({ calls: [...known, ...next.calls], hasMore: next.hasMore })
      }),
    [client, run],
  )
  const newest = useReplica(({ programs }) =>
    Math.max(0, ...[...programs.values()].map(({ lastCallAt }) => lastCallAt ?? 0)),
  )
  const calls = page?.calls ?? []
  // whoever looks further back is not taken from there
  const isAtStart = calls.length <= PAGE
  useEffect(() => {
    void newest
    if (isAtStart) void load([])
  }, [load, newest, isAtStart])
  return (
    <>
      <p className="mb-3 text-preview text-soft">{t('programs.calls.hint')}</p>
      {error ? <ErrorLine code={error} /> : null}
      {page !== null && calls.length === 0 ? <p className="text-soft">{t('programs.calls.none')}</p> : null}
      {calls.length === 0 ? null : (
        <div ref={reachable} className="focus-inset relative max-h-80 overflow-auto rounded-card border">
          <table aria-label={t('programs.calls.table')} className="w-full text-left text-preview">
            <thead className="text-meta text-soft">
              <tr>
                <ColumnHeads
                  columns={COLUMNS}
                  wordsOf={(column) => t(`programs.calls.column.${column}`)}
                  className={`${CELL} sticky top-0 border-b bg-page`}
                />
              </tr>
            </thead>
            <tbody>
              {calls.map((call) => (
                <Row key={call.id} call={call} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <div className="mt-2 flex gap-2">
        <Button size="small" disabled={busy} onClick={() => void load([])}>
          {t('programs.calls.refresh')}
        </Button>
        {page?.hasMore ? (
          <Button size="small" disabled={busy} onClick={() => void load(calls)}>
            {t('programs.calls.older')}
          </Button>
        ) : null}
      </div>
    </>
  )
}

function Row({ call }: { call: ProgramCall }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const now = useNow('minute')
  const { at, programName, tool, accountId, outcome, durationMs } = call
  const account = useReplica(({ accounts }) => (accountId === null ? undefined : accounts.get(accountId)))
  return (
    <tr className="border-t align-baseline first:border-t-0">
      <td className={classNames(CELL, 'whitespace-nowrap tabular-nums')}>
        <time dateTime={new Date(at).toISOString()}>{formats.listTime(at, now)}</time>
      </td>
      <td className={classNames(CELL, 'min-w-20 wrap-anywhere')}>{programName}</td>
      <td className={classNames(CELL, 'font-mono text-meta whitespace-nowrap')}>{tool}</td>
      <td className={classNames(CELL, 'min-w-16 wrap-anywhere')}>
        {account === undefined ? null : accountName(account, t)}
      </td>
      <td className={classNames(CELL, 'min-w-24', outcome !== 'answered' && 'text-danger')}>
        {outcomeWords(call, t)}
      </td>
      <td className={classNames(CELL, 'text-right whitespace-nowrap tabular-nums')}>
        {tookWords(durationMs, t, formats)}
      </td>
    </tr>
  )
}

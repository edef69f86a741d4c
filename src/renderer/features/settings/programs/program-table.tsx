import { useId, useState } from 'react'
import type { Program } from '#shared/model/program.ts'
import { accountName } from '../../../formatting/names.ts'
import { useTranslation } from '../../../i18n/use-translation.tsx'
import { useAction, useFormats, useNow, useReplica } from '../../../store/hooks.ts'
import { useServices } from '../../../store/services.tsx'
import { Button } from '../../../ui/button.tsx'
import { classNames } from '../../../ui/class-names.ts'
import { Confirm } from '../../../ui/confirm.tsx'
import { ErrorLine } from '../../../ui/feedback.tsx'
import { reachable } from '../../../ui/reachable.ts'
import { AllowDialog } from './allow-dialog.tsx'
import { ColumnHeads } from './column-heads.tsx'
import { FoldersDialog } from './folders-dialog.tsx'

/** So many accounts of a program are named; of more the number is told. */
const NAMED = 2
const COLUMNS = ['name', 'scope', 'accounts', 'created', 'lastCall', 'today'] as const
const CELL = 'px-2 py-1.5 first:pl-3 last:pr-3'

/** The programs that were let in, and how another one is. */
export function ProgramTable({ onTurnOn }: { onTurnOn: () => void }) {
  const { t } = useTranslation()
  const { client } = useServices()
  const programs = [...useReplica((replica) => replica.programs).values()]
  const [asked, setAsked] = useState<{ kind: 'revoke' | 'folders'; program: Program } | null>(null)
  const [isAllowing, setAllowing] = useState(false)
  const revoking = useAction()
  const isAsked = (kind: 'revoke' | 'folders') => (asked?.kind === kind ? asked.program : null)
  const revoked = isAsked('revoke')
  // as it is now: folders come and go while they are looked at
  const shown = programs.find(({ id }) => id === isAsked('folders')?.id)
  return (
    <div className="mt-4 flex flex-col items-start gap-3">
      {programs.length === 0 ? (
        <p className="text-soft">{t('programs.none')}</p>
      ) : (
        <div ref={reachable} className="focus-inset relative w-full overflow-x-auto rounded-card border">
          <table aria-label={t('programs.table')} className="w-full text-left text-preview">
            <thead className="text-meta text-soft">
              <tr>
                <ColumnHeads
                  columns={COLUMNS}
                  wordsOf={(column) => t(`programs.column.${column}`)}
                  className={`${CELL} whitespace-nowrap`}
                />
                <th scope="col" className={CELL}>
                  <span className="sr-only">{t('programs.column.actions')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {programs.map((program) => (
                <Row
                  key={program.id}
                  program={program}
                  onFolders={() => setAsked({ kind: 'folders', program })}
                  onRevoke={() => setAsked({ kind: 'revoke', program })}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {revoking.error ? <ErrorLine code={revoking.error} /> : null}
      <Button onClick={() => setAllowing(true)}>{t('programs.allow')}</Button>
      {isAllowing ? <AllowDialog onTurnOn={onTurnOn} onClose={() => setAllowing(false)} /> : null}
      {shown === undefined ? null : <FoldersDialog program={shown} onClose={() => setAsked(null)} />}
      <Confirm
        open={revoked !== null}
        title={t('programs.revoking.title', { name: revoked?.name ?? '' })}
        body={t('programs.revoking.body')}
        confirm={t('programs.revoke')}
        onCancel={() => setAsked(null)}
        onConfirm={() => {
          setAsked(null)
          if (revoked !== null) void revoking.run(() => client.request('programs.revoke', { id: revoked.id }))
        }}
      />
    </div>
  )
}

function Row(props: { program: Program; onFolders: () => void; onRevoke: () => void }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const now = useNow('minute')
  const nameId = useId()
  const { name, scope, createdAt, lastCallAt, callsToday } = props.program
  return (
    <tr className="border-t align-baseline">
      <th scope="row" id={nameId} className={classNames(CELL, 'min-w-24 font-medium wrap-anywhere')}>
        {name}
      </th>
      <td className={classNames(CELL, 'whitespace-nowrap')}>{t(`programs.scope.${scope}`)}</td>
      <td className={classNames(CELL, 'min-w-16 wrap-anywhere')}>
        <Accounts program={props.program} />
      </td>
      <td className={classNames(CELL, 'whitespace-nowrap tabular-nums')}>
        {formats.listTime(createdAt, now)}
      </td>
      <td className={classNames(CELL, 'whitespace-nowrap tabular-nums')}>
        {lastCallAt === null ? t('programs.never') : formats.listTime(lastCallAt, now)}
      </td>
      <td className={classNames(CELL, 'text-right tabular-nums')}>{formats.number(callsToday)}</td>
      <td className={classNames(CELL, 'py-0.5! text-right whitespace-nowrap')}>
        <Button look="link" size="small" aria-describedby={nameId} onClick={props.onFolders}>
          {t('programs.folders.button')}
        </Button>
        <Button
          look="link"
          size="small"
          aria-describedby={nameId}
          onClick={props.onRevoke}
          className="ml-1 text-danger!"
        >
          {t('programs.revoke')}
        </Button>
      </td>
    </tr>
  )
}

function Accounts({ program }: { program: Program }) {
  const { t } = useTranslation()
  const accounts = useReplica((replica) => replica.accounts)
  if (program.accounts === null) return t('programs.allAccounts')
  const names = program.accounts.flatMap((id) => {
    const account = accounts.get(id)
    return account === undefined ? [] : [accountName(account, t)]
  })
  const all = names.join(t('list.comma'))
  return names.length > NAMED || names.length === 0 ? (
    <span title={all}>{t('programs.accountCount', { count: names.length })}</span>
  ) : (
    all
  )
}

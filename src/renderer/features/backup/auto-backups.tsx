import { type ReactNode, useState } from 'react'
import type { AutoBackupPlan, AutoBackupState } from '#shared/model/backup.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useAction, useFormats, useReplica } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'
import { Button } from '../../ui/button.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { ErrorLine } from '../../ui/feedback.tsx'
import { Switch } from '../../ui/switch.tsx'
import { AutoBackupDialog } from './auto-backup-dialog.tsx'
import { Caution } from './caution.tsx'
import { TaskProgress } from './task-progress.tsx'

/** Backups that nobody has to think of: whether, where to, how the last one went. */
export function AutoBackups() {
  const { t } = useTranslation()
  const { client } = useServices()
  const isPractising = useReplica((replica) => replica.app.practice === 'running')
  const state = useReplica((replica) => replica.autoBackup)
  const [open, setOpen] = useState<'order' | 'off' | null>(null)
  const end = useAction()
  const { plan } = state
  if (isPractising) return <p className="text-preview text-soft">{t('backup.practice')}</p>
  return (
    <div className="flex flex-col gap-3">
      <Switch
        label={t('backup.automatic.label')}
        hint={t('backup.automatic.hint')}
        checked={plan !== null}
        onChange={(on) => setOpen(on ? 'order' : 'off')}
      />
      {plan === null ? null : <Standing plan={plan} state={state} onChange={() => setOpen('order')} />}
      {end.error ? <ErrorLine code={end.error} /> : null}
      {open === 'order' ? <AutoBackupDialog onClose={() => setOpen(null)} /> : null}
      <Confirm
        open={open === 'off'}
        title={t('backup.automatic.off.title')}
        body={t('backup.automatic.off.body')}
        confirm={t('backup.automatic.off.confirm')}
        onCancel={() => setOpen(null)}
        onConfirm={() => {
          setOpen(null)
          void end.run(() => client.request('backup.stopAutomatic'))
        }}
      />
    </div>
  )
}

/** How they are made, how the newest went, and what can be done now. */
function Standing(props: { plan: AutoBackupPlan; state: AutoBackupState; onChange: () => void }) {
  const { t } = useTranslation()
  const { client } = useServices()
  const formats = useFormats()
  const now = useAction()
  const task = useReplica((replica) => replica.backup)
  const { folder, everyDays, keep } = props.plan
  const { last, nextAt } = props.state
  return (
    <>
      <Trouble state={props.state} />
      <dl className="grid grid-cols-[max-content_1fr] gap-x-6 gap-y-1">
        <Fact name={t('backup.automatic.folder')}>{folder}</Fact>
        <Fact name={t('backup.automatic.every')}>
          {everyDays === 1 ? t('backup.automatic.daily') : t('backup.automatic.days', { count: everyDays })}
          {t('list.clause')}
          {t('backup.automatic.kept', { count: keep })}
        </Fact>
        <Fact name={t('backup.automatic.last')}>
          {last === null
            ? t('backup.automatic.none')
            : t('backup.automatic.lastValue', {
                at: formats.dateTime(last.at),
                size: formats.size(last.bytes),
              })}
        </Fact>
        <Fact name={t('backup.automatic.next')}>
          {nextAt === null ? t('backup.automatic.soon') : formats.dateTime(nextAt)}
        </Fact>
      </dl>
      <div className="flex flex-wrap gap-2">
        <Button
          disabled={task !== null || now.busy}
          onClick={() => void now.run(() => client.request('backup.makeNow'))}
        >
          {t('backup.automatic.now')}
        </Button>
        <Button onClick={props.onChange}>{t('backup.automatic.change')}</Button>
      </div>
      {now.error ? <ErrorLine code={now.error} /> : null}
      {task?.kind === 'automatic' ? (
        <div className="flex max-w-md flex-col items-start gap-2 *:first:w-full">
          <TaskProgress />
          <Button size="small" onClick={() => void now.run(() => client.request('backup.cancel'))}>
            {t('action.cancel')}
          </Button>
        </div>
      ) : null}
    </>
  )
}

/** Why none are made, or will not be. */
function Trouble({ state: { failure, hasPassphrase } }: { state: AutoBackupState }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const isSession = useReplica((replica) => replica.app.protection === 'session-only')
  return (
    <>
      {failure === null ? null : (
        <div className="flex flex-col gap-1">
          <ErrorLine code={failure.code} />
          <p className="text-preview">
            {t('backup.automatic.failing', { since: formats.dateTime(failure.since) })}
          </p>
        </div>
      )}
      {failure === null && !hasPassphrase ? <ErrorLine code="backup-passphrase-gone" /> : null}
      {isSession && hasPassphrase ? <Caution>{t('backup.automatic.session')}</Caution> : null}
    </>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-soft">{name}</dt>
      <dd className="[overflow-wrap:anywhere]">{children}</dd>
    </>
  )
}

import { type FormEvent, useEffect, useId, useRef, useState } from 'react'
import { unreachable } from '#shared/unreachable.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useFormats, useReplica } from '../../store/hooks.ts'
import { Button } from '../../ui/button.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorLine } from '../../ui/feedback.tsx'
import { Caution } from './caution.tsx'
import { PassphraseField, ShowPassphrase } from './passphrase-field.tsx'
import { Preview } from './preview.tsx'
import { TaskProgress } from './task-progress.tsx'
import { type Restore, useRestore } from './use-restore.ts'

/** Restores a backup: a file, its passphrase, what is in it, and only then the replacing. Mounted while open. */
export function RestoreBackup({ onClose }: { onClose: () => void }) {
  const { t, gap } = useTranslation()
  const restore = useRestore()
  const { step, action } = restore
  const form = useId()
  const isEmpty = useReplica((replica) => replica.accounts.size === 0)
  const [isAsking, setAsking] = useState(false)
  const buttons = {
    file: (
      <Button look="primary" disabled={action.busy} onClick={() => void restore.choose()}>
        {t('backup.restore.choose')}
      </Button>
    ),
    passphrase: (
      <Button look="primary" type="submit" form={form} disabled={action.busy}>
        {t('backup.restore.open')}
      </Button>
    ),
    preview: (
      <Button
        look="primary"
        disabled={action.busy}
        onClick={() => (isEmpty ? void restore.restore() : setAsking(true))}
      >
        {t('backup.restore.confirm')}
      </Button>
    ),
    restarting: null,
  }
  return (
    <>
      <Dialog
        open
        title={t('backup.restore.title')}
        onClose={onClose}
        notice={
          step.at === 'preview' ? (
            <Caution>
              {t('backup.restore.onePoller')}
              {gap}
              {t('backup.restore.waits')}
            </Caution>
          ) : undefined
        }
        footer={
          step.at === 'restarting' ? undefined : (
            <>
              <Button onClick={onClose}>{t('action.cancel')}</Button>
              {buttons[step.at]}
            </>
          )
        }
      >
        <div className="flex flex-col gap-3">
          <StepBody restore={restore} form={form} />
          <TaskProgress />
          {action.error ? <ErrorLine code={action.error} /> : null}
        </div>
      </Dialog>
      <Confirm
        open={isAsking}
        title={t('backup.restore.replace.title')}
        body={t('backup.restore.replace.body')}
        confirm={t('backup.restore.replace.confirm')}
        onCancel={() => setAsking(false)}
        onConfirm={() => {
          setAsking(false)
          void restore.restore()
        }}
      />
    </>
  )
}

function StepBody({ restore, form }: { restore: Restore; form: string }) {
  const { t } = useTranslation()
  const { step } = restore
  switch (step.at) {
    case 'file':
      return <p className="text-soft">{t('backup.restore.intro')}</p>
    case 'passphrase':
      return <Unlock restore={restore} form={form} name={step.name} bytes={step.bytes} />
    case 'preview':
      return <Preview preview={step.preview} />
    case 'restarting':
      return <p role="status">{t('backup.restore.restarting')}</p>
    default:
      return unreachable(step)
  }
}

function Unlock(props: { restore: Restore; form: string; name: string; bytes: number }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const { restore } = props
  const [passphrase, setPassphrase] = useState('')
  const [isShown, setShown] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), [])

  function submit(event: FormEvent): void {
    event.preventDefault()
    if (passphrase !== '' && !restore.action.busy) void restore.open(passphrase)
  }

  return (
    <form id={props.form} onSubmit={submit} className="flex flex-col gap-3">
      <p className="text-soft [overflow-wrap:anywhere]">
        {t('backup.restore.file', { name: props.name, size: formats.size(props.bytes) })}
      </p>
      <PassphraseField
        ref={field}
        value={passphrase}
        isShown={isShown}
        disabled={restore.action.busy}
        onChange={setPassphrase}
      />
      <ShowPassphrase isShown={isShown} onChange={setShown} />
    </form>
  )
}

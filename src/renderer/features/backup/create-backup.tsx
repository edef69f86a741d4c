import { type FormEvent, useId, useState } from 'react'
import type { OutputOf } from '#shared/contract/index.ts'
import { isStrongEnough } from '#shared/text/passphrase-strength.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useAction, useFormats } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorLine } from '../../ui/feedback.tsx'
import { Caution } from './caution.tsx'
import { NewPassphrase, ShowPassphrase } from './passphrase-field.tsx'
import { TaskProgress } from './task-progress.tsx'

/** Writes a backup: a passphrase twice, a place in the system's dialog, progress. Mounted while open. */
export function CreateBackup({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const { client } = useServices()
  const formats = useFormats()
  const form = useId()
  const create = useAction()
  const [passphrase, setPassphrase] = useState('')
  const [repeated, setRepeated] = useState('')
  const [isShown, setShown] = useState(false)
  const [saved, setSaved] = useState<OutputOf<'backup.create'>>(null)
  const isReady = isStrongEnough(passphrase) && passphrase === repeated && !create.busy

  function submit(event: FormEvent): void {
    event.preventDefault()
    if (!isReady) return
    void create.run(async () => setSaved(await client.request('backup.create', { passphrase })))
  }

  /** Nothing goes on behind a closed dialog. */
  function close(): void {
    if (create.busy) client.request('backup.cancel').catch(() => undefined)
    onClose()
  }

  if (saved !== null) {
    return (
      <Dialog
        open
        title={t('backup.create.title')}
        onClose={onClose}
        footer={
          <Button look="primary" onClick={onClose}>
            {t('backup.done')}
          </Button>
        }
      >
        <p role="status" className="[overflow-wrap:anywhere]">
          {t('backup.create.saved', { name: saved.name, size: formats.size(saved.bytes) })}
        </p>
        <p className="mt-2 text-soft">{t('backup.create.keep')}</p>
      </Dialog>
    )
  }
  return (
    <Dialog
      open
      title={t('backup.create.title')}
      onClose={close}
      footer={
        <>
          <Button onClick={close}>{t('action.cancel')}</Button>
          <Button look="primary" type="submit" form={form} disabled={!isReady}>
            {t('backup.create.confirm')}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-3">
        <p className="text-soft">{t('backup.create.intro')}</p>
        <NewPassphrase
          value={passphrase}
          repeated={repeated}
          isShown={isShown}
          disabled={create.busy}
          onChange={setPassphrase}
          onRepeat={setRepeated}
        />
        <ShowPassphrase isShown={isShown} onChange={setShown} />
        <Caution>{t('backup.create.caution')}</Caution>
        <TaskProgress />
        {create.error ? <ErrorLine code={create.error} /> : null}
      </form>
    </Dialog>
  )
}

import { useState } from 'react'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useReplica } from '../../store/hooks.ts'
import { Button } from '../../ui/button.tsx'
import { CreateBackup } from './create-backup.tsx'
import { RestoreBackup } from './restore-backup.tsx'

/** Making and restoring backups, as the settings offer it. */
export function BackupActions() {
  const { t } = useTranslation()
  const isPractising = useReplica((replica) => replica.app.practice === 'running')
  const [open, setOpen] = useState<'create' | 'restore' | null>(null)
  const close = () => setOpen(null)
  return (
    <>
      <p className="mb-3 text-preview text-soft">{t(isPractising ? 'backup.practice' : 'backup.hint')}</p>
      <div className="flex flex-wrap gap-2">
        <Button disabled={isPractising} onClick={() => setOpen('create')}>
          {t('backup.create.open')}
        </Button>
        <Button disabled={isPractising} onClick={() => setOpen('restore')}>
          {t('backup.restore.begin')}
        </Button>
      </div>
      {open === 'create' ? <CreateBackup onClose={close} /> : null}
      {open === 'restore' ? <RestoreBackup onClose={close} /> : null}
    </>
  )
}

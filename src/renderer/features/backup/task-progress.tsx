import { useTranslation } from '../../i18n/use-translation.tsx'
import { useReplica } from '../../store/hooks.ts'

/** How far the backup or restore under way has come; nothing while none is. */
export function TaskProgress() {
  const { t } = useTranslation()
  const task = useReplica((replica) => replica.backup)
  if (task === null) return null
  return (
    <div className="flex flex-col gap-1">
      <p className="text-preview">{t(`backup.task.${task.kind}`)}</p>
      <progress aria-label={t('backup.progress')} max={100} value={task.percent} className="h-2 w-full" />
    </div>
  )
}

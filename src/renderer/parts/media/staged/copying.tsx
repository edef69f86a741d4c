import { useTranslation } from '../../../i18n/use-translation.tsx'
import type { StagedFilesState } from '../../../store/staged-files.ts'
import { Button } from '../../../ui/button.tsx'
import { ProgressBar } from '../../../ui/progress-bar.tsx'

/** How many of the files are in the app's keeping already; nothing once all are. */
export function Copying({
  items,
  copying,
  onStop,
}: Pick<StagedFilesState, 'items' | 'copying'> & { onStop: () => void }) {
  const { t } = useTranslation()
  if (copying === 0) return null
  const ready = items.length
  const count = ready + copying
  return (
    <div className="mt-2 flex items-center gap-3 text-preview">
      <span className="shrink-0 text-soft">{t('review.ready', { ready, count })}</span>
      <ProgressBar label={t('review.copying')} share={ready / count} />
      <Button size="small" look="quiet" onClick={onStop}>
        {t('review.stop')}
      </Button>
    </div>
  )
}

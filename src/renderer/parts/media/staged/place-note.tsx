import { useTranslation } from 'react-i18next'
import type { StagedFiles, StagedFilesState } from '../../../store/staged-files.ts'

/** Says of how many pictures and videos the place where they were taken was removed, and lets it be kept. */
export function PlaceNote({
  items,
  keepsPlace,
  files,
}: Pick<StagedFilesState, 'items' | 'keepsPlace'> & { files: Pick<StagedFiles, 'keepPlace'> }) {
  const { t } = useTranslation()
  const count = items.filter(({ staged }) => staged.withPlace !== null).length
  if (count === 0) return null
  return (
    <div className="mt-2 flex flex-wrap items-center gap-x-4 text-preview">
      <span role="note" className={keepsPlace ? 'font-medium' : 'text-soft'}>
        {t(keepsPlace ? 'review.place.kept' : 'review.place.removed', { count })}
      </span>
      <label className="flex min-h-7 items-center gap-1.5 rounded-control">
        <input
          type="checkbox"
          checked={keepsPlace}
          onChange={(event) => files.keepPlace(event.target.checked)}
          className="size-4 accent-accent"
        />
        {t('review.place.keep')}
      </label>
    </div>
  )
}

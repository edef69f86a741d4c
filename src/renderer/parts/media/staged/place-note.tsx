import { useTranslation } from '../../../i18n/use-translation.tsx'
import type { StagedFiles, StagedFilesState } from '../../../store/staged-files.ts'
import { Check } from '../../../ui/check.tsx'

/** Says of how many pictures and videos the place where they were taken was removed, and lets it be kept. */
export function PlaceNote({
  items,
  keepsPlace,
  files,
}: Pick<StagedFilesState, 'items' | 'keepsPlace'> & { files: Pick<StagedFiles, 'keepPlace'> }) {
  const { t } = useTranslation()
  const count = items.filter(({ staged }) => staged.withPlace !== null).length
  const unchecked = items.filter(({ staged }) => staged.mayHoldPlace).length
  return (
    <>
      {unchecked > 0 ? (
        <p role="note" className="mt-2 text-preview font-medium text-warn">
          {t('review.place.unchecked', { count: unchecked })}
        </p>
      ) : null}
      {count > 0 ? <Removed count={count} keepsPlace={keepsPlace} files={files} /> : null}
    </>
  )
}

function Removed({
  count,
  keepsPlace,
  files,
}: Pick<StagedFilesState, 'keepsPlace'> & { count: number; files: Pick<StagedFiles, 'keepPlace'> }) {
  const { t } = useTranslation()
  return (
    <div className="mt-2 flex flex-wrap items-center gap-x-4 text-preview">
      <span role="note" className={keepsPlace ? 'font-medium' : 'text-soft'}>
        {t(keepsPlace ? 'review.place.kept' : 'review.place.removed', { count })}
      </span>
      <Check isChecked={keepsPlace} onChange={(keeps) => files.keepPlace(keeps)}>
        {t('review.place.keep')}
      </Check>
    </div>
  )
}

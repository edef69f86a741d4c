import { useStore } from 'zustand'
import { useTranslation } from '../../i18n/use-translation.tsx'
import type { DraftKeeper } from './draft-autosave.ts'

/** Whether the draft is kept; loud only where it is not. */
export function KeepingLine({ autosave }: { autosave: DraftKeeper }) {
  const { t, gap } = useTranslation()
  const { id, error, isUpToDate } = useStore(autosave.state)
  if (error) {
    return (
      <p role="alert" className="text-meta text-danger">
        {t('broadcastDraft.keeping.unkept')}
        {gap}
        {t(`error.${error}`)}
      </p>
    )
  }
  return id !== null && isUpToDate ? (
    <p className="text-meta text-soft">{t('broadcastDraft.keeping.kept')}</p>
  ) : null
}

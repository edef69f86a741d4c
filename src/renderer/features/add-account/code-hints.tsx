import { useTranslation } from '../../i18n/use-translation.tsx'

/** What the person with the phone has to know. */
export function CodeHints() {
  const { t } = useTranslation()
  return (
    <div className="flex flex-col gap-1 text-preview text-soft">
      <p>{t('addAccount.hintOwner')}</p>
      <p>{t('addAccount.hintPlugin')}</p>
    </div>
  )
}

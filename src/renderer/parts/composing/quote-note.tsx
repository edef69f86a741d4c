import { useTranslation } from '../../i18n/use-translation.tsx'

/** Says that a quote in a text goes out as text. */
export function QuoteNote() {
  const { t } = useTranslation()
  return (
    <p role="note" className="mt-1.5 text-meta text-soft">
      {t('composer.quoted')}
    </p>
  )
}

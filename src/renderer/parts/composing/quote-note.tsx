import { useTranslation } from '../../i18n/use-translation.tsx'
import { beginsWithQuote } from './quoting.ts'

/** Says that a quote in a text goes out as text. */
export function QuoteNote({ text }: { text: string }) {
  const { t } = useTranslation()
  if (!beginsWithQuote(text)) return null
  return (
    <p role="note" className="mt-1.5 text-meta text-soft">
      {t('composer.quoted')}
    </p>
  )
}

import { useMemo } from 'react'
import { fullWidth, markupSignsIn } from '#shared/text/markup-signs.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'

/** Says before sending that the contact's phone may take signs of the text for formatting, and what helps. */
export function MarkupNote({ text }: { text: string }) {
  const { t } = useTranslation()
  const signs = useMemo(() => markupSignsIn(text), [text])
  if (signs.length === 0) return null
  return (
    <p role="note" className="mt-1.5 text-meta text-soft">
      {t('composer.markup', { signs: signs.join(' '), instead: signs.map(fullWidth).join(' ') })}
    </p>
  )
}

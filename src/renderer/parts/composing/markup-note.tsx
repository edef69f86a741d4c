import { useMemo } from 'react'
import { fullWidth, markupSignsIn, withFullWidth } from '#shared/text/markup-signs.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { Button } from '../../ui/button.tsx'

/** Says before sending that the contact's phone may take signs of the text for formatting, and helps. */
export function MarkupNote({
  text,
  onChange,
}: {
  text: string
  /** Takes the text with other signs; absent where it cannot be changed now. */
  onChange?: ((text: string) => void) | undefined
}) {
  const { t } = useTranslation()
  const signs = useMemo(() => markupSignsIn(text), [text])
  if (signs.length === 0) return null
  return (
    <div role="note" className="mt-1.5 text-meta text-soft">
      {t('composer.markup', { signs: signs.join(' '), instead: signs.map(fullWidth).join(' ') })}
      {onChange ? (
        <Button
          size="small"
          look="link"
          className="ml-1"
          onClick={() => onChange(withFullWidth(text, signs))}
        >
          {t('composer.useFullWidth')}
        </Button>
      ) : null}
    </div>
  )
}

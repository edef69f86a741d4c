import { useMemo } from 'react'
import { fullWidth, type MarkupSign, markupSignsIn, withFullWidth } from '#shared/text/markup-signs.ts'
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
  const signs = useMemo(() => markupSignsIn(text), [text])
  return (
    <SignsNote signs={signs} onWiden={onChange ? () => onChange(withFullWidth(text, signs)) : undefined} />
  )
}

/** The same of signs that were found already. */
export function SignsNote({
  signs,
  onWiden,
}: {
  signs: readonly MarkupSign[]
  /** Puts their full-width likes in their place. */
  onWiden: (() => void) | undefined
}) {
  const { t } = useTranslation()
  if (signs.length === 0) return null
  return (
    <div role="note" className="mt-1.5 text-meta text-soft">
      {t('composer.markup', { signs: signs.join(' '), instead: signs.map(fullWidth).join(' ') })}
      {onWiden ? (
        <Button size="small" look="link" className="ml-1" onClick={onWiden}>
          {t('composer.useFullWidth')}
        </Button>
      ) : null}
    </div>
  )
}

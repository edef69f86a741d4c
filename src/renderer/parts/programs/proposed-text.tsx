import { isBlank } from '#shared/text/repair.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { classNames } from '../../ui/class-names.ts'
import { EmoticonText } from '../../ui/emoticon-text.tsx'
import { reachable } from '../../ui/reachable.ts'

/** The words of a program, whole: a long text scrolls within. Nothing for a blank one. */
export function ProposedText({ text, className }: { text: string; className: string }) {
  const { t } = useTranslation()
  if (isBlank(text)) return null
  return (
    <section
      ref={reachable}
      aria-label={t('requests.text')}
      dir="auto"
      className={classNames(
        'focus-inset overflow-y-auto whitespace-pre-wrap wrap-anywhere select-text',
        className,
      )}
    >
      <EmoticonText text={text} />
    </section>
  )
}

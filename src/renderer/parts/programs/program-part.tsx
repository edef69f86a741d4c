import { Bot } from 'lucide-react'
import { useTranslation } from '../../i18n/use-translation.tsx'

/** Says that a program wrote it. */
export function ProgramPart({ program }: { program: string }) {
  const { t } = useTranslation()
  const words = t('requests.by', { program })
  return (
    <span title={words} className="ml-1 inline-flex max-w-[32ch] items-center gap-1 align-middle">
      <Bot size={12} aria-hidden className="shrink-0" />
      <bdi className="truncate">{words}</bdi>
    </span>
  )
}

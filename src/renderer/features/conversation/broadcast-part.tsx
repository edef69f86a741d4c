import { Megaphone } from 'lucide-react'
import type { BroadcastMark } from '#shared/model/message.ts'
import { titleInWords } from '../../formatting/names.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useServices } from '../../store/services.tsx'
import { showRun } from '../../store/ui.ts'

/** Says under an own message that a broadcast sent it, and leads there. */
export function BroadcastPart({ mark }: { mark: BroadcastMark }) {
  const { t } = useTranslation()
  const { ui } = useServices()
  const words = t('broadcasts.part', { title: titleInWords(mark.title, t) })
  return (
    <button
      type="button"
      title={words}
      onClick={() => showRun(ui, mark.id)}
      className="-mr-1 ml-1 inline-flex min-h-7 max-w-[32ch] items-center gap-1 rounded-control px-1 align-middle hover:bg-sunken hover:text-ink"
    >
      <Megaphone size={12} aria-hidden className="shrink-0" />
      <bdi className="truncate">{words}</bdi>
    </button>
  )
}

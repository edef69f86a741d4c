import { ChevronDown, ChevronUp, Trash2 } from 'lucide-react'
import type { QuickReply } from '#shared/model/quick-reply.ts'
import { useTranslation } from '../../../i18n/use-translation.tsx'
import { replyCost } from '../../../parts/quick-replies/reply-cost.ts'
import { ReplyGist } from '../../../parts/quick-replies/reply-gist.tsx'
import { IconButton } from '../../../ui/button.tsx'

/** What stands for placeholders where nobody is meant; the cost is hardly another with a name. */
const NOBODY = { contact: null, account: null, date: null, time: null, weekday: null, blank: null }

/** A quick reply in the list of all. */
export function ReplyRow(props: {
  reply: QuickReply
  isFirst: boolean
  isLast: boolean
  /** False while only some are shown: the neighbours are others then. */
  canMove: boolean
  onEdit: () => void
  onMove: (where: 'up' | 'down') => void
  onRemove: () => void
}) {
  const { t } = useTranslation()
  const { reply, isFirst, isLast, canMove } = props
  const { title } = reply
  return (
    <li className="flex items-center gap-1 py-1 pr-1">
      <button
        type="button"
        onClick={props.onEdit}
        className="min-w-0 flex-1 rounded-control px-3 py-1 text-left hover:bg-sunken"
      >
        <span className="flex items-baseline gap-3">
          <bdi className="min-w-0 flex-1 truncate font-medium">{title}</bdi>
          <span className="shrink-0 text-meta text-soft">
            {t('quickReply.cost', { count: replyCost(reply, NOBODY) })}
          </span>
        </span>
        <ReplyGist reply={reply} />
      </button>
      <IconButton
        label={t('quickReply.settings.up', { title })}
        idle={!canMove || isFirst}
        onClick={() => props.onMove('up')}
      >
        <ChevronUp size={16} aria-hidden />
      </IconButton>
      <IconButton
        label={t('quickReply.settings.down', { title })}
        idle={!canMove || isLast}
        onClick={() => props.onMove('down')}
      >
        <ChevronDown size={16} aria-hidden />
      </IconButton>
      <IconButton label={t('quickReply.settings.remove', { title })} onClick={props.onRemove}>
        <Trash2 size={16} aria-hidden />
      </IconButton>
    </li>
  )
}

import { Check, Clock, RotateCcw } from 'lucide-react'
import type { PointerEvent } from 'react'
import { isOpen } from '#shared/model/conversation-state.ts'
import type { ConversationId } from '#shared/model/ids.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useReplica } from '../../store/hooks.ts'
import { IconButton } from '../../ui/button.tsx'

/** What stands over the row under the pointer, one for the whole list; keys and the menu do the same. */
export function RowToolbar(props: {
  id: ConversationId
  /** Where its row begins. */
  top: number
  onDone: () => void
  onSnooze: () => void
  onLeave: (event: PointerEvent) => void
}) {
  const { t } = useTranslation()
  const isDone = useReplica(({ conversations }) => {
    const conversation = conversations.get(props.id)
    return conversation !== undefined && !isOpen(conversation)
  })
  return (
    <div
      role="toolbar"
      aria-label={t('desk.rowActions')}
      className="absolute right-9 z-10 mt-1 flex rounded-l-control bg-raised shadow-float"
      style={{ top: props.top }}
      onPointerLeave={props.onLeave}
    >
      <IconButton
        label={t(isDone ? 'desk.reopen' : 'desk.done')}
        tabIndex={-1}
        onClick={props.onDone}
        className="size-7!"
      >
        {isDone ? <RotateCcw size={14} aria-hidden /> : <Check size={16} aria-hidden />}
      </IconButton>
      <IconButton label={t('desk.snooze')} tabIndex={-1} onClick={props.onSnooze} className="size-7!">
        <Clock size={14} aria-hidden />
      </IconButton>
    </div>
  )
}

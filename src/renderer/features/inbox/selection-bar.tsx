import { Check, Clock, MailOpen, Megaphone, RotateCcw, X } from 'lucide-react'
import { isOpen } from '#shared/model/conversation-state.ts'
import type { ConversationId } from '#shared/model/ids.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { canBroadcast, useTriage } from '../../parts/triage/use-triage.ts'
import { useReplicaParts } from '../../store/hooks.ts'
import { IconButton } from '../../ui/button.tsx'
import { Menu, MenuItem } from '../../ui/menu.tsx'

/** How much room the bar takes at the end of a list, in CSS pixels. */
export const SELECTION_BAR_PX = 56

/** What can be done to all the rows that were picked out. */
export function SelectionBar(props: {
  ids: readonly ConversationId[]
  onDone: () => void
  onClear: () => void
}) {
  const { t } = useTranslation()
  const triage = useTriage()
  const { ids } = props
  const chosen = useReplicaParts((replica) => ids.flatMap((id) => replica.conversations.get(id) ?? []))
  const isOneOpen = chosen.some(isOpen)
  const isPinned = chosen.every((one) => one.isPinned)
  const isMuted = chosen.every((one) => one.isMuted)
  return (
    <div
      role="toolbar"
      aria-label={t('desk.selected')}
      className="absolute inset-x-2 bottom-2 z-20 flex h-10 items-center gap-0.5 rounded-card bg-raised p-1 pl-3 shadow-float"
    >
      <span role="status" className="mr-auto min-w-0 truncate text-preview font-medium">
        {t('desk.selectedCount', { count: ids.length })}
      </span>
      <IconButton label={t(isOneOpen ? 'desk.done' : 'desk.reopen')} onClick={props.onDone}>
        {isOneOpen ? <Check size={16} aria-hidden /> : <RotateCcw size={16} aria-hidden />}
      </IconButton>
      <IconButton label={t('desk.snooze')} onClick={() => triage.snooze(ids)}>
        <Clock size={16} aria-hidden />
      </IconButton>
      <IconButton
        label={t('desk.markUnread')}
        onClick={() => triage.mark(ids, { kind: 'unread', value: true })}
      >
        <MailOpen size={16} aria-hidden />
      </IconButton>
      <IconButton
        label={t('broadcastDraft.title')}
        idle={!canBroadcast(chosen)}
        onClick={() => triage.broadcast(ids)}
      >
        <Megaphone size={16} aria-hidden />
      </IconButton>
      <Menu label={t('desk.more')}>
        <MenuItem onSelect={() => triage.mark(ids, { kind: 'pinned', value: !isPinned })}>
          {t(isPinned ? 'desk.unpin' : 'desk.pin')}
        </MenuItem>
        <MenuItem onSelect={() => triage.mark(ids, { kind: 'muted', value: !isMuted })}>
          {t(isMuted ? 'desk.unmute' : 'desk.mute')}
        </MenuItem>
      </Menu>
      <IconButton label={t('desk.clear')} onClick={props.onClear}>
        <X size={16} aria-hidden />
      </IconButton>
    </div>
  )
}

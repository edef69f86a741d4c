import { memo } from 'react'
import { isOpen } from '#shared/model/conversation-state.ts'
import type { ConversationId } from '#shared/model/ids.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { KeyItem } from '../../parts/keys/key-item.tsx'
import { canBroadcast, useTriage } from '../../parts/triage/use-triage.ts'
import { useContactName, useReplicaParts } from '../../store/hooks.ts'
import { AnchoredMenu, type MenuAnchor, MenuItem } from '../../ui/menu.tsx'

/** What a menu is about, and where it hangs. */
export interface AskedMenu {
  ids: readonly ConversationId[]
  anchor: MenuAnchor
}

/** What can be done about conversations: one menu for a whole list, which is not drawn again with that. */
export const TriageMenu = memo(function TriageMenu(props: {
  asked: AskedMenu | null
  onClose: () => void
  /** Something was done that takes them out of the way. */
  onFinish: (ids: readonly ConversationId[], finish: () => void) => void
  /** Where the keys go on from when nothing else takes them. */
  returnTo: () => HTMLElement | null
}) {
  const { asked, onClose } = props
  return (
    <AnchoredMenu anchor={asked?.anchor ?? null} onClose={onClose} returnTo={props.returnTo}>
      {asked ? <Items ids={asked.ids} onFinish={props.onFinish} /> : null}
    </AnchoredMenu>
  )
})

function Items({
  ids,
  onFinish,
}: {
  ids: readonly ConversationId[]
  onFinish: (ids: readonly ConversationId[], finish: () => void) => void
}) {
  const { t } = useTranslation()
  const triage = useTriage()
  const conversations = useReplicaParts((replica) => ids.flatMap((id) => replica.conversations.get(id) ?? []))
  const [first] = conversations
  const name = useContactName(first)
  if (first === undefined || name === undefined) return null
  const isOneOpen = conversations.some(isOpen)
  const isPinned = conversations.every((one) => one.isPinned)
  const isMuted = conversations.every((one) => one.isMuted)
  return (
    <>
      {isOneOpen ? (
        <KeyItem keys="done" onSelect={() => onFinish(ids, () => triage.mark(ids, { kind: 'done' }))}>
          {t('desk.done')}
        </KeyItem>
      ) : (
        <KeyItem keys="done" onSelect={() => onFinish(ids, () => triage.mark(ids, { kind: 'reopen' }))}>
          {t('desk.reopen')}
        </KeyItem>
      )}
      <KeyItem keys="snooze" onSelect={() => triage.snooze(ids)}>
        {t('desk.snooze')}
      </KeyItem>
      <KeyItem keys="mark-unread" onSelect={() => triage.mark(ids, { kind: 'unread', value: true })}>
        {t('desk.markUnread')}
      </KeyItem>
      <MenuItem onSelect={() => triage.mark(ids, { kind: 'pinned', value: !isPinned })}>
        {t(isPinned ? 'desk.unpin' : 'desk.pin')}
      </MenuItem>
      <MenuItem onSelect={() => triage.mark(ids, { kind: 'muted', value: !isMuted })}>
        {t(isMuted ? 'desk.unmute' : 'desk.mute')}
      </MenuItem>
      {conversations.length > 1 ? (
        <MenuItem disabled={!canBroadcast(conversations)} onSelect={() => triage.broadcast(ids)}>
          {t('broadcastDraft.title')}
        </MenuItem>
      ) : (
        <>
          <MenuItem onSelect={() => triage.tags(first.id)}>{t('contactPanel.tagsMenu')}</MenuItem>
          <MenuItem onSelect={() => triage.rename(first.id)}>{t('desk.rename')}</MenuItem>
          <MenuItem onSelect={() => void navigator.clipboard.writeText(name).catch(() => undefined)}>
            {t('desk.copyName')}
          </MenuItem>
        </>
      )}
    </>
  )
}

import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { MarkAction } from '#shared/model/marks.ts'
import { instantOf } from '#shared/model/wall-time.ts'
import { unreachable } from '#shared/unreachable.ts'
import { contactName } from '../../formatting/names.ts'
import type { Step } from '../../store/desk.ts'
import { useFormats, useNow, useReplica } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'
import { Toast, ToastAction } from '../../ui/toast.tsx'

/** What was just done to conversations, and the way back. */
export function DeskToast() {
  const { t } = useTranslation()
  const { desk } = useServices()
  const { news, turn } = useStore(desk.state)
  const close = useCallback(() => desk.tell(null), [desk])
  if (news === null) return null
  switch (news.kind) {
    case 'done':
      return (
        <Toast
          key={turn}
          onClose={close}
          action={<ToastAction onSelect={() => void desk.undo(news.step)}>{t('desk.undo')}</ToastAction>}
        >
          <Words step={news.step} />
        </Toast>
      )
    case 'undone':
      return (
        <Toast key={turn} onClose={close}>
          {t('desk.undone')}
        </Toast>
      )
    case 'overtaken':
      return (
        <Toast key={turn} onClose={close}>
          {t('desk.overtaken')}
        </Toast>
      )
    case 'nobody-waits':
      return (
        <Toast key={turn} onClose={close}>
          {t('desk.nobodyWaits')}
        </Toast>
      )
    case 'gone':
      return (
        <Toast key={turn} onClose={close}>
          {t('desk.gone')}
        </Toast>
      )
    case 'not-kept':
      return (
        <Toast key={turn} onClose={close}>
          {t('desk.notKept')}
        </Toast>
      )
    case 'failed':
      return (
        <Toast key={turn} onClose={close}>
          {t(`error.${news.code}`)}
        </Toast>
      )
    default:
      return unreachable(news)
  }
}

/** Which words say what an action did. */
function wordOf(action: MarkAction) {
  switch (action.kind) {
    case 'done':
    case 'reopen':
      return action.kind
    case 'snooze':
      return action.until === null ? 'snoozeUntilTheyWrite' : 'snooze'
    case 'unread':
      return action.value ? 'unread' : 'read'
    case 'pinned':
      return action.value ? 'pinned' : 'unpinned'
    case 'muted':
      return action.value ? 'muted' : 'unmuted'
    default:
      return unreachable(action)
  }
}

function Words({ step: { action, changes } }: { step: Step }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const now = useNow('minute')
  const [first] = changes
  const one = useReplica(({ conversations }) => (first ? conversations.get(first.id) : undefined))
  const account = useReplica(({ accounts }) => (one ? accounts.get(one.accountId) : undefined))
  const until = action.kind === 'snooze' ? action.until : null
  const time = until === null ? '' : formats.soonTime(instantOf(until), now)
  const word = wordOf(action)
  if (changes.length === 1 && one) return t(`desk.one.${word}`, { name: contactName(one, account, t), time })
  return t(`desk.many.${word}`, { count: changes.length, time })
}

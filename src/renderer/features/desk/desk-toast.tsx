import { useCallback } from 'react'
import { useStore } from 'zustand'
import type { MarkAction } from '#shared/model/marks.ts'
import { instantOf } from '#shared/model/wall-time.ts'
import { unreachable } from '#shared/unreachable.ts'
import { contactName } from '../../formatting/names.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import type { DeskNews, Step } from '../../store/desk.ts'
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
  const undo = news.kind === 'done' && (
    <ToastAction onSelect={() => void desk.undo(news.step)}>{t('desk.undo')}</ToastAction>
  )
  return (
    <Toast key={turn} onClose={close} action={undo}>
      <NewsWords news={news} />
    </Toast>
  )
}

function NewsWords({ news }: { news: DeskNews }) {
  const { t } = useTranslation()
  switch (news.kind) {
    case 'done':
      return <StepWords step={news.step} />
    case 'undone':
      return t('desk.undone')
    case 'overtaken':
      return t('desk.overtaken')
    case 'nobody-waits':
      return t('desk.nobodyWaits')
    case 'gone':
      return t('desk.gone')
    case 'not-kept':
      return t(`desk.notKept.${news.what}`)
    case 'failed':
      return t(`error.${news.code}`)
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

function StepWords({ step: { action, changes } }: { step: Step }) {
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

import type { BroadcastPlan } from '#shared/model/broadcast.ts'
import { windowAt } from '#shared/model/reply-window.ts'
import { instantOf, type WallTime } from '#shared/model/wall-time.ts'
import { useTranslation } from '../../../i18n/use-translation.tsx'
import { useNow, useReplica } from '../../../store/hooks.ts'

/** How many of those who would get it now cannot be written to at a time, unless they write again before. */
export function ClosedByThen({ plan, due }: { plan: BroadcastPlan; due: WallTime }) {
  const { t } = useTranslation()
  const conversations = useReplica((replica) => replica.conversations)
  const now = useNow('minute')
  const at = instantOf(due)
  const closed = plan.included.filter(({ conversationId }) => {
    const route = conversations.get(conversationId)
    const window = route === undefined ? null : windowAt(route, now)
    return window?.kind !== 'open' || now + window.remainingMs <= at
  }).length
  if (closed === 0) return null
  return (
    <span className="text-warn">
      {t('broadcastDraft.plan.closedByThen', { count: closed, total: plan.included.length })}
    </span>
  )
}

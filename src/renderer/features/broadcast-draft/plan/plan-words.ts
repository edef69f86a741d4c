import type { BroadcastPlan, SkippedRecipient } from '#shared/model/broadcast.ts'
import { unreachable } from '#shared/unreachable.ts'
import type { Translate } from '../../../i18n/index.ts'

const SECOND_MS = 1_000
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/** A length of time as one would say it: "12 s", "12 minutes", "1 h 5 m". */
export function spanWords(ms: number, t: Translate): string {
  if (ms < MINUTE_MS) return t('broadcastDraft.plan.span.seconds', { count: Math.ceil(ms / SECOND_MS) })
  const minutes = Math.round(ms / MINUTE_MS)
  if (ms < HOUR_MS) return t('broadcastDraft.plan.span.minutes', { count: minutes })
  return t('broadcastDraft.plan.span.hours', { hours: Math.floor(minutes / 60), minutes: minutes % 60 })
}

/** When somebody's turn comes, counted from the start. */
export function turnWords(ms: number, t: Translate): string {
  return ms < SECOND_MS
    ? t('broadcastDraft.plan.turnNow')
    : t('broadcastDraft.plan.turn', { time: spanWords(ms, t) })
}

/** The whole broadcast in one sentence: "Send 3 messages to each of 27 people through 9 accounts". */
export function totalWords(plan: BroadcastPlan, t: Translate): string {
  const { from, to } = plan.messagesEach
  return t('broadcastDraft.plan.total', {
    messages:
      from === to
        ? t('broadcastDraft.plan.messages', { count: to })
        : t('broadcastDraft.plan.messagesRange', { from, to }),
    people: t('broadcastDraft.plan.people', { count: plan.included.length }),
    accounts: t('broadcastDraft.who.accounts', { count: plan.accounts.length }),
  })
}

/** A pace in whole or half seconds, as it stands in sentences. */
export function paceSeconds(paceMs: number): number {
  return paceMs / SECOND_MS
}

/**
 * What would help somebody who is skipped.
 * @param names.reserve messages kept for the operator's own replies
 */
export function helpWords(
  skipped: SkippedRecipient,
  {
    contact,
    account,
    isForGood,
    reserve,
  }: { contact: string; account: string; isForGood: boolean; reserve: number },
  t: Translate,
): string {
  const { reason, left, accountState } = skipped
  switch (reason) {
    case 'window-closed':
      return t('broadcastDraft.plan.help.window-closed', { contact })
    case 'quota-short':
      return left === 0
        ? t('broadcastDraft.plan.help.noneLeft', { contact })
        : t('broadcastDraft.plan.help.quota-short', { count: left })
    case 'reserve':
      return t('broadcastDraft.plan.help.reserve', {
        count: reserve,
        left: t('broadcastDraft.plan.help.left', { count: left }),
      })
    case 'excluded':
      return t(isForGood ? 'broadcastDraft.plan.help.excluded' : 'broadcastDraft.plan.help.unchecked')
    case 'account-offline':
      return accountState === null
        ? t('broadcastDraft.plan.help.accountGone')
        : t('broadcastDraft.plan.help.account-offline', {
            account,
            state: t(`account.state.${accountState}`),
          })
    case 'broadcast-to-recently':
    case 'name-missing':
    case 'group':
      return t(`broadcastDraft.plan.help.${reason}`)
    case 'account-may-be-muted':
      return t('broadcastDraft.plan.help.account-may-be-muted', { account })
    default:
      return unreachable(reason)
  }
}

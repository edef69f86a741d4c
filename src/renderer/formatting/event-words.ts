import type { AccountEvent } from '#shared/model/diagnostics.ts'
import { unreachable } from '#shared/unreachable.ts'
import type { Translate } from '../i18n/index.ts'
import type { Formats } from './format.ts'

const MINUTE_MS = 60_000

/** A length of time in the largest unit that fits. */
function lengthWords(ms: number, t: Translate): string {
  if (ms < MINUTE_MS) return t('window.seconds', { seconds: Math.round(ms / 1000) })
  const minutes = Math.round(ms / MINUTE_MS)
  if (minutes < 60) return t('window.minutes', { minutes })
  const hours = Math.floor(minutes / 60)
  if (minutes % 60 === 0) return t('window.wholeHours', { hours })
  return t('window.hours', { hours, minutes: minutes % 60 })
}

/** One event of an account in a sentence. */
export function eventWords(event: AccountEvent, t: Translate, formats: Formats): string {
  switch (event.kind) {
    case 'state': {
      const state = t(`account.state.${event.state}`)
      if (event.reason === null) return state
      return t('diagnostics.event.stateBecause', { state, reason: t(`account.reason.${event.reason}`) })
    }
    case 'polls':
      return t('diagnostics.event.polls', {
        count: event.answered + event.unanswered + event.failed,
        since: formats.time(event.since),
        answered: event.answered,
        failed: event.failed,
        gap: lengthWords(event.longestGapMs, t),
      })
    case 'gap':
      return t('diagnostics.event.gap', { gap: lengthWords(event.ms, t) })
    case 'send':
      return sendWords(event, t)
    case 'resolved':
      return t('diagnostics.event.resolved', {
        id: event.id,
        what: t(`message.resolution.${event.resolution}`),
      })
    case 'lost':
      return t('diagnostics.event.lost', { count: event.count })
    case 'unreadable':
      return t('accounts.unreadable', { count: event.count })
    case 'stale-token':
    case 'signed-in':
    case 'reconnect':
    case 'storage-failed':
      return t(`diagnostics.event.${event.kind}`)
    default:
      return unreachable(event)
  }
}

function sendWords(event: Extract<AccountEvent, { kind: 'send' }>, t: Translate): string {
  const parts = [t('diagnostics.event.send', { id: event.id, state: t(`message.state.${event.state}`) })]
  if (event.reason !== null) parts.push(t(`message.reason.${event.reason}`))
  if (event.serverWords !== null) parts.push(t('diagnostics.event.serverWords', { words: event.serverWords }))
  if (event.serverId !== null) parts.push(t('diagnostics.event.serverId', { id: event.serverId }))
  return parts.join(' · ')
}

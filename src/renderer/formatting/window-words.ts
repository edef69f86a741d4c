import type { ReplyEvidence, WindowState } from '#shared/model/reply-window.ts'
import { messagesLeft } from '#shared/model/reply-window.ts'
import { unreachable } from '#shared/unreachable.ts'
import type { Translate } from '../i18n/index.ts'
import { type Formats, startOfDay } from './format.ts'

const MINUTE_MS = 60_000

/** Remaining time: "7 h 12 m", "38 m", below a minute in seconds. */
export function remainingWords(ms: number, t: Translate): string {
  if (ms <= MINUTE_MS) return t('window.seconds', { seconds: Math.ceil(ms / 1000) })
  const minutes = Math.ceil(ms / MINUTE_MS)
  const hours = Math.floor(minutes / 60)
  if (hours === 0) return t('window.minutes', { minutes })
  return t('window.hours', { hours, minutes: minutes % 60 })
}

/** The reply window in a few words, for wherever there is room. */
export function windowWords(state: WindowState, now: number, t: Translate, formats: Formats): string {
  switch (state.kind) {
    case 'never-written':
      return t('window.neverWritten')
    case 'open':
      return remainingWords(state.remainingMs, t)
    case 'closed': {
      const today = startOfDay(state.closedAt) === startOfDay(now)
      const since = today ? formats.time(state.closedAt) : formats.listTime(state.closedAt, now)
      return t('window.closedSince', { since })
    }
    case 'refused':
      return t('window.refused')
    default:
      return unreachable(state)
  }
}

/** The messages left in words. */
export function quotaWords(evidence: ReplyEvidence, now: number, t: Translate): string {
  if (evidence.lastInboundAt === null) return t('window.neverWritten')
  return t('window.left', { count: messagesLeft(evidence, now) })
}

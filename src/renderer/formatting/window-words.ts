import type { AccountState } from '#shared/model/account.ts'
import {
  messagesLeft,
  type ReplyEvidence,
  type WindowState,
  windowAt,
  windowMinutes,
} from '#shared/model/reply-window.ts'
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

/**
 * What is shown of a reply window. `no-session`: nothing can go out before somebody signs in again, whatever was
 * left before. `wrote-before`: a new sign-in, to which the contact has not written yet.
 */
export type ShownWindow = WindowState | { kind: 'no-session' } | { kind: 'wrote-before' }

/** What both meters are shown from. */
export interface ShownEvidence extends ReplyEvidence {
  wroteBefore: boolean
}

/** The reply window as it is worth now, the account being in a state; undefined for one that is not known. */
export function shownWindow(
  evidence: ShownEvidence,
  account: AccountState | undefined,
  now: number,
): ShownWindow {
  if (account === 'needs-sign-in' || account === 'signed-out') return { kind: 'no-session' }
  const state = windowAt(evidence, now)
  return state.kind === 'never-written' && evidence.wroteBefore ? { kind: 'wrote-before' } : state
}

/** Messages left and whole minutes left, as they are worth now. */
export function shownMeters(
  window: ShownWindow,
  evidence: ReplyEvidence,
  now: number,
): { left: number; minutes: number } {
  if (window.kind === 'no-session') return { left: 0, minutes: 0 }
  return { left: messagesLeft(evidence, now), minutes: windowMinutes(evidence, now) }
}

/** Why there is neither a window nor a quota to speak of. */
const NOTHING = {
  'never-written': 'window.neverWritten',
  'wrote-before': 'window.wroteBefore',
  'no-session': 'window.noSession',
} as const

/** Whether neither a window nor a quota is there; both are then told in the same words. */
export function isNothingLeft(
  window: ShownWindow,
): window is Extract<ShownWindow, { kind: keyof typeof NOTHING }> {
  return Object.hasOwn(NOTHING, window.kind)
}

/** The reply window in a few words, for wherever there is room. */
export function windowWords(state: ShownWindow, now: number, t: Translate, formats: Formats): string {
  if (isNothingLeft(state)) return t(NOTHING[state.kind])
  switch (state.kind) {
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
export function quotaWords(window: ShownWindow, left: number, t: Translate): string {
  return isNothingLeft(window) ? t(NOTHING[window.kind]) : t('window.left', { count: left })
}

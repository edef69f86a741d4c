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
import type { Formats } from './format.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/** Remaining time: "7 h 12 m", "38 m", below a minute in seconds. */
export function remainingWords(ms: number, t: Translate): string {
  if (ms <= MINUTE_MS) return t('window.seconds', { seconds: Math.ceil(ms / 1000) })
  const minutes = Math.ceil(ms / MINUTE_MS)
  const hours = Math.floor(minutes / 60)
  if (hours === 0) return t('window.minutes', { minutes })
  if (minutes % 60 === 0) return t('window.wholeHours', { hours })
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
      return t('window.closedSince', { since: formats.since(state.closedAt, now) })
    }
    case 'refused':
      return t('window.refused')
    default:
      return unreachable(state)
  }
}

/** The same in the two or three words that a row has room for: "7 h", "1 h 12 m", "38 m", "closed". */
export function shortWindowWords(state: ShownWindow, t: Translate): string {
  switch (state.kind) {
    case 'open': {
      const hours = Math.floor(state.remainingMs / HOUR_MS)
      return state.urgency === 'calm'
        ? t('window.wholeHours', { hours })
        : remainingWords(state.remainingMs, t)
    }
    case 'closed':
      return t('window.closed')
    case 'refused':
      return t('window.refusedShort')
    case 'never-written':
    case 'wrote-before':
      return t('window.mustWrite')
    case 'no-session':
      return t(NOTHING[state.kind])
    default:
      return unreachable(state)
  }
}

/** From so few messages left on a row says how many. */
const FEW_LEFT = 3

/** How many messages are left where that is worth saying in a row: an open window that is running out of them. */
export function fewLeft(window: ShownWindow, left: number): number | null {
  return window.kind === 'open' && left <= FEW_LEFT ? left : null
}

/** The messages left in words. */
export function quotaWords(window: ShownWindow, left: number, t: Translate): string {
  return isNothingLeft(window) ? t(NOTHING[window.kind]) : t('window.left', { count: left })
}

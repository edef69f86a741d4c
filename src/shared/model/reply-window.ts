import { unreachable } from '../unreachable.ts'
/** Length of the reply window after a contact's message (fact sheet 5.4). */
export const WINDOW_MS = 24 * 60 * 60 * 1000
/** Sends the server accepts per inbound message, as far as is known (fact sheet 5.4). */
export const QUOTA = 10
/** From here on an open window counts as closing soon. */
export const CLOSING_SOON_MS = 2 * 60 * 60 * 1000
/** From here on an open window is about to close. */
export const CLOSING_NOW_MS = 30 * 60 * 1000

/** What both meters are computed from; kept with every conversation. */
export interface ReplyEvidence {
  /** The contact's last message: its own time, but never later than its receipt. Null before the first. */
  lastInboundAt: number | null
  /** Sends that the server took, or may have taken, since that message. */
  sentSinceInbound: number
  /** The server refused a send since that message; it knows better than our own count. */
  refusedSinceInbound: boolean
}

/** State of the reply window. `remainingMs` is above zero only while open. */
export type WindowState =
  | { kind: 'never-written' }
  | { kind: 'open'; remainingMs: number; closesAt: number; urgency: 'calm' | 'soon' | 'now' }
  | { kind: 'closed'; closedAt: number }
  | { kind: 'refused' }

/** The reply window at a moment of the app's clock. */
export function windowAt(evidence: ReplyEvidence, now: number): WindowState {
  if (evidence.lastInboundAt === null) return { kind: 'never-written' }
  const closesAt = evidence.lastInboundAt + WINDOW_MS
  const remainingMs = Math.min(closesAt - now, WINDOW_MS)
  if (remainingMs <= 0) return { kind: 'closed', closedAt: closesAt }
  if (evidence.refusedSinceInbound) return { kind: 'refused' }
  const urgency = remainingMs < CLOSING_NOW_MS ? 'now' : remainingMs < CLOSING_SOON_MS ? 'soon' : 'calm'
  return { kind: 'open', remainingMs, closesAt, urgency }
}

/** Messages that can still go out, 0 to 10; zero when closed, never written to, or refused by the server. */
export function messagesLeft(evidence: ReplyEvidence, now: number): number {
  const { kind } = windowAt(evidence, now)
  switch (kind) {
    case 'open':
      return Math.max(0, QUOTA - evidence.sentSinceInbound)
    case 'never-written':
    case 'closed':
    case 'refused':
      return 0
    default:
      return unreachable(kind)
  }
}

/** Whole minutes left of the window, 0 to 1440, rounded up so that an open window never reads zero. */
export function windowMinutes(evidence: ReplyEvidence, now: number): number {
  const state = windowAt(evidence, now)
  return state.kind === 'open' ? Math.ceil(state.remainingMs / 60_000) : 0
}

/** Open and under two hours: what the filter "Closing soon" shows. */
export function isClosingSoon(evidence: ReplyEvidence, now: number): boolean {
  const state = windowAt(evidence, now)
  return state.kind === 'open' && state.urgency !== 'calm'
}

import type {
  BreakerReason,
  BroadcastReason,
  BroadcastState,
  RecipientState,
  SkipReason,
} from '#shared/model/broadcast.ts'
import type { DropReason } from './attempt-repository.ts'

const STATES: ReadonlySet<string> = new Set<BroadcastState>([
  'draft',
  'running',
  'paused',
  'stopped',
  'finished',
  'cancelled',
])

const RECIPIENT_STATES: ReadonlySet<string> = new Set<RecipientState>([
  'queued',
  'sending',
  'accepted',
  'unconfirmed',
  'refused',
  'skipped',
  'cancelled',
])

const SKIP_REASONS: ReadonlySet<string> = new Set<SkipReason>([
  'excluded',
  'account-offline',
  'account-may-be-muted',
  'window-closed',
  'quota-short',
  'reserve',
])

const BREAKER_REASONS: ReadonlySet<string> = new Set<BreakerReason>([
  'rate-limited',
  'unconfirmed-run',
  'refused-run',
  'needs-sign-in',
])

function isState(value: string): value is BroadcastState {
  return STATES.has(value)
}

function isRecipientState(value: string): value is RecipientState {
  return RECIPIENT_STATES.has(value)
}

function isSkipReason(value: string): value is SkipReason {
  return SKIP_REASONS.has(value)
}

function isBreakerReason(value: string): value is BreakerReason {
  return BREAKER_REASONS.has(value)
}

/** What a failing disk has garbled may have been sent. */
export function parseDropReason(value: string | null): DropReason | null {
  if (value === null) return null
  return value === 'cancelled' || isSkipReason(value) ? value : 'unknown'
}

/** What a failing disk has garbled sends nothing by itself. */
export function parseBroadcastState(value: string): BroadcastState {
  return isState(value) ? value : 'stopped'
}

export function parseBroadcastReason(value: string | null): BroadcastReason | null {
  return value === 'restricted' || value === 'restored' ? value : null
}

/** What a failing disk has garbled is not sent once more by itself. */
export function parseRecipientState(value: string): RecipientState {
  return isRecipientState(value) ? value : 'unconfirmed'
}

export function parseSkipReason(value: string | null): SkipReason | null {
  return value !== null && isSkipReason(value) ? value : null
}

export function parseBreakerReason(value: string): BreakerReason {
  return isBreakerReason(value) ? value : 'rate-limited'
}

import type {
  BreakerReason,
  BroadcastReason,
  BroadcastState,
  RecipientState,
  SkipReason,
} from '#shared/model/broadcast.ts'
import { oneOf } from './column-schemas.ts'

/**
 * Why an attempt ended before the outbox had it: a reason to skip the recipient; `cancelled` with its run, or
 * because the message was dealt with otherwise; `unknown` where another computer may have made it (P13).
 */
export type DropReason = SkipReason | 'cancelled' | 'unknown'

const State = oneOf<BroadcastState>({
  draft: true,
  scheduled: true,
  starting: true,
  running: true,
  paused: true,
  stopped: true,
  finished: true,
  cancelled: true,
})

const Recipient = oneOf<RecipientState>({
  queued: true,
  sending: true,
  accepted: true,
  unconfirmed: true,
  refused: true,
  skipped: true,
  cancelled: true,
})

const SKIPS = {
  excluded: true,
  'account-offline': true,
  'account-may-be-muted': true,
  'name-missing': true,
  'window-closed': true,
  'quota-short': true,
  reserve: true,
  'broadcast-to-recently': true,
  group: true,
} as const satisfies Record<SkipReason, true>

const Skip = oneOf<SkipReason>(SKIPS)

const Drop = oneOf<DropReason>({ ...SKIPS, cancelled: true, unknown: true })

const Reason = oneOf<BroadcastReason>({
  restricted: true,
  restored: true,
  'time-missed': true,
  'start-failed': true,
})

const Breaker = oneOf<BreakerReason>({
  'rate-limited': true,
  'unconfirmed-run': true,
  'refused-run': true,
  'needs-sign-in': true,
})

/** What a failing disk has garbled may have been sent. */
export function parseDropReason(value: string | null): DropReason | null {
  if (value === null) return null
  return Drop.safeParse(value).data ?? 'unknown'
}

/** What a failing disk has garbled sends nothing by itself. */
export function parseBroadcastState(value: string): BroadcastState {
  return State.safeParse(value).data ?? 'stopped'
}

export function parseBroadcastReason(value: string | null): BroadcastReason | null {
  return Reason.safeParse(value).data ?? null
}

/** What a failing disk has garbled is not sent once more by itself. */
export function parseRecipientState(value: string): RecipientState {
  return Recipient.safeParse(value).data ?? 'unconfirmed'
}

export function parseSkipReason(value: string | null): SkipReason | null {
  return Skip.safeParse(value).data ?? null
}

export function parseBreakerReason(value: string): BreakerReason {
  return Breaker.safeParse(value).data ?? 'rate-limited'
}

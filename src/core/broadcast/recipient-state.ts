import type { BreakerReason, BroadcastItem, RecipientState, SkipReason } from '#shared/model/broadcast.ts'
import type { SendReason } from '#shared/model/message.ts'

/** How a recipient stands whose messages were handed to the outbox. */
export interface Standing {
  state: RecipientState
  skip: SkipReason | null
}

/** What a recipient is skipped for when a run leaves their account alone. */
export function skipOfBreaker(reason: BreakerReason): SkipReason {
  return reason === 'needs-sign-in' ? 'account-offline' : 'account-may-be-muted'
}

/** What a message was not sent for, as a reason to skip; null for what somebody took back. */
function skipOf(reason: SendReason | null, breaker: BreakerReason | null): SkipReason | null {
  switch (reason) {
    case 'reserve':
      return 'reserve'
    case 'broadcast-stopped':
      return skipOfBreaker(breaker ?? 'rate-limited')
    case 'quota-used':
      return 'quota-short'
    case 'window-closed':
    case 'never-written':
    case 'stale-context':
    case 'behind-refused':
      return 'window-closed'
    default:
      return null
  }
}

/**
 * The worst of a recipient's messages says how the recipient stands, so that nobody counts as reached who
 * was reached in part.
 * @param breaker why the run left the account alone, if it did
 */
export function standingOf(items: readonly BroadcastItem[], breaker: BreakerReason | null): Standing {
  const has = (...states: BroadcastItem['state'][]) => items.some(({ state }) => states.includes(state))
  if (has('queued', 'uploading', 'sending', 'waiting-for-contact')) return { state: 'sending', skip: null }
  if (has('refused')) return { state: 'refused', skip: null }
  if (has('unconfirmed')) return { state: 'unconfirmed', skip: null }
  const notSent = items.find(({ state }) => state === 'cancelled')
  if (notSent === undefined) return { state: 'accepted', skip: null }
  const skip = skipOf(notSent.reason, breaker)
  return { state: skip === null ? 'cancelled' : 'skipped', skip }
}

import type { LedgerItem } from '#core/storage/ledger-repository.ts'
import type { BreakerReason, RecipientState, SkipReason } from '#shared/model/broadcast.ts'
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
    case 'excluded':
      return 'excluded'
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

/** Whether the broadcast itself still has to do with a message; what a person has taken in hand is theirs. */
function isUnderWay({ state, isPaced }: LedgerItem): boolean {
  switch (state) {
    case 'queued':
    case 'uploading':
      return isPaced
    case 'sending':
      return true
    case 'accepted':
    case 'unconfirmed':
    case 'refused':
    case 'cancelled':
    case 'waiting-for-contact':
      return false
  }
}

/** A failed one that its operator tries again by hand has failed for the broadcast until it is through. */
function hasFailed({ state, isPaced }: LedgerItem): boolean {
  const isInHand = !isPaced && (state === 'queued' || state === 'uploading')
  return state === 'refused' || state === 'waiting-for-contact' || isInHand
}

/** Nobody knows whether they have it, from this try or from an earlier one. */
function isUnconfirmed({ state, mayBeThere }: LedgerItem): boolean {
  return state === 'unconfirmed' || (mayBeThere && state !== 'accepted')
}

/**
 * The worst of a recipient's messages says how the recipient stands, so that nobody counts as reached who
 * was reached in part.
 * @param breaker why the run left the account alone, if it did
 */
export function standingOf(items: readonly LedgerItem[], breaker: BreakerReason | null): Standing {
  if (items.some(isUnderWay)) return { state: 'sending', skip: null }
  if (items.some((item) => hasFailed(item) && !isUnconfirmed(item))) return { state: 'refused', skip: null }
  if (items.some(isUnconfirmed)) return { state: 'unconfirmed', skip: null }
  const notSent = items.find(({ state }) => state !== 'accepted')
  if (notSent === undefined && items.length > 0) return { state: 'accepted', skip: null }
  const skip = skipOf(notSent?.reason ?? null, breaker)
  return { state: skip === null ? 'cancelled' : 'skipped', skip }
}

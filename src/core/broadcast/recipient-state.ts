import type { Attempt, AttemptMessage } from '#core/storage/attempt-reader.ts'
import type { DropReason } from '#core/storage/broadcast-columns.ts'
import type { StoredRecipient } from '#core/storage/ledger-reader.ts'
import type { RecipientStanding } from '#core/storage/ledger-repository.ts'
import type {
  BreakerReason,
  BroadcastItem,
  BroadcastRecipient,
  BroadcastState,
  SkipReason,
} from '#shared/model/broadcast.ts'
import type { MessageId } from '#shared/model/ids.ts'
import type { SendReason } from '#shared/model/message.ts'
import { unreachable } from '#shared/unreachable.ts'

/** A message of a recipient as it follows from its attempts, with what only the run itself asks about it. */
export interface LedgerItem extends BroadcastItem {
  /** The turn of its last attempt is to come, and there is still reason to make it. */
  isPending: boolean
  /** The turn of its last attempt is to come, but the message has been dealt with since. */
  isNeedless: boolean
  /** One of its messages is on its way, or is the broadcast's own and in the outbox. */
  isUnderWay: boolean
  /** A person tries it again by hand. */
  isInHand: boolean
  /** What its last attempt was dropped for, if it was. */
  dropped: DropReason | null
  /** The broadcast's own messages in the outbox that have not begun. */
  queued: MessageId[]
}

/** A line of the ledger, with what only the run itself asks about it. */
export interface LedgerLine extends BroadcastRecipient {
  isExcluded: boolean
  items: LedgerItem[]
}

/** A line of the ledger as it follows from what is stored. */
export function lineOf({ attempts, ...recipient }: StoredRecipient): LedgerLine {
  return { ...recipient, items: attempts.map(itemOf) }
}

/** What a recipient is skipped for when a run leaves their account alone. */
export function skipOfBreaker(reason: BreakerReason): SkipReason {
  return reason === 'needs-sign-in' ? 'account-offline' : 'account-may-be-muted'
}

/**
 * How a message stands after all attempts at it: as one that was accepted, else as the last one that left, else
 * as the last one that had a message.
 */
export function itemOf(attempts: readonly Attempt[]): LedgerItem {
  const messages = attempts.flatMap(({ message }) => message ?? [])
  const said =
    messages.findLast(({ state }) => state === 'accepted') ??
    messages.findLast(({ state }) => state !== 'cancelled') ??
    messages.at(-1) ??
    null
  const last = attempts.at(-1)
  const isOpen = last !== undefined && last.message === null && last.dropped === null
  const isWanted = said === null || mayFollow(said)
  return {
    messageId: said?.id ?? null,
    state: said?.state ?? 'queued',
    reason: said?.reason ?? null,
    resolution: said?.resolution ?? null,
    mayBeThere: attempts.some(
      ({ message, dropped }) =>
        dropped === 'unknown' || (message !== said && message?.state === 'unconfirmed'),
    ),
    isPending: isOpen && isWanted,
    isNeedless: isOpen && !isWanted,
    isUnderWay: messages.some(isUnderWay),
    isInHand: said !== null && isUnbegun(said) && !said.isPaced,
    dropped: last?.dropped ?? null,
    queued: messages.flatMap((message) => (isUnbegun(message) && message.isPaced ? message.id : [])),
  }
}

/** Whether another attempt may follow: the message failed or never left, and nobody has dealt with it. */
function mayFollow({ state, resolution }: AttemptMessage): boolean {
  if (resolution !== null) return false
  return state === 'refused' || state === 'unconfirmed' || state === 'cancelled'
}

function isUnbegun({ state }: AttemptMessage): boolean {
  return state === 'queued' || state === 'uploading'
}

/** Whether the broadcast itself still has to do with a message; what a person has taken in hand is theirs. */
function isUnderWay(message: AttemptMessage): boolean {
  return message.state === 'sending' || (isUnbegun(message) && message.isPaced)
}

/** A failed one that its operator tries again by hand has failed for the broadcast until it is through. */
function hasFailed({ state, isInHand }: LedgerItem): boolean {
  return state === 'refused' || state === 'waiting-for-contact' || isInHand
}

/** Nobody knows whether they have it, from one attempt or from another. */
function isUnconfirmed({ state, mayBeThere }: LedgerItem): boolean {
  return state === 'unconfirmed' || (mayBeThere && state !== 'accepted')
}

/**
 * The worst of a recipient's messages says how the recipient stands, so that nobody counts as reached who
 * was reached in part.
 * @param breaker why the run left the account alone, if it did
 */
export function recipientStateOf(
  items: readonly LedgerItem[],
  breaker: BreakerReason | null,
): RecipientStanding {
  if (items.some(({ isPending }) => isPending)) return { state: 'queued', skip: null }
  if (items.some((item) => item.isUnderWay)) return { state: 'sending', skip: null }
  if (items.some((item) => hasFailed(item) && !isUnconfirmed(item))) return { state: 'refused', skip: null }
  if (items.some(isUnconfirmed)) return { state: 'unconfirmed', skip: null }
  const unsent = items.filter(({ state }) => state !== 'accepted')
  if (unsent.length === 0 && items.length > 0) return { state: 'accepted', skip: null }
  // what the whole recipient was skipped for is newer than what became of a message before
  const dropped = unsent.find((item) => item.dropped !== null)?.dropped ?? null
  const skip = dropped === null ? skipOf(unsent[0]?.reason ?? null, breaker) : skipOfDrop(dropped)
  return { state: skip === null ? 'cancelled' : 'skipped', skip }
}

function skipOfDrop(reason: DropReason): SkipReason | null {
  return reason === 'cancelled' || reason === 'unknown' ? null : reason
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
    case null:
    case 'too-long':
    case 'rate-limited':
    case 'malformed':
    case 'wrong-recipient':
    case 'session-stale':
    case 'signed-out':
    case 'host-not-allowed':
    case 'refused-unknown':
    case 'no-message-id':
    case 'answer-lost':
    case 'server-failed':
    case 'server-busy':
    case 'server-declined':
    case 'answered-by-another':
    case 'answer-unreadable':
    case 'no-answer':
    case 'interrupted':
    case 'not-connected':
    case 'rate-limit-pause':
    case 'restored':
    case 'upload-failed':
    case 'upload-refused':
    case 'upload-host-not-allowed':
    case 'file-missing':
    case 'broadcast-cancelled':
    case 'ended-before':
    case 'time-missed':
    case 'account-not-online':
    case 'account-may-be-muted':
      return null
    default:
      return unreachable(reason)
  }
}

/** Messages that are in the outbox and must not leave any more. */
export interface Withdrawal {
  messages: MessageId[]
  reason: SendReason
}

/**
 * What of a recipient is in the outbox although nothing asks for it any more: the run is over, the person or
 * their account is left alone since, or an earlier attempt turned out to have arrived.
 */
export function withdrawalFrom(
  { items, isExcluded }: Pick<LedgerLine, 'items' | 'isExcluded'>,
  run: BroadcastState,
  breaker: BreakerReason | null,
): Withdrawal | null {
  const all = items.flatMap(({ queued }) => queued)
  if (all.length === 0) return null
  if (run === 'finished' || run === 'cancelled') return { messages: all, reason: 'broadcast-cancelled' }
  if (isExcluded) return { messages: all, reason: 'excluded' }
  if (breaker !== null) return { messages: all, reason: 'broadcast-stopped' }
  const arrived = items.flatMap(({ state, queued }) => (state === 'accepted' ? queued : []))
  return arrived.length === 0 ? null : { messages: arrived, reason: 'broadcast-cancelled' }
}

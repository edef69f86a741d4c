import { isProxyTrouble } from '#shared/model/proxy.ts'
import { unreachable } from '#shared/unreachable.ts'
import { type IlinkError, IlinkServerError, IlinkTransportError } from './errors.ts'
import type { DecodedUpdates } from './message.ts'
import type { FailureReason, PollEnd } from './poll-end.ts'
import type { NetworkReason } from './ports.ts'
import { GATEWAY_HOLD_MIN_MS } from './protocol.ts'
import { SendAnswer } from './wire.ts'

/** How a send ended (fact sheet 5.3 and 5.4). */
export type SendOutcome =
  | { readonly kind: 'accepted'; readonly messageId: string }
  /** Taken without an id: the contact may see nothing. */
  | { readonly kind: 'accepted-unconfirmed' }
  /** Only a new message of the contact heals it; which of the reasons it is, our own counters tell. */
  | { readonly kind: 'refused-window-or-quota'; readonly error: IlinkServerError }
  | { readonly kind: 'rate-limited'; readonly error: IlinkServerError }
  /** A malformed request or recipient; repeating it is useless. */
  | { readonly kind: 'refused-permanent'; readonly error: IlinkServerError }
  /** Any other refusal; the operator may try again. */
  | { readonly kind: 'refused-other'; readonly error: IlinkServerError }
  | { readonly kind: 'stale-token'; readonly error: IlinkServerError }
  /** The server may or may not have it; only the same client id may be sent again. */
  | { readonly kind: 'unknown-delivery'; readonly error: IlinkTransportError }
  /** The server certainly never saw it. */
  | { readonly kind: 'not-sent'; readonly error: IlinkTransportError }

/** A call that failed, and how long it had been under way in ms. */
export interface FailedCall {
  readonly error: IlinkError
  readonly elapsedMs: number
}

/** An answer that broke off, or that was given up, brings no cursor, but what came of its messages is kept (P20). */
export function classifyBrokenOff(
  end: PollEnd<DecodedUpdates>,
  taken: DecodedUpdates,
): PollEnd<DecodedUpdates> {
  if (taken.messages.length === 0) return end
  if (end.kind === 'aborted') return { kind: 'answered', ...taken, brokenOff: 'aborted' }
  return end.kind === 'failed' ? { kind: 'answered', ...taken, brokenOff: end.reason } : end
}

/** A failed poll: running into a timeout or into the gateway's limit is a poll without messages. */
export function classifyFailedPoll({ error, elapsedMs }: FailedCall): PollEnd<DecodedUpdates> {
  if (error instanceof IlinkServerError)
    return error.kind === 'stale-token' ? { kind: 'stale' } : { kind: 'failed', reason: 'server-error' }
  switch (error.kind) {
    case 'timeout':
      return { kind: 'unanswered', by: 'timeout' }
    case 'aborted':
      return { kind: 'aborted' }
    case 'forbidden-host':
      return { kind: 'forbidden' }
    case 'http':
      return isGatewayCut(error, elapsedMs)
        ? { kind: 'unanswered', by: 'gateway' }
        : { kind: 'failed', reason: error.status === 429 ? 'server-busy' : 'server-error' }
    case 'redirect':
      return { kind: 'failed', reason: 'answered-by-another' }
    case 'stalled':
      return { kind: 'failed', reason: 'network' }
    case 'network':
      return { kind: 'failed', reason: networkFailure(error.reason) }
    case 'garbage':
      return { kind: 'failed', reason: 'garbage' }
    case 'too-large':
      return { kind: 'failed', reason: 'too-large' }
    default:
      return unreachable(error)
  }
}

/** What of the way failed, as far as a person can do something about it. */
function networkFailure(reason: NetworkReason | null): FailureReason {
  if (isProxyTrouble(reason)) return reason
  return reason === 'tls' ? 'certificate' : 'network'
}

/** 524 and 504 end a long hold; the same within a second is a failing gateway (fact sheet 1.1). */
export function isGatewayCut(error: IlinkTransportError, elapsedMs: number): boolean {
  return (error.status === 524 || error.status === 504) && elapsedMs >= GATEWAY_HOLD_MIN_MS
}

/** An accepted send: only an id in the answer makes it more than "taken" (P4). */
export function classifySendAnswer(body: Record<string, unknown>): SendOutcome {
  const messageId = SendAnswer.parse(body).message_id
  return messageId === undefined ? { kind: 'accepted-unconfirmed' } : { kind: 'accepted', messageId }
}

const RATE = /rate.?limit|too (?:many|fast|frequent)|frequen/i
const PARAMETER = /required|invalid|illegal|missing|malformed|param|argument|must |not allowed|empty/i

/** A failed send; −2 is told apart by its text (fact sheet 5.4). */
export function classifyFailedSend(error: IlinkError): SendOutcome {
  if (error instanceof IlinkTransportError) {
    return { kind: error.delivery === 'not-sent' ? 'not-sent' : 'unknown-delivery', error }
  }
  switch (error.kind) {
    case 'stale-token':
      return { kind: 'stale-token', error }
    case 'invalid-arguments':
      return { kind: 'refused-permanent', error }
    case 'overloaded-code':
      if (RATE.test(error.errmsg)) return { kind: 'rate-limited', error }
      return { kind: PARAMETER.test(error.errmsg) ? 'refused-permanent' : 'refused-window-or-quota', error }
    case 'no-typing-ticket':
    case 'refused':
      return { kind: RATE.test(error.errmsg) ? 'rate-limited' : 'refused-other', error }
    default:
      return unreachable(error)
  }
}

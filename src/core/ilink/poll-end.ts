import type { AccountReason } from '#shared/model/account.ts'
import type { ProxyTrouble } from '#shared/model/proxy.ts'

/** Why polls fail, as far as it can be told apart. */
export type FailureReason = Extract<
  AccountReason,
  | 'network'
  | ProxyTrouble
  | 'certificate'
  | 'server-error'
  | 'server-busy'
  | 'answered-by-another'
  | 'garbage'
  | 'too-large'
  | 'storage'
>

/**
 * What ended a poll without an answer: the client, after the server should have answered; a gateway;
 * or the client, early, because gateways of this host cut longer holds (fact sheet 1.1).
 */
export type Silence = 'timeout' | 'gateway' | 'short-hold'

/**
 * How one poll ended (fact sheet 3.2 and 3.4): the one union from the wire to the timeline. `Answer` is what
 * an answer brings at that stage.
 */
export type PollEnd<Answer> =
  | ({ readonly kind: 'answered' } & Answer)
  /** Held to the client's own limit or cut by a gateway: an empty poll, no failure. */
  | { readonly kind: 'unanswered'; readonly by: Silence }
  | { readonly kind: 'failed'; readonly reason: FailureReason }
  /** −14 in any spelling. */
  | { readonly kind: 'stale' }
  /** The account's host is not on the allow-list; no request was made (P10). */
  | { readonly kind: 'forbidden' }
  /** The caller's signal ended it. */
  | { readonly kind: 'aborted' }
  /** The row has been bound anew: what this binding brought was refused (P6). */
  | { readonly kind: 'superseded' }

export type PollEndKind = PollEnd<unknown>['kind']

import type { AccountId } from './ids.ts'
import type { ProxyTrouble } from './proxy.ts'

/**
 * What an account's session is doing (design: account states).
 * - `connecting`: started, no answer from the server yet
 * - `online`: the last poll was answered and the next one is open
 * - `reconnecting`: polls fail, the next attempt is scheduled
 * - `offline`: stopped, because this computer or the account's host cannot be used; see the reason
 * - `checking`: the server called the token stale; it is being verified, sending is paused
 * - `needs-sign-in`: the token stayed stale; someone has to scan again
 * - `signed-out`: signed out by the operator; the token is gone, the history stays
 */
export type AccountState =
  | 'connecting'
  | 'online'
  | 'reconnecting'
  | 'offline'
  | 'checking'
  | 'needs-sign-in'
  | 'signed-out'

/** Why an account is in its state; null when the state speaks for itself. */
export type AccountReason =
  | 'network'
  /** Nothing gets through the proxy. */
  | ProxyTrouble
  /** The server's certificate is not trusted, so nothing was sent. */
  | 'certificate'
  /** Of `online`: an answer of the server has been arriving for a while. */
  | 'slow-answer'
  | 'server-error'
  /** The server was asked too much at once. */
  | 'server-busy'
  /** Something on the way answers instead of the server. */
  | 'answered-by-another'
  | 'garbage'
  /** The server's answer goes on beyond what is read of one (P20). */
  | 'too-large'
  | 'host-not-allowed'
  | 'stale-token'
  | 'token-missing'
  | 'vault-unavailable'
  | 'taken-elsewhere'
  | 'storage'

/** One account as every window sees it. Times are Unix milliseconds of the app's clock. */
export interface AccountSummary {
  id: AccountId
  /** Running number that names an account until it has an alias. */
  number: number
  alias: string | null
  /** Index into the twelve account colours. */
  colour: number
  /** The WeChat user who scanned; a contact with this id is shown by the account's name. */
  ownerUserId: string | null
  state: AccountState
  stateSince: number
  reason: AccountReason | null
  lastContactAt: number | null
  lastInboundAt: number | null
  isDefault: boolean
  /** Place in the operator's order, ascending. */
  position: number
  /** The operator's name for accounts that belong together; null while it stands alone. */
  group: string | null
  /** Three unconfirmed sends in a row (P4). */
  maybeMuted: boolean
  /** Messages of this account that could not be read and are kept for diagnosis (P11). */
  unreadableCount: number
}

/** How many account colours there are. */
export const ACCOUNT_COLOURS = 12

import type { StoredAccount } from '#core/storage/account-repository.ts'
import type { AccountSummary } from '#shared/model/account.ts'
import type { SessionStatus } from './ports.ts'

/** From this many unconfirmed sends in a row on, the account may be muted (P4). */
export const MUTED_AFTER = 3

/** An account as windows see it: its row and its session's state, without cursor, address or bot id. */
export function toAccountSummary(account: StoredAccount, status: SessionStatus): AccountSummary {
  return {
    id: account.id,
    number: account.number,
    alias: account.alias,
    colour: account.colour,
    ownerUserId: account.ownerUserId,
    state: status.state,
    stateSince: status.since,
    reason: status.reason,
    lastContactAt: account.lastContactAt,
    lastInboundAt: account.lastInboundAt,
    isDefault: account.isDefault,
    position: account.position,
    group: account.group,
    maybeMuted: account.unconfirmedRun >= MUTED_AFTER,
    unreadableCount: account.unreadableCount,
  }
}

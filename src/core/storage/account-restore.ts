import type { AccountId } from '#shared/model/ids.ts'
import type { AccountRepository } from './account-repository.ts'
import type { ConversationRepository } from './conversation-repository.ts'
import type { Database } from './database.ts'

/** What another program knew of a reply window. */
export interface KnownWindow {
  contactUserId: string
  contextToken: string
  /** The contact's last message; Unix milliseconds. */
  inboundAt: number
  /** Sends since then. */
  sent: number
}

/** What another program knew of an account. */
export interface KnownAccount {
  alias: string | null
  /** `get_updates_buf` to go on from, so that nothing comes twice. */
  cursor: string
  windows: readonly KnownWindow[]
}

/**
 * Writes what another program knew into the rows of a fresh binding, within its transaction. What it had received
 * counts as having arrived now, before everything that comes from here on (P19).
 */
export function restoreAccount(
  stores: { database: Database; accounts: AccountRepository; conversations: ConversationRepository },
  id: AccountId,
  { alias, cursor, windows }: KnownAccount,
): void {
  const { database, accounts, conversations } = stores
  const lastInboundAt = windows.length === 0 ? null : Math.max(...windows.map(({ inboundAt }) => inboundAt))
  accounts.setAlias(id, alias)
  database
    .sql('UPDATE accounts SET cursor = ?, last_inbound_at = ? WHERE id = ?')
    .run(cursor, lastInboundAt, id)
  for (const { contactUserId, contextToken, inboundAt, sent } of windows) {
    const conversation = conversations.ensure(id, contactUserId)
    database
      .sql(
        `UPDATE conversations SET context_token = ?2, context_token_at = ?3, last_inbound_at = ?3,
           last_inbound_seq = (SELECT COALESCE(MAX(id), 0) FROM messages), sent_since_inbound = ?4 WHERE id = ?1`,
      )
      .run(conversation, contextToken, inboundAt, sent)
  }
}

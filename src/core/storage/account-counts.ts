import type { AccountId } from '#shared/model/ids.ts'
import type { ReadHandle } from './handles.ts'
import { unsettled } from './messages/unsettled.ts'
import { integer, text } from './row.ts'

/** How much an account has stored. */
export interface AccountCounts {
  conversations: number
  messages: number
  /** Own messages that are not settled, by their state. */
  unsettled: Record<string, number>
}

/** How much each of these accounts has stored; it looks at every message of theirs. */
export function readAccountCounts(
  database: ReadHandle,
  accounts: readonly AccountId[],
): Map<AccountId, AccountCounts> {
  return new Map(accounts.map((id) => [id, countsOf(database, id)]))
}

function countsOf(database: ReadHandle, accountId: AccountId): AccountCounts {
  const sizes = database
    .select(
      `SELECT (SELECT COUNT(*) FROM conversations WHERE account_id = ?1 AND erased = 0) AS conversations,
         (SELECT COUNT(*) FROM conversations c JOIN messages m ON m.conversation_id = c.id
          WHERE c.account_id = ?1 AND c.erased = 0) AS messages`,
    )
    .get(accountId)
  const open = database
    .select(
      `SELECT m.send_state AS state, COUNT(*) AS count
       FROM conversations c JOIN messages m ON m.conversation_id = c.id
       WHERE c.account_id = ? AND c.erased = 0 AND ${unsettled('m')} GROUP BY m.send_state`,
    )
    .all(accountId)
  return {
    conversations: sizes === undefined ? 0 : integer(sizes, 'conversations'),
    messages: sizes === undefined ? 0 : integer(sizes, 'messages'),
    unsettled: Object.fromEntries(open.map((row) => [text(row, 'state'), integer(row, 'count')])),
  }
}

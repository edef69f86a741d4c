import type { ReadHandle } from '#core/storage/handles.ts'
import { integer, integerOrNull, text } from '#core/storage/row.ts'
import type { ContactFacts } from '#shared/model/contact.ts'
import { BroadcastId } from '#shared/model/ids.ts'
import { WINDOW_MS } from '#shared/model/reply-window.ts'

/** Broadcasts named at most. */
const NAMED = 20

const THEIRS = `conversation_id IN (SELECT c.id FROM conversations c
  JOIN accounts a ON a.id = c.account_id AND a.removed = 0 WHERE c.contact_user_id = ?1)`

/** What is known of a person over all accounts that are here. Reads their whole history, which may take long. */
export function readContactFacts(database: ReadHandle, userId: string): ContactFacts {
  const counts = database
    .select(
      `SELECT MIN(iif(direction = 'in', received_at, NULL)) AS first,
         SUM(direction = 'in') AS received,
         SUM(direction = 'out' AND (send_state IS NULL OR send_state = 'accepted')) AS sent
       FROM messages WHERE ${THEIRS}`,
    )
    .get(userId)
  const windows = database
    .select(
      `SELECT COUNT(*) AS n FROM (
         SELECT at, LAG(at) OVER (PARTITION BY conversation_id ORDER BY id) AS before
         FROM messages WHERE direction = 'in' AND ${THEIRS})
       WHERE before IS NULL OR at - before > ?2`,
    )
    .get(userId, WINDOW_MS)
  const accounts = database
    .select(
      `SELECT COUNT(*) AS n FROM conversations c JOIN accounts a ON a.id = c.account_id AND a.removed = 0
       WHERE c.contact_user_id = ?`,
    )
    .get(userId)
  const runs = database
    .select(
      `SELECT b.id, b.title, r.began_at AS at FROM broadcast_recipients r JOIN broadcasts b ON b.id = r.broadcast_id AND b.removed = 0
       WHERE r.conversation_id IN (SELECT id FROM conversations WHERE contact_user_id = ?)
         AND r.began_at IS NOT NULL ORDER BY r.began_at DESC`,
    )
    .all(userId)
  return {
    firstSeenAt: counts === undefined ? null : integerOrNull(counts, 'first'),
    received: (counts && integerOrNull(counts, 'received')) ?? 0,
    sent: (counts && integerOrNull(counts, 'sent')) ?? 0,
    windows: windows === undefined ? 0 : integer(windows, 'n'),
    accounts: accounts === undefined ? 0 : integer(accounts, 'n'),
    broadcasts: runs.slice(0, NAMED).map((row) => ({
      id: BroadcastId.parse(row['id']),
      title: text(row, 'title'),
      at: integer(row, 'at'),
    })),
    broadcastCount: runs.length,
  }
}

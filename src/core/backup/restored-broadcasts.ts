import type { Database } from '#core/storage/database.ts'
import { MessageWriter } from '#core/storage/messages/message-writer.ts'

/**
 * A run that was under way when a backup was made does not go on after a restore: the other computer may have
 * gone on with it (P13), so that nobody knows who has got it.
 */
export function settleRestoredBroadcasts(database: Database, now: number): void {
  const underWay = "SELECT id FROM broadcasts WHERE state IN ('running', 'paused', 'stopped')"
  database.transaction(() => {
    new MessageWriter(database).settleRestoredRuns()
    // a retry whose turn had not come may have been sent there, too
    database
      .sql(
        `UPDATE broadcast_items SET is_again = 0, may_be_there = 1
         WHERE is_again = 1 AND broadcast_id IN (${underWay})`,
      )
      .run()
    database
      .sql(
        `UPDATE broadcast_recipients SET state = 'unconfirmed', settled_at = ?
         WHERE state = 'queued' AND broadcast_id IN (${underWay})`,
      )
      .run(now)
    database
      .sql(
        `UPDATE broadcasts SET state = 'cancelled', reason = 'restored', ended_at = ?
         WHERE state IN ('running', 'paused', 'stopped')`,
      )
      .run(now)
  })
}

import type { WriteHandle } from '#core/storage/handles.ts'
import { MessageWriter } from '#core/storage/messages/message-writer.ts'

/**
 * A run that was under way when a backup was made does not go on after a restore: the other computer may have
 * gone on with it (P13), so that nobody knows who has got it. The ledger follows when the program starts.
 */
export function settleRestoredBroadcasts(database: WriteHandle, now: number): void {
  // what was only starting there has been sent since, for all that is known here
  const underWay = "SELECT id FROM broadcasts WHERE state IN ('starting', 'running', 'paused', 'stopped')"
  database.transaction(() => {
    new MessageWriter(database).settleRestoredRuns()
    // what was to come here may have been sent there
    database
      .sql(
        `UPDATE broadcast_attempts SET drop_reason = 'unknown'
         WHERE message_id IS NULL AND drop_reason IS NULL AND broadcast_id IN (${underWay})`,
      )
      .run()
    database
      .sql(
        `UPDATE broadcasts SET state = 'cancelled', reason = 'restored', confirmed = NULL, due = NULL, ended_at = ?
         WHERE id IN (${underWay})`,
      )
      .run(now)
    // what has yet to start may have started there: the operator decides
    database.sql("UPDATE broadcasts SET reason = 'restored' WHERE state = 'scheduled'").run()
  })
}

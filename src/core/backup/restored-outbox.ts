import type { Database } from '#core/storage/database.ts'
import { MessageWriter } from '#core/storage/messages/message-writer.ts'
import { unsettled } from '#core/storage/messages/unsettled.ts'

/**
 * Nothing that was on its way when a backup was made goes out by itself after a restore: the other
 * computer may have sent it since (P3, P15). What was being sent is unconfirmed; what was queued or held waits, and
 * so does what was being uploaded, which had reached nobody. What
 * was scheduled joins them when the program starts.
 */
export function settleRestoredOutbox(database: Database): void {
  database.transaction(() => {
    database
      .sql(
        `UPDATE conversations SET waiting_offered = 0
         WHERE id IN (SELECT m.conversation_id FROM messages m
           WHERE ${unsettled('m')} AND m.send_state IN ('held', 'queued', 'uploading'))`,
      )
      .run()
    new MessageWriter(database).settleRestoredSends()
    database.sql('UPDATE scheduled_messages SET restored = 1').run()
  })
}

import type { Database } from '#core/storage/database.ts'

const UNSETTLED = `send_state IS NOT NULL AND send_state NOT IN ('accepted', 'cancelled') AND resolution IS NULL`

/**
 * Nothing that was on its way when a backup was made goes out by itself after a restore: the other
 * computer may have sent it since (P3, P15). What was being sent is unconfirmed; what was queued waits, and so
 * does what was being uploaded, which had reached nobody.
 */
export function settleRestoredOutbox(database: Database): void {
  database.transaction(() => {
    database
      .sql(
        `UPDATE messages SET send_state = iif(message_id IS NULL, 'unconfirmed', 'accepted'),
           send_reason = iif(message_id IS NULL, 'interrupted', NULL)
         WHERE ${UNSETTLED} AND send_state = 'sending'`,
      )
      .run()
    database
      .sql(
        `UPDATE conversations SET waiting_offered = 0
         WHERE id IN (SELECT conversation_id FROM messages WHERE ${UNSETTLED} AND send_state IN ('queued', 'uploading'))`,
      )
      .run()
    database
      .sql(
        `UPDATE messages SET send_state = 'waiting-for-contact', send_reason = 'restored'
         WHERE ${UNSETTLED} AND send_state IN ('queued', 'uploading')`,
      )
      .run()
  })
}

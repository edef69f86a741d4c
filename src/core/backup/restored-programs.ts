import type { WriteHandle } from '#core/storage/handles.ts'

/**
 * No program is let in by restoring a backup: a token that was revoked since would open again. What programs proposed there
 * goes with them; what they wrote that was sent is a message.
 */
export function settleRestoredPrograms(database: WriteHandle): void {
  database.transaction(() => {
    database.sql('DELETE FROM proposals').run()
    database.sql('DELETE FROM programs').run()
  })
}

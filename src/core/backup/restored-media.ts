import type { Database } from '#core/storage/database.ts'
import { text } from '#core/storage/row.ts'

/**
 * Makes a restored database know only the files that came with it. What else its messages held can be
 * fetched again where they say from where, and is missing otherwise; nothing is staged any more.
 */
export function settleRestoredMedia(database: Database, restored: ReadonlySet<string>): void {
  database.transaction(() => {
    database.sql('DELETE FROM staged_files').run()
    const known = database.sql('SELECT hash FROM media_files').all()
    for (const hash of known.map((row) => text(row, 'hash'))) {
      if (restored.has(hash)) continue
      database
        .sql(
          `UPDATE media SET hash = NULL, state = iif(reference IS NULL, 'removed', 'on-demand'),
             reason = iif(reference IS NULL, 'missing', NULL)
           WHERE hash = ?`,
        )
        .run(hash)
      database.sql('DELETE FROM media_files WHERE hash = ?').run(hash)
    }
  })
}

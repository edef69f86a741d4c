import { DatabaseSync } from 'node:sqlite'
import { Database } from '#core/storage/database.ts'
import { MIGRATIONS } from '#core/storage/migrations.ts'

/** A database of this version without a row; migrating one costs as much CPU as many a test. */
const EMPTY: Uint8Array = (() => {
  using sqlite = new DatabaseSync(':memory:')
  for (const step of MIGRATIONS) sqlite.exec(step)
  sqlite.exec(`PRAGMA user_version = ${MIGRATIONS.length}`)
  return sqlite.serialize()
})()

/** An empty database in memory, as a new one is; what tests migrations opens its own. */
export function createTestDatabase(): Database {
  return new Database(':memory:', EMPTY)
}

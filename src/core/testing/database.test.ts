import { expect, it } from 'vitest'
import { Database } from '#core/storage/database.ts'
import { createTestDatabase } from './database.ts'

it('a database for tests is what migrating a new one makes', () => {
  const [made, migrated] = [createTestDatabase(), new Database(':memory:')]
  const schemaOf = (database: Database) => [
    database.sql('SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name').all(),
    ...['user_version', 'foreign_keys', 'secure_delete', 'synchronous', 'journal_mode'].map((name) =>
      database.sql(`PRAGMA ${name}`).get(),
    ),
  ]
  expect(schemaOf(made)).toEqual(schemaOf(migrated))
  made.close()
  migrated.close()
})

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, it } from 'vitest'
import { DATABASE_NAME } from './database.ts'
import { NotAQueryError } from './handles.ts'
import { openDatabase } from './open-database.ts'
import { ReadOnlyDatabase } from './read-only-database.ts'

it('a connection for reading writes nothing, and sees one moment within a snapshot', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'linkboard-read-only-'))
  const { database } = openDatabase(folder, 1)
  const reader = new ReadOnlyDatabase(path.join(folder, DATABASE_NAME))
  const count = () => reader.select('SELECT COUNT(*) AS count FROM contacts').get()?.['count']
  expect(() => reader.select('DELETE FROM contacts')).toThrow(NotAQueryError)
  reader.snapshot(() => {
    expect(count()).toBe(0)
    database.sql("INSERT INTO contacts (user_id) VALUES ('a')").run()
    expect(count()).toBe(0)
  })
  expect(count()).toBe(1)
  reader.close()
  database.close()
  rmSync(folder, { recursive: true, force: true })
})

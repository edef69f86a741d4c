import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { DATABASE_NAME } from '#core/storage/database.ts'
import { fillDatabase } from '#core/storage/recovery/testing.ts'
import { inThread } from './in-thread.ts'
import type { Prepared, StageOrder } from './prepare-stage.ts'

const SCRIPT = path.resolve(import.meta.dirname, '../../main/restore-worker.ts')

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'linkboard-stage-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function prepare(): Promise<Prepared> {
  const data: StageOrder = { folder, media: new Set(), now: 7 }
  return inThread({ script: SCRIPT, data, signal: new AbortController().signal })
}

function change(sql: string): void {
  const database = new DatabaseSync(path.join(folder, DATABASE_NAME))
  database.exec(sql)
  database.close()
}

it('B10: a restored database is prepared on a thread of its own, and whole in its file', async () => {
  fillDatabase(folder, { accounts: 2, messages: 40 })
  change("INSERT INTO staged_files (id, hash, name) SELECT 'a', hash, '' FROM media_files LIMIT 1")
  expect(await prepare()).toBe('ready')
  const database = new DatabaseSync(path.join(folder, DATABASE_NAME), { readOnly: true })
  expect(database.prepare('SELECT * FROM staged_files').all()).toEqual([])
  database.close()
  expect(statSync(`${path.join(folder, DATABASE_NAME)}-wal`, { throwIfNoEntry: false })?.size ?? 0).toBe(0)
})

it('says what cannot be used, and fails where there is nothing', async () => {
  fillDatabase(folder, { accounts: 1, messages: 1 })
  change('PRAGMA user_version = 100000')
  expect(await prepare()).toBe('too-new')
  writeFileSync(path.join(folder, DATABASE_NAME), 'Dear grandmother, this is no database.'.repeat(200))
  expect(await prepare()).toBe('damaged')
  rmSync(folder, { recursive: true })
  await expect(prepare()).rejects.toThrow()
})

it('lets no program in, and forgets what programs proposed', async () => {
  fillDatabase(folder, { accounts: 1, messages: 1 })
  change(`
    INSERT INTO programs (name, scope, token_hash, created_at, cursor) VALUES ('Helper', 'send', x'00', 1, 0);
    INSERT INTO proposals (id, program_id, program_name, conversation_id, kind, state, text, created_at)
      SELECT 'a', 1, 'Helper', id, 'send', 'waiting', 'words', 1 FROM conversations LIMIT 1;
  `)
  expect(await prepare()).toBe('ready')
  const database = new DatabaseSync(path.join(folder, DATABASE_NAME), { readOnly: true })
  expect(database.prepare('SELECT id FROM programs').all()).toEqual([])
  expect(database.prepare('SELECT id FROM proposals').all()).toEqual([])
  database.close()
})

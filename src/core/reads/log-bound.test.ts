import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestInbox } from '#core/inbox/testing.ts'
import { Database } from '#core/storage/database.ts'
import { ReadOnlyDatabase } from '#core/storage/read-only-database.ts'
import { type ReadsServer, serveReads } from './serve-reads.ts'

const MEGABYTE = 1024 * 1024
/** Of the log's file, a little above what is stated. */
const BOUND = 9 * MEGABYTE
const ROWS_OF_A_MEGABYTE = 4

let folder = ''
let file = ''
let database: Database
let reader: ReadOnlyDatabase
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'linkboard-log-'))
  file = path.join(folder, 'linkboard.db')
  database = new Database(file)
  reader = new ReadOnlyDatabase(file)
})
afterEach(() => {
  reader.close()
  database.close()
  rmSync(folder, { recursive: true })
})

const logBytes = () => statSync(`${file}-wal`).size

function writer(): { write(megabytes: number): void; remove(): void } {
  const { accountId } = createTestInbox(database)
  const raw = 'x'.repeat(MEGABYTE / ROWS_OF_A_MEGABYTE)
  const insert = 'INSERT INTO unreadable_messages (account_id, received_at, raw) VALUES (?, 0, ?)'
  return {
    write(megabytes) {
      for (let row = 0; row < megabytes * ROWS_OF_A_MEGABYTE; row += 1)
        database.transaction(() => database.sql(insert).run(accountId, raw))
    },
    remove() {
      const some = 'DELETE FROM unreadable_messages WHERE id IN (SELECT id FROM unreadable_messages LIMIT 4)'
      while (database.transaction(() => database.sql(some).run()).changes > 0);
    },
  }
}

/** The thread for reads, with its looks at the log in the hands of the test. */
function reads(): { server: ReadsServer; look(): void } {
  let look = () => {}
  const server = serveReads({
    file,
    answer() {},
    elapsed: () => 0,
    every(_ms, work) {
      look = work
      return () => {}
    },
  })
  return { server, look: () => look() }
}

describe('the log beside the database', () => {
  it('stays within its bound while readers come and go, however much is written', () => {
    const { write } = writer()
    let longest = 0
    for (let round = 0; round < 16; round += 1) {
      write(2)
      reader.snapshot(() => {
        reader.select('SELECT COUNT(*) FROM accounts').all()
        write(1)
      })
      longest = Math.max(longest, logBytes())
    }
    expect(longest).toBeLessThan(BOUND + 4 * MEGABYTE)
  })

  it('gives back what it grew by while somebody read what was before', () => {
    const { write } = writer()
    reader.snapshot(() => {
      reader.select('SELECT COUNT(*) FROM accounts').all()
      write(24)
    })
    expect(logBytes()).toBeGreaterThan(BOUND)
    write(1)
    write(1)
    expect(logBytes()).toBeLessThan(BOUND)
  })

  it('stays within its bound through a long deletion, which overwrites what it deletes', () => {
    const { write, remove } = writer()
    write(24)
    remove()
    expect(logBytes()).toBeLessThan(BOUND)
  })

  it('is emptied by the thread for reads where it has become large all the same', () => {
    const { server, look } = reads()
    const { write } = writer()
    reader.snapshot(() => {
      reader.select('SELECT COUNT(*) FROM accounts').all()
      write(34)
      look()
      expect(logBytes()).toBeGreaterThan(32 * MEGABYTE)
    })
    look()
    expect(logBytes()).toBe(0)
    write(1)
    expect(database.sql('SELECT COUNT(*) AS count FROM unreadable_messages').get()).toEqual({ count: 35 * 4 })
    server.take({ kind: 'stop' })
  })
})

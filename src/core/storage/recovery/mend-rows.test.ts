import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { createTestInbox, inboundText, OTHER_USER, USER } from '#core/inbox/testing.ts'
import { Erasure } from '../erasure.ts'
import { MIGRATIONS } from '../migrations.ts'
import { restoreAccounts, restoreConversations } from './mend-rows.ts'

it('P23: a conversation whose history was being deleted is not brought back by its name in an index', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'linkboard-mend-'))
  const file = path.join(folder, 'a.db')
  const { database, receive, conversationWith, accountId, writer } = createTestInbox(file)
  receive({ messages: [inboundText({ id: '1', text: 'secret' })] })
  const id = conversationWith()
  const erasure = new Erasure(database, writer)
  database.transaction(() => erasure.conversations.begin(USER, [id]))
  const row = database.sql('SELECT contact_user_id FROM conversations').get()
  database.close()

  const mended = new DatabaseSync(file)
  mended.exec('PRAGMA foreign_keys = OFF; DELETE FROM conversations')
  restoreConversations(mended, [[accountId, row?.['contact_user_id'] ?? null, id]])
  expect(mended.prepare('SELECT id, erased FROM conversations').all()).toMatchObject([{ id, erased: 1 }])
  mended.close()
  rmSync(folder, { recursive: true })
})

describe('an account whose row is lost, without a note', () => {
  const owners = (database: DatabaseSync) =>
    database.prepare('SELECT owner_user_id AS owner FROM accounts').all()

  /** A database of a version, with conversations of an account that is not there. */
  function orphaned(version: number, contacts: readonly string[]): DatabaseSync {
    const database = new DatabaseSync(':memory:')
    for (const step of MIGRATIONS.slice(0, version)) database.exec(step)
    database.exec('PRAGMA foreign_keys = OFF')
    const add = database.prepare('INSERT INTO conversations (account_id, contact_user_id) VALUES (?, ?)')
    for (const contact of contacts) add.run('lost', contact)
    return database
  }

  /** The same of this version; those that begin with `erased:` are marked. */
  function marked(...contacts: readonly string[]): DatabaseSync {
    const database = orphaned(MIGRATIONS.length, contacts)
    database.exec("UPDATE conversations SET erased = 1 WHERE contact_user_id LIKE 'erased:%'")
    return database
  }

  it('belongs to whoever wrote to it if that was one person alone, and otherwise to nobody', () => {
    const former = orphaned(12, [USER])
    restoreAccounts(former, [])
    expect(owners(former)).toEqual([{ owner: USER }])
    const two = marked(USER, OTHER_USER)
    restoreAccounts(two, [])
    expect(owners(two)).toEqual([{ owner: null }])
  })

  it('P23: belongs to nobody whose history is being deleted, who does not stand in the way of its owner either', () => {
    const alone = marked(`erased:1:${USER}`)
    restoreAccounts(alone, [])
    expect(owners(alone)).toEqual([{ owner: null }])
    const beside = marked(`erased:1:${OTHER_USER}`, USER)
    restoreAccounts(beside, [])
    expect(owners(beside)).toEqual([{ owner: USER }])
  })
})

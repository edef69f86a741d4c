import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, it } from 'vitest'
import { createTestInbox, inboundText, USER } from '#core/inbox/testing.ts'
import { Erasure } from '../erasure.ts'
import { restoreConversations } from './mend-rows.ts'

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

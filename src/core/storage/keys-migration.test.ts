import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createTestInbox, inboundText, START, USER } from '#core/inbox/testing.ts'
import { Database } from './database.ts'
import { hashKey } from './messages/content-hash.ts'
import { MIGRATIONS } from './migrations.ts'

/** The version before only some messages were found by every key. */
const VERSION = MIGRATIONS.findIndex((step) => step.includes('ADD COLUMN keyed'))

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'linkboard-keys-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

it('P2: a profile of the version before it opens with everything, and knows copies by every key', () => {
  const file = path.join(folder, 'linkboard.db')
  const old = new DatabaseSync(file)
  for (const step of MIGRATIONS.slice(0, VERSION)) old.exec(step)
  old.exec(`PRAGMA user_version = ${VERSION};
    INSERT INTO accounts (id, number, colour, bot_id, base_url, position)
      VALUES ('00000000-0000-4000-8000-000000000001', 1, 1, 'bot', 'https://ilinkai.weixin.qq.com', 1);
    INSERT INTO conversations (id, account_id, contact_user_id) SELECT 1, id, '${USER}' FROM accounts`)
  const stored = [
    { text: 'with all keys', id: '71', client: 'c-1', seq: 1, at: START },
    { text: 'without an id', client: 'c-2', at: START + 1 },
    { text: 'without any key', at: START + 2 },
  ]
  const insert = old.prepare(
    `INSERT INTO messages (account_id, conversation_id, direction, origin, at, received_at, parts, message_id, client_id,
       wire_seq, content_hash) SELECT id, 1, 'in', 'contact', ?, ${START}, ?, ?, ?, ?, ? FROM accounts`,
  )
  for (const { text, id, client, seq, at } of stored) {
    const parts = JSON.stringify([{ kind: 'text', text }])
    const content = hashKey(inboundText({ text, at }).keys.contentHash)
    insert.run(at, parts, id ?? null, client ?? null, seq ?? null, content)
  }
  old.close()

  const database = new Database(file)
  const inbox = createTestInbox(database)
  const copies = [
    { text: 'with all keys', id: '71' },
    { text: 'with all keys', client: 'c-1' },
    { text: 'with all keys', seq: 1 },
    { text: 'with all keys', at: START },
    { text: 'without an id', id: '72', client: 'c-2' },
    { text: 'without an id', at: START + 1 },
    { text: 'without any key', at: START + 2 },
  ]
  for (const copy of copies) inbox.receive({ messages: [inboundText(copy)] })
  expect(inbox.texts()).toEqual(stored.map(({ text }) => text))
  inbox.receive({ messages: [inboundText({ text: 'with all keys', at: START + 1 })] })
  expect(inbox.texts()).toHaveLength(4)
  database.close()
})

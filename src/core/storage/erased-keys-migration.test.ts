import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createTestInbox, inboundText, START, USER } from '#core/inbox/testing.ts'
import { Database } from './database.ts'
import { Erasure } from './erasure.ts'
import { MIGRATIONS } from './migrations.ts'

/** The version before what was deleted was known by its keys. */
const VERSION = MIGRATIONS.findIndex((step) => step.includes('CREATE TABLE erased_keys'))

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'linkboard-erased-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

it('P23: a profile of the version before it opens with everything, and goes on with a deletion that was cut short', () => {
  const file = path.join(folder, 'linkboard.db')
  const old = new DatabaseSync(file)
  for (const step of MIGRATIONS.slice(0, VERSION)) old.exec(step)
  old.exec(`PRAGMA user_version = ${VERSION};
    INSERT INTO accounts (id, number, colour, bot_id, base_url, position)
      VALUES ('00000000-0000-4000-8000-000000000001', 1, 1, 'bot', 'https://ilinkai.weixin.qq.com', 1);
    INSERT INTO conversations (id, account_id, contact_user_id, erased)
      SELECT 1, id, 'erased:1:${USER}', 1 FROM accounts UNION ALL SELECT 2, id, 'kept@im.wechat', 0 FROM accounts;
    INSERT INTO messages (account_id, conversation_id, direction, origin, at, received_at, parts, message_id)
      SELECT account_id, id, 'in', 'contact', ${START}, ${START}, '[{"kind":"text","text":"words"}]', '7' || id
      FROM conversations`)
  old.close()

  const database = new Database(file)
  const inbox = createTestInbox(database)
  expect(inbox.texts('kept@im.wechat')).toEqual(['words'])
  const erasure = new Erasure(database, inbox.writer)
  for (let next = erasure.next(); next !== null; next = erasure.next()) erasure.eraseSome(next, 50, START)
  inbox.receive({ messages: ['71', '72'].map((id) => inboundText({ text: 'words', id })) })
  expect(inbox.conversations.summaries().map(({ contactUserId }) => contactUserId)).toEqual([
    'kept@im.wechat',
  ])
  expect(inbox.texts('kept@im.wechat')).toEqual(['words'])
  database.close()
})

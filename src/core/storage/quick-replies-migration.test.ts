import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, it, onTestFinished } from 'vitest'
import { createTestInbox, START, USER } from '#core/inbox/testing.ts'
import { Database } from './database.ts'
import { MIGRATIONS } from './migrations.ts'

/** The version before quick replies. */
const VERSION = MIGRATIONS.findIndex((step) => step.includes('CREATE TABLE quick_replies'))

it('a profile of the version before quick replies opens with everything, and takes some', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'linkboard-quick-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = path.join(folder, 'linkboard.db')
  const old = new DatabaseSync(file)
  for (const step of MIGRATIONS.slice(0, VERSION)) old.exec(step)
  old.exec(`PRAGMA user_version = ${VERSION};
    INSERT INTO accounts (id, number, colour, bot_id, base_url, position)
      VALUES ('00000000-0000-4000-8000-000000000001', 1, 1, 'bot', 'https://ilinkai.weixin.qq.com', 1);
    INSERT INTO conversations (id, account_id, contact_user_id) SELECT 1, id, '${USER}' FROM accounts;
    INSERT INTO messages (account_id, conversation_id, direction, origin, at, received_at, parts)
      SELECT id, 1, 'in', 'contact', ${START}, ${START}, '[{"kind":"text","text":"words"}]' FROM accounts`)
  old.close()

  const database = new Database(file)
  onTestFinished(() => database.close())
  const { stores, texts } = createTestInbox(database)
  expect(texts()).toEqual(['words'])
  expect(stores.quickReplies.list()).toEqual([])
  const id = stores.quickReplies.add({ title: 'Hi', group: '', items: [{ kind: 'text', text: 'Hello' }] })
  expect(stores.quickReplies.get(id)).toMatchObject({ title: 'Hi', items: [{ text: 'Hello' }] })
})

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { Database } from './database.ts'
import { MIGRATIONS } from './migrations.ts'

/** The version whose ledgers kept the texts that named people who had been deleted. */
const VERSION = 24
const ACCOUNT = '00000000-0000-4000-8000-000000000001'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'linkboard-pieces-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

it('P23: a former profile forgets the texts that named whom was deleted, and no other', () => {
  const file = path.join(folder, 'linkboard.db')
  const old = new DatabaseSync(file)
  for (const step of MIGRATIONS.slice(0, VERSION)) old.exec(step)
  old.exec(`PRAGMA user_version = ${VERSION};
    INSERT INTO accounts (id, number, colour, bot_id, base_url, position)
      VALUES ('${ACCOUNT}', 1, 1, 'bot', 'https://ilinkai.weixin.qq.com', 1);
    INSERT INTO broadcast_contents VALUES (1, '{contact}, news', '', '');
    INSERT INTO broadcasts (id, content_id, state, title, choice, pace_ms, created_at)
      VALUES (1, 1, 'finished', 'news', '{}', 3000, 1)`)
  const lines = [
    ['erased:1', '["Mei, news"]'],
    ['li@im.wechat', '["Li, news"]'],
    ['erased:3', null],
  ] as const
  for (const [index, [contact, pieces]] of lines.entries()) {
    old
      .prepare('INSERT INTO conversations (id, account_id, contact_user_id) VALUES (?, ?, ?)')
      .run(index + 1, ACCOUNT, contact)
    old
      .prepare(
        `INSERT INTO broadcast_recipients (broadcast_id, place, conversation_id, account_id, contact_user_id,
           is_planned, pieces, state) VALUES (1, ?, ?, ?, ?, 1, ?, 'accepted')`,
      )
      .run(index, index + 1, ACCOUNT, contact, pieces)
  }
  old.close()
  const database = new Database(file)
  const pieces = database.select('SELECT pieces FROM broadcast_recipients ORDER BY place').all()
  database.close()
  expect(pieces.map((row) => row['pieces'])).toEqual(['[]', '["Li, news"]', null])
})

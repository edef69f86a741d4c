import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, it } from 'vitest'
import { Database } from './database.ts'
import { MIGRATIONS } from './migrations.ts'
import { ToldRepository } from './told-repository.ts'

const ACCOUNT = '00000000-0000-4000-8000-000000000001'
/** The last step before anything was told outside the window. */
const BEFORE = MIGRATIONS.findIndex((step) => step.includes('CREATE TABLE told'))

it('takes everything in a former profile for told', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'linkboard-told-'))
  const file = path.join(folder, 'linkboard.db')
  const old = new DatabaseSync(file)
  for (const step of MIGRATIONS.slice(0, BEFORE)) old.exec(step)
  old.exec(`PRAGMA user_version = ${BEFORE}`)
  old.exec(`INSERT INTO accounts (id, number, colour, bot_id, base_url, position)
    VALUES ('${ACCOUNT}', 1, 1, 'bot', 'https://ilinkai.weixin.qq.com', 1)`)
  old.exec(`INSERT INTO conversations (id, account_id, contact_user_id) VALUES (1, '${ACCOUNT}', 'c1')`)
  const message = old.prepare(
    `INSERT INTO messages (account_id, conversation_id, direction, origin, at, received_at, parts, send_state, resolution)
     VALUES ('${ACCOUNT}', 1, 'out', 'here', 1, 1, '[]', ?, ?)`,
  )
  for (const [state, resolution] of [
    ['refused', null],
    ['unconfirmed', null],
    ['refused', 'discarded'],
    ['accepted', null],
    ['queued', null],
  ] as const)
    message.run(state, resolution)
  old.close()

  const database = new Database(file)
  const { messagesUpTo, marks } = new ToldRepository(database).read()
  database.close()
  rmSync(folder, { recursive: true })
  expect(messagesUpTo).toBe(5)
  expect([...marks.keys()]).toEqual(['refused:1', 'unconfirmed:2'])
})

it('keeps what is told, and forgets what is not any more', () => {
  const database = new Database(':memory:')
  const told = new ToldRepository(database)
  expect(told.read()).toEqual({ messagesUpTo: 0, marks: new Map() })
  const mark = { seq: 7, minutes: 30, at: 1_000, monotonic: 5 }
  const first = { messagesUpTo: 9, marks: new Map([['closing:1', mark]]) }
  told.change(told.read(), first)
  expect(told.read()).toEqual({
    messagesUpTo: 9,
    marks: new Map([['closing:1', { ...mark, monotonic: null }]]),
  })
  told.change(first, { messagesUpTo: 9, marks: new Map() })
  expect(told.read()).toEqual({ messagesUpTo: 9, marks: new Map() })
})

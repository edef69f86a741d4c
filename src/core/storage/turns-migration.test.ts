import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ConversationId } from '#shared/model/ids.ts'
import { ConversationRepository } from './conversation-repository.ts'
import { Database } from './database.ts'
import { MIGRATIONS } from './migrations.ts'

/** The version before conversations knew who spoke last. */
const VERSION = 12
const ACCOUNT = '00000000-0000-4000-8000-000000000001'

let folder = ''
let file = ''
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'linkboard-turns-'))
  file = path.join(folder, 'linkboard.db')
})
afterEach(() => rmSync(folder, { recursive: true }))

/** A message of a former profile: who sent it and how it stands. */
type Said = 'theirs' | 'phone' | 'accepted' | 'refused' | 'unconfirmed' | 'marked' | 'queued' | 'broadcast'

function formerProfile(conversations: readonly (readonly Said[])[]): void {
  const old = new DatabaseSync(file)
  for (const step of MIGRATIONS.slice(0, VERSION)) old.exec(step)
  old.exec(`PRAGMA user_version = ${VERSION}`)
  old.exec(`INSERT INTO accounts (id, number, colour, bot_id, base_url, position)
    VALUES ('${ACCOUNT}', 1, 1, 'bot', 'https://ilinkai.weixin.qq.com', 1)`)
  const message = old.prepare(
    `INSERT INTO messages (account_id, conversation_id, direction, origin, at, received_at, parts, send_state, resolution)
     VALUES ('${ACCOUNT}', ?, ?, ?, 1, 1, '[]', ?, ?)`,
  )
  for (const [index, said] of conversations.entries()) {
    const id = index + 1
    old.exec(
      `INSERT INTO conversations (id, account_id, contact_user_id) VALUES (${id}, '${ACCOUNT}', 'c${id}')`,
    )
    for (const one of said) {
      if (one === 'theirs' || one === 'phone') {
        message.run(
          id,
          one === 'theirs' ? 'in' : 'out',
          one === 'theirs' ? 'contact' : 'elsewhere',
          null,
          null,
        )
        continue
      }
      const state = one === 'marked' ? 'unconfirmed' : one === 'broadcast' ? 'accepted' : one
      const { lastInsertRowid } = message.run(
        id,
        'out',
        'here',
        state,
        one === 'marked' ? 'marked-as-sent' : null,
      )
      old
        .prepare("INSERT INTO outbox_jobs (message_id, item, broadcast_id) VALUES (?, '{}', ?)")
        .run(lastInsertRowid, one === 'broadcast' ? 1 : null)
    }
  }
  old.close()
}

describe('a profile of the former version', () => {
  it.each<[string, Said[], { isUnanswered: boolean; hasWritten: boolean }]>([
    ['nothing was said', [], { isUnanswered: false, hasWritten: false }],
    ['we alone wrote', ['accepted'], { isUnanswered: false, hasWritten: false }],
    ['they wrote last', ['accepted', 'theirs'], { isUnanswered: true, hasWritten: true }],
    ['answered here', ['theirs', 'accepted'], { isUnanswered: false, hasWritten: true }],
    ['answered elsewhere', ['theirs', 'phone'], { isUnanswered: false, hasWritten: true }],
    ['marked as sent', ['theirs', 'marked'], { isUnanswered: false, hasWritten: true }],
    [
      'answered before what failed',
      ['theirs', 'accepted', 'refused'],
      { isUnanswered: false, hasWritten: true },
    ],
    [
      'only what answers nothing',
      ['theirs', 'refused', 'unconfirmed', 'queued', 'broadcast'],
      { isUnanswered: true, hasWritten: true },
    ],
  ])('%s', (_name, said, expected) => {
    formerProfile([['theirs'], said])
    const database = new Database(file)
    const summary = new ConversationRepository(database).summary(ConversationId.parse(2))
    expect(summary).toMatchObject({ ...expected, triage: null, isPinned: false, isMarkedUnread: false })
    database.close()
  })
})

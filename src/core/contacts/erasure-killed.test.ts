import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { START, USER } from '#core/inbox/testing.ts'
import { DATABASE_NAME } from '#core/storage/database.ts'
import { openDatabase } from '#core/storage/open-database.ts'
import { runUntilKilled } from '#core/testing/killed.ts'
import { createTestErasure, fill } from './testing.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'linkboard-killed-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Deletes the contact in a process of its own, which is killed while it goes on behind so many portions. */
async function eraseUntilKilled(portions: number): Promise<void> {
  const script = `
    const { ConversationRepository } = await import('#core/storage/conversation-repository.ts')
    const { Database } = await import('#core/storage/database.ts')
    const { Erasure } = await import('#core/storage/erasure.ts')
    const { MessageWriter } = await import('#core/storage/messages/message-writer.ts')
    const database = new Database(${JSON.stringify(path.join(folder, DATABASE_NAME))})
    const { conversations } = new Erasure(database, new MessageWriter(database))
    const ids = new ConversationRepository(database).idsOfContact('${USER}')
    database.transaction(() => conversations.begin('${USER}', ids))
    for (let n = 0; ; n += 1) {
      if (n === ${portions}) process.stdout.write('now')
      const next = conversations.next()
      if (next !== null) conversations.eraseSome(next, 5, ${START})
    }`
  await runUntilKilled(script)
}

it.each([0, 20])(
  'P23: a deletion that is killed behind %i portions stays one, and is finished',
  async (portions) => {
    const before = createTestErasure(openDatabase(folder, START).database)
    fill(before, 1_000)
    fill(before, 20, 'kept', 'kept@im.wechat')
    before.database.close()

    await eraseUntilKilled(portions)

    const { database, damage } = openDatabase(folder, START)
    expect(damage).toBeNull()
    const next = createTestErasure(database)
    const seen = () => next.conversations.summaries().map(({ contactUserId }) => contactUserId)
    expect(seen()).toEqual(['kept@im.wechat'])
    await next.eraser.wake()
    expect([next.rows('conversations'), next.rows('messages')]).toEqual([1, 20])
    fill(next, 1_000)
    expect(seen()).toEqual(['kept@im.wechat'])
    expect(next.rows('messages')).toBe(20)
    database.close()
  },
)

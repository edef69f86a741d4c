import { describe, expect, it } from 'vitest'
import { createTestInbox, inboundText, START } from '#core/inbox/testing.ts'
import { Erasure } from '#core/storage/erasure.ts'
import { TestClock } from '#core/testing/clock.ts'
import type { AccountId } from '#shared/model/ids.ts'
import { HistoryEraser } from './history-eraser.ts'

const HASH = 'a'.repeat(64)

/** Two accounts that the same contacts wrote to; the first is removed with its history. */
function removedWithHistory(count: number) {
  const inbox = createTestInbox()
  const other = inbox.bindAccount('other@im.bot', 'other-owner@im.wechat')
  for (const account of [inbox.accountId, other]) {
    const messages = Array.from({ length: count }, (_, n) =>
      inboundText({ id: `${n + 1}`, text: `${n}`, at: START + n, from: `contact-${n % 3}@im.wechat` }),
    )
    inbox.receive({ messages }, account)
  }
  const rows = (table: string, where = '1') =>
    Number(inbox.database.sql(`SELECT COUNT(*) AS count FROM ${table} WHERE ${where}`).get()?.['count'])
  const left = (account: AccountId) => ({
    messages: rows('messages', `account_id = '${account}'`),
    conversations: rows('conversations', `account_id = '${account}'`),
    accounts: rows('accounts', `id = '${account}'`),
  })
  const clock = new TestClock(START)
  const seen = {
    ...{ released: [] as string[], failures: [] as unknown[] },
    get erased() {
      return inbox.events.of('history-erased').map(({ accountId }) => accountId)
    },
  }
  const create = (emptyLog = () => Promise.resolve(true)) =>
    new HistoryEraser({
      ...{ clock, events: inbox.events },
      erasure: new Erasure(inbox.database, inbox.writer),
      checkpoint: () => Promise.resolve(),
      emptyLog,
      released: (hashes) => seen.released.push(...hashes),
      failed: (error) => seen.failures.push(error),
    })
  return { ...inbox, other, rows, left, clock, seen, create }
}

describe('an account that is removed with its history', () => {
  it('is in no list at once, and nobody who signs in finds it', () => {
    const app = removedWithHistory(3)
    const owner = app.accounts.bind(app.accountId, {
      botId: 'one@im.bot',
      baseUrl: 'https://ilinkai.weixin.qq.com',
      ownerUserId: 'owner@im.wechat',
    })
    app.accounts.remove(app.accountId, 'delete')
    expect(app.accounts.list().map(({ id }) => id)).toEqual([app.other])
    expect(app.conversations.summaries().every(({ accountId }) => accountId === app.other)).toBe(true)
    expect(app.accounts.findByOwner(owner.ownerUserId ?? '')).toBeNull()
    expect(app.accounts.findByBot(owner.botId)).toBeNull()
    expect(app.receive({ messages: [inboundText({ id: '99', text: 'late' })] })).toBe(false)
  })

  it('is deleted bit by bit with everything that hangs on it, and nothing else is', async () => {
    const app = removedWithHistory(1000)
    const kept = app.left(app.other)
    app.database.sql('INSERT INTO media_files VALUES (?, 1, ?, ?, NULL, 0)').run(HASH, 'md5', 'image')
    app.media.add({
      ...{ accountId: app.accountId, conversationId: app.conversationWith('contact-0@im.wechat') },
      ...{ messageId: app.shown('contact-0@im.wechat')[0]?.id ?? app.shown()[0]?.id ?? fail() },
      ...{ place: 0, declared: 'image', name: '', at: START, state: 'held', reason: null, hash: HASH },
      ...{ reference: null, plainSize: null, plainMd5: null },
    })
    app.accounts.remove(app.accountId, 'delete')
    await app.create().wake()
    expect(app.left(app.accountId)).toEqual({ messages: 0, conversations: 0, accounts: 0 })
    expect(app.left(app.other)).toEqual(kept)
    expect(app.rows('media')).toBe(0)
    expect(app.seen).toEqual({ released: [HASH], erased: [app.accountId], failures: [] })
  })

  it('leaves the event loop its turn between portions', async () => {
    const app = removedWithHistory(1000)
    app.accounts.remove(app.accountId, 'delete')
    const done = app.create().wake()
    const counts: number[] = []
    const look = () => {
      counts.push(app.left(app.accountId).messages)
      if (counts.at(-1) !== 0) setImmediate(look)
    }
    look()
    await done
    const steps = counts.map((count, index) => (counts[index - 1] ?? count) - count)
    expect(Math.max(...steps)).toBeLessThanOrEqual(200)
    expect(counts.length).toBeGreaterThan(4)
  })

  it('P23: is deleted too when it is removed while the log of another is being cut', async () => {
    const app = removedWithHistory(3)
    app.accounts.remove(app.accountId, 'delete')
    const cuts: (Promise<void> | null)[] = []
    const eraser = app.create(async () => {
      if (cuts.length === 0) app.accounts.remove(app.other, 'delete')
      cuts.push(cuts.length === 0 ? eraser.wake() : null)
      return true
    })
    await eraser.wake()
    await cuts[0]
    expect(app.left(app.other)).toEqual({ messages: 0, conversations: 0, accounts: 0 })
    expect(app.seen.erased).toEqual([app.accountId, app.other])
    expect(cuts).toHaveLength(2)
  })

  it('P23: is deleted too when the log could not be cut then, and the log is tried again', async () => {
    const app = removedWithHistory(3)
    app.accounts.remove(app.accountId, 'delete')
    let cuts = 0
    const eraser = app.create(async () => {
      cuts += 1
      if (cuts === 1) app.accounts.remove(app.other, 'delete')
      return cuts > 2
    })
    await eraser.wake()
    expect(app.left(app.other).accounts).toBe(0)
    expect([cuts, app.clock.pending]).toEqual([2, 1])
    await app.clock.advance(1_000)
    expect([cuts, app.clock.pending]).toEqual([3, 0])
  })

  it('goes on at the next start where it was cut short', async () => {
    const app = removedWithHistory(1000)
    app.accounts.remove(app.accountId, 'delete')
    const first = app.create()
    void first.wake()
    await first.stop()
    expect(app.left(app.accountId).accounts).toBe(1)
    await app.create().start(false)
    expect(app.left(app.accountId).accounts).toBe(0)
  })

  it('P23: has the log of an earlier run cut at the next start, and nothing cut where none was left', async () => {
    const app = removedWithHistory(3)
    let cuts = 0
    const eraser = app.create(() => {
      cuts += 1
      return Promise.resolve(true)
    })
    await eraser.start(false)
    expect(cuts).toBe(0)
    await eraser.start(true)
    expect(cuts).toBe(1)
    app.accounts.remove(app.accountId, 'delete')
    await eraser.start(false)
    expect(cuts).toBe(2)
  })

  it('is tried again a minute after the database refused', async () => {
    const app = removedWithHistory(3)
    app.accounts.remove(app.accountId, 'delete')
    const refuse = "CREATE TRIGGER refused BEFORE DELETE ON messages BEGIN SELECT RAISE(ABORT, 'full'); END"
    app.database.sql(refuse).run()
    const eraser = app.create()
    await eraser.wake()
    expect(app.seen.failures).toHaveLength(1)
    app.database.sql('DROP TRIGGER refused').run()
    await app.clock.advance(60_000)
    await eraser.wake()
    expect(app.left(app.accountId).accounts).toBe(0)
  })
})

function fail(): never {
  throw new Error('nothing was stored')
}

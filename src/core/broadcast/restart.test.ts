import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { settleRestoredBroadcasts } from '#core/backup/restored-broadcasts.ts'
import { settleRestoredOutbox } from '#core/backup/restored-outbox.ts'
import { accepted, RATE_LIMITED } from '#core/outbox/testing.ts'
import { ConversationErasure } from '#core/storage/conversation-erasure.ts'
import { settle } from '#core/testing/settle.ts'
import { createTestBroadcasts, type TestBroadcasts } from './testing.ts'

let folder = ''
let file = ''

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'linkboard-restart-'))
  file = path.join(folder, 'linkboard.db')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** The same profile in a program started anew; the former one was killed: its time stands still. */
function reopen(app: TestBroadcasts): TestBroadcasts {
  const next = createTestBroadcasts(file, (before) => before.outbox.settleInterrupted())
  next.clock.set(app.clock.now() - next.clock.now())
  next.outbox.start()
  return next
}

describe('P13: a run in a program that ended', () => {
  it('goes on where it was: what was under way is unconfirmed, nobody is forgotten or gets it twice', async () => {
    const app = createTestBroadcasts(file)
    app.contacts(app.accountId, ['c', 'b', 'a'])
    const id = await app.start()
    await app.untilSends(1)
    await app.session.last.answer(accepted('1'))
    await app.untilSends(2)
    const next = reopen(app)
    await next.untilSends(1)
    await next.session.last.answer(accepted('3'))
    await next.clock.advance(60_000)
    const to = (one: TestBroadcasts) => one.session.sends.map(({ message }) => message.toUserId[0])
    expect([to(app), to(next)]).toEqual([['a', 'b'], ['c']])
    expect(next.ledger(id)).toEqual(['a: accepted', 'b: unconfirmed', 'c: accepted'])
    expect(next.stateOf(id)).toBe('finished')
  })

  it('leaves an account alone whose restriction was noted, though the ledger had not followed yet', async () => {
    const app = createTestBroadcasts(file)
    const other = app.anotherAccount('other')
    app.contacts(app.accountId, ['b', 'a'])
    app.contacts(other, ['x'], { hoursAgo: 0.5 })
    const id = await app.start()
    await app.untilSends(1)
    app.following.isOn = false
    await app.session.last.answer(RATE_LIMITED)
    const next = reopen(app)
    await next.untilSends(1)
    await next.session.last.answer(accepted('2'))
    await next.clock.advance(4_000_000)
    expect(next.session.sends.map(({ accountId }) => accountId)).toEqual([other])
    expect(next.ledger(id)).toEqual(['a: refused', 'b: skipped (account-may-be-muted)', 'x: accepted'])
  })

  it('stays paused, and so does what was in the outbox already', async () => {
    const app = createTestBroadcasts(file)
    app.contacts(app.accountId, ['b', 'a'])
    const id = await app.start()
    app.broadcasts.pause(id)
    const next = reopen(app)
    await next.clock.advance(600_000)
    expect(next.session.sends).toEqual([])
    next.broadcasts.resume(id)
    await next.untilSends(1)
    expect(next.session.last.message.toUserId).toBe('a@im.wechat')
  })
})

describe('a run in a restored backup', () => {
  it('does not go on: the other computer may have', async () => {
    const app = createTestBroadcasts(file)
    app.contacts(app.accountId, ['c', 'b', 'a'])
    const id = await app.start()
    await app.untilSends(1)
    await app.session.last.answer(accepted('1'))
    settleRestoredBroadcasts(app.database, app.clock.now())
    settleRestoredOutbox(app.database)
    const next = reopen(app)
    await next.clock.advance(60_000)
    expect(next.session.sends).toEqual([])
    expect(next.ledger(id)).toEqual(['a: accepted', 'b: unconfirmed', 'c: unconfirmed'])
    expect(next.broadcasts.views.summary(id)).toMatchObject({ state: 'cancelled', reason: 'restored' })
    const rest = next.broadcasts.drafts.repeat(id, 'unreached')
    expect(next.plan({ choice: next.stores.broadcasts.choiceOf(rest) }).included).toEqual([])
  })

  it.each([0, 1, 2, 3, 4, 6, 9])(
    'starts where it was confirmed and ended after %i turns: everybody gets it once',
    async (turns) => {
      const app = createTestBroadcasts(file)
      const names = Array.from({ length: 120 }, (_, index) => `p${String(index).padStart(3, '0')}`)
      const to = app.contacts(app.accountId, names)
      app.session.block(app.accountId)
      const id = app.broadcasts.drafts.save(null, app.draftOf({ text: '{contact}, news' }))
      const starting = app.broadcasts.startRun(id, to).catch(() => 'ended')
      for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve))
      app.broadcasts.stop()
      await starting
      const next = reopen(app)
      await settle()
      expect(next.stateOf(id)).toBe('running')
      await next.carryOn()
      expect(next.ledger(id)).toEqual(names.map((name) => `${name}: accepted`).toReversed())
      expect(next.session.sends).toHaveLength(names.length)
      expect(app.session.sends).toEqual([])
    },
  )

  it('P23: writes nothing of whom was deleted while it was starting', async () => {
    const app = createTestBroadcasts(file)
    const names = Array.from({ length: 120 }, (_, index) => `p${String(index).padStart(3, '0')}`)
    const to = app.contacts(app.accountId, names)
    for (const name of names) app.conversations.setContactAlias(`${name}@im.wechat`, `Dear ${name}`)
    app.session.block(app.accountId)
    const id = app.broadcasts.drafts.save(null, app.draftOf({ text: '{contact}, news' }))
    const starting = app.broadcasts.startRun(id, to)
    while (app.ledger(id).length === 0) await new Promise((resolve) => setImmediate(resolve))
    expect(app.ledger(id).length).toBeLessThan(names.length)
    const erasure = new ConversationErasure(app.database, app.stores.writer)
    const gone = [to[0], to[119]].filter((one) => one !== undefined)
    app.database.transaction(() => {
      app.broadcasts.forget(gone)
      for (const [index, one] of gone.entries()) erasure.begin(`${names[index * 119]}@im.wechat`, [one])
    })
    await starting
    await settle()
    expect(app.stateOf(id)).toBe('running')
    const said = JSON.stringify(app.database.select('SELECT * FROM broadcast_recipients').all())
    expect(said).toContain('Dear p001')
    expect(said).not.toContain('p000')
    expect(said).not.toContain('p119')
  })

  it('closes the ledger of one that was cancelled when the program ended', async () => {
    const app = createTestBroadcasts(file)
    app.contacts(app.accountId, ['c', 'b', 'a'])
    const id = await app.start()
    await app.untilSends(1)
    app.stores.broadcasts.setState(id, 'cancelled', null, app.clock.now())
    // the start is not kept by those whom only the ledger's closing is about
    const places = app.stores.ledger.unsettled().map(({ place }) => place)
    expect(places).toEqual([0])
    const next = reopen(app)
    await next.carryOn()
    expect(next.ledger(id)).toEqual(['a: unconfirmed', 'b: cancelled', 'c: cancelled'])
    expect(next.session.sends).toEqual([])
  })

  it('does not go on after a restore with one that was starting there', async () => {
    const app = createTestBroadcasts(file)
    const to = app.contacts(app.accountId, ['b', 'a'])
    const id = app.broadcasts.drafts.save(null, app.draftOf({}))
    app.stores.broadcasts.confirm(id, to)
    settleRestoredBroadcasts(app.database, app.clock.now())
    const next = reopen(app)
    await next.carryOn()
    expect(next.stateOf(id)).toBe('cancelled')
    expect(next.session.sends).toEqual([])
  })
})

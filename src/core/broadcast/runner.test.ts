import { describe, expect, it } from 'vitest'
import { sendFiles, stage, uploaded } from '#core/outbox/files-testing.ts'
import { LOST, REFUSED } from '#core/outbox/testing.ts'
import { settle } from '#core/testing/settle.ts'
import { createTestBroadcasts, type TestBroadcasts } from './testing.ts'

const NAMES = ['a', 'b', 'c', 'd', 'e'] as const
const textsTo = (app: TestBroadcasts, name: string) =>
  app.session.sends
    .filter(({ message }) => message.toUserId === `${name}@im.wechat`)
    .map(({ message }) => JSON.stringify(message.item))

describe('P13: a run', () => {
  it('sends each item to each person once, in order, and finishes', async () => {
    const app = createTestBroadcasts()
    app.contacts(app.accountId, ['b', 'a'])
    app.conversations.setContactAlias('a@im.wechat', '老王')
    const id = await app.start({ text: '{contact}!', files: [1], fallbacks: { contact: 'you', account: '' } })
    for (const upload of [0, 1]) {
      await app.untilSends(2 * upload + 1)
      await app.session.last.answer(app.nextAccepted())
      await app.session.uploads[upload]?.end(uploaded(upload))
      await app.untilSends(2 * upload + 2)
      await app.session.last.answer(app.nextAccepted())
    }
    await settle()
    expect(app.ledger(id)).toEqual(['a: accepted', 'b: accepted'])
    expect(app.stateOf(id)).toBe('finished')
    expect(textsTo(app, 'a')).toEqual([expect.stringContaining('老王!'), expect.stringContaining('param-0')])
    expect(textsTo(app, 'b')).toEqual([expect.stringContaining('you!'), expect.stringContaining('param-1')])
  })

  it('keeps to the pace of an account, and lets chance make it longer', async () => {
    const app = createTestBroadcasts()
    app.contacts(app.accountId, [...NAMES])
    await app.start({ paceMs: 4_000 })
    await app.carryOn()
    const at = app.session.sends.map((send) => send.at)
    const gaps = at.slice(1).map((time, index) => time - (at[index] ?? 0))
    expect(gaps).toHaveLength(4)
    for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual(4_000)
  })

  it('keeps to the limit over all accounts', async () => {
    const app = createTestBroadcasts()
    app.settings.perMinute = 6
    for (const name of NAMES) app.contacts(app.anotherAccount(name), [name])
    await app.start({ paceMs: 1_500 })
    await app.carryOn()
    const at = app.session.sends.map((send) => send.at).sort()
    expect(at).toHaveLength(5)
    for (const [index, time] of at.slice(1).entries())
      expect(time - (at[index] ?? 0)).toBeGreaterThanOrEqual(10_000)
  })

  it('lets what a person sends go first, and files of a person too', async () => {
    const app = createTestBroadcasts()
    app.contacts(app.accountId, [...NAMES])
    const [to] = app.contacts(app.accountId, ['customer'], { hoursAgo: 0 })
    const id = await app.start()
    await app.untilSends(1)
    const reply = await app.sendOne('a reply', to === undefined ? {} : { to })
    await app.session.last.answer(app.nextAccepted())
    await app.untilSends(2)
    expect(app.session.texts[1]).toContain('a reply')
    await app.session.last.answer(app.nextAccepted())
    expect(app.state(reply)).toBe('accepted')
    await app.carryOn()
    expect(app.stateOf(id)).toBe('finished')
  })

  it('does not hold up a reply behind a file that it is uploading for the same person', async () => {
    const app = createTestBroadcasts()
    const [to] = app.contacts(app.accountId, ['a'])
    await app.start({ text: '', files: [1] })
    expect(app.session.uploads).toHaveLength(1)
    await app.sendOne('meanwhile', to === undefined ? {} : { to })
    await app.untilSends(1)
    expect(app.session.texts[0]).toContain('meanwhile')
  })

  it("leaves a place for a person's own file among the uploads, and begins the others as places get free", async () => {
    const app = createTestBroadcasts()
    for (const name of NAMES) app.contacts(app.anotherAccount(name), [name])
    const [to] = app.contacts(app.accountId, ['customer'])
    if (to === undefined) throw new Error('no contact')
    await app.start({
      text: '',
      files: [1],
      choice: {
        accounts: app.accounts
          .list()
          .slice(1)
          .map(({ id }) => id),
      },
    })
    expect(app.session.uploads).toHaveLength(3)
    sendFiles(app, [stage(app, 2)], '', false, to)
    await settle()
    expect(app.session.uploads.map(({ accountId }) => accountId)[3]).toBe(app.accountId)
    for (const upload of app.session.uploads) await upload.end(uploaded(1))
    for (const upload of app.session.uploads) await upload.end(uploaded(2))
    expect(app.session.uploads).toHaveLength(6)
  })

  it('never spends the reserve, even when a reply goes out between its messages', async () => {
    const app = createTestBroadcasts()
    const [to] = app.contacts(app.accountId, ['a'], { sent: 6 })
    const id = await app.start({ text: `${'a'.repeat(1_800)}b` })
    await app.untilSends(1)
    await app.sendOne('a reply', to === undefined ? {} : { to })
    await app.session.last.answer(app.nextAccepted())
    await app.untilSends(2)
    await app.session.last.answer(app.nextAccepted())
    await app.clock.advance(60_000)
    expect(app.session.sends).toHaveLength(2)
    expect(app.ledger(id)).toEqual(['a: skipped (reserve)'])
  })

  it('skips who closes, or was written to, before their turn', async () => {
    const app = createTestBroadcasts()
    app.contacts(app.accountId, ['a', 'b'], { hoursAgo: 23.999 })
    const [busy] = app.contacts(app.accountId, ['c'])
    const id = await app.start({ paceMs: 60_000 })
    await app.untilSends(1)
    for (let n = 0; n < 8; n += 1) if (busy !== undefined) app.conversations.recordSend(busy)
    await app.carryOn()
    expect(app.ledger(id)).toEqual(['b: accepted', 'a: skipped (window-closed)', 'c: skipped (reserve)'])
  })

  it('goes on behind a refusal of one person, whose other messages are not sent', async () => {
    const app = createTestBroadcasts()
    app.contacts(app.accountId, ['b', 'a'])
    const id = await app.start({ text: `${'a'.repeat(1_800)}b` })
    await app.untilSends(1)
    await app.session.last.answer(REFUSED)
    await app.carryOn()
    expect(textsTo(app, 'a')).toHaveLength(1)
    expect(textsTo(app, 'b')).toHaveLength(2)
    expect(app.ledger(id)).toEqual(['a: refused', 'b: accepted'])
    expect(app.states(app.conversationWith('a@im.wechat')).at(-1)).toContain('cancelled: behind-refused')
  })

  it('runs one after the other', async () => {
    const app = createTestBroadcasts()
    app.contacts(app.accountId, ['a', 'b'])
    const first = await app.start({ text: 'first' })
    const second = await app.start({ text: 'second' })
    expect(app.broadcasts.views.summary(second)).toMatchObject({ state: 'running', waitsForTurn: true })
    await app.carryOn()
    expect([app.stateOf(first), app.stateOf(second)]).toEqual(['finished', 'finished'])
    const order = app.session.texts.map((text) => (text.includes('first') ? 1 : 2))
    expect(order).toEqual([1, 1, 2, 2])
  })
})

describe('an operator', () => {
  it('pauses and resumes: nothing leaves in between, whatever else wakes the account', async () => {
    const app = createTestBroadcasts()
    app.contacts(app.accountId, [...NAMES])
    const id = await app.start()
    await app.untilSends(1)
    app.broadcasts.pause(id)
    await app.session.last.answer(app.nextAccepted())
    app.outbox.wake(app.accountId)
    app.broadcasts.accountChanged(app.accountId)
    await app.clock.advance(600_000)
    expect(app.session.sends).toHaveLength(1)
    app.broadcasts.resume(id)
    await app.carryOn()
    expect(app.session.sends).toHaveLength(5)
    expect(app.stateOf(id)).toBe('finished')
  })

  it('cancels: what was sent stays said, and nothing else leaves', async () => {
    const app = createTestBroadcasts()
    app.contacts(app.accountId, ['c', 'b', 'a'])
    const id = await app.start()
    await app.untilSends(1)
    await app.session.last.answer(app.nextAccepted())
    app.broadcasts.cancel(id)
    await app.clock.advance(600_000)
    expect(app.session.sends).toHaveLength(1)
    expect(app.ledger(id)).toEqual(['a: accepted', 'b: cancelled', 'c: cancelled'])
    expect(app.stateOf(id)).toBe('cancelled')
  })

  it('lets another run go on while one is paused, and what it had begun waits for its turn', async () => {
    const app = createTestBroadcasts()
    app.contacts(app.accountId, ['b', 'a'])
    const first = await app.start({ text: 'first' })
    app.broadcasts.pause(first)
    const second = await app.start({ text: 'second' })
    await app.untilSends(1)
    app.broadcasts.resume(first)
    await app.session.last.answer(app.nextAccepted())
    await app.carryOn()
    expect(app.session.texts.map((text) => (text.includes('first') ? 1 : 2))).toEqual([2, 2, 1, 1])
    expect([app.stateOf(first), app.stateOf(second)]).toEqual(['finished', 'finished'])
  })

  it('sees who has answered', async () => {
    const app = createTestBroadcasts()
    const [to] = app.contacts(app.accountId, ['a'])
    const id = await app.start()
    await app.untilSends(1)
    await app.session.last.answer(app.nextAccepted())
    await app.clock.advance(5_000)
    app.published.length = 0
    app.connection.watchBroadcast(id)
    app.write({ from: 'a@im.wechat' })
    app.broadcasts.contactsWrote(to === undefined ? [] : [to])
    await app.clock.advance(1_000)
    expect(app.published).toContainEqual(
      expect.objectContaining({
        kind: 'broadcast-recipient',
        recipient: expect.objectContaining({ answeredAt: app.clock.now() - 1_000 }),
      }),
    )
    expect(app.broadcasts.views.summary(id)?.answered).toBe(1)
  })
})

describe('a retry', () => {
  it('sends again what was refused or skipped, item by item, and unconfirmed ones only when asked', async () => {
    const app = createTestBroadcasts()
    app.contacts(app.accountId, ['c', 'b', 'a'])
    const id = await app.start({ text: `${'a'.repeat(1_800)}b` })
    await app.untilSends(1)
    await app.session.last.answer(app.nextAccepted())
    await app.untilSends(2)
    await app.session.last.answer(REFUSED)
    await app.untilSends(3)
    await app.session.last.answer(LOST)
    await app.carryOn()
    expect(app.ledger(id)).toEqual(['a: refused', 'b: unconfirmed', 'c: accepted'])
    app.write({ from: 'a@im.wechat' })
    await app.broadcasts.retry(id, false)
    await app.carryOn()
    expect(textsTo(app, 'a')).toHaveLength(3)
    expect(textsTo(app, 'a')[2]).toBe(textsTo(app, 'a')[1])
    expect(textsTo(app, 'b')).toHaveLength(2)
    expect(app.ledger(id)).toEqual(['a: accepted', 'b: unconfirmed', 'c: accepted'])
    await expect(app.broadcasts.retry(id, false)).rejects.toThrow('broadcast-nothing-failed')
    await app.broadcasts.retry(id, true)
    await app.carryOn()
    expect(textsTo(app, 'b')).toHaveLength(3)
    expect(app.ledger(id)).toEqual(['a: accepted', 'b: accepted', 'c: accepted'])
  })

  it('does not repeat what the operator has dealt with', async () => {
    const app = createTestBroadcasts()
    app.contacts(app.accountId, ['a'])
    const id = await app.start()
    await app.untilSends(1)
    await app.session.last.answer(REFUSED)
    const [line] = app.lines(id)
    const message = line?.items[0]?.messageId
    if (message == null) throw new Error('nothing was sent')
    app.outbox.discard(message)
    await expect(app.broadcasts.retry(id, true)).rejects.toThrow('broadcast-nothing-failed')
  })
})

describe('what is refused in words', () => {
  it('starting twice, and changing what was started', async () => {
    const app = createTestBroadcasts()
    app.contacts(app.accountId, ['a'])
    const id = await app.start()
    const line = app.conversationWith('a@im.wechat')
    await expect(app.broadcasts.startRun(id, [line])).rejects.toThrow('broadcast-started')
    expect(() => app.broadcasts.drafts.save(id, app.draftOf({ text: 'other' }))).toThrow('broadcast-frozen')
    expect(() => app.broadcasts.drafts.remove(id)).toThrow('broadcast-frozen')
    expect(app.stores.ledger.list(id)).toHaveLength(1)
  })

  it('no recipients, nobody reachable, a file that is gone', async () => {
    const app = createTestBroadcasts()
    const [a] = app.contacts(app.accountId, ['a'])
    const id = app.broadcasts.drafts.save(null, app.draftOf({ files: [1] }))
    if (a === undefined) throw new Error('no contact')
    await expect(app.broadcasts.startRun(id, [])).rejects.toThrow('broadcast-no-recipients')
    app.gone.add('1'.padStart(64, '0'))
    await expect(app.broadcasts.startRun(id, [a])).rejects.toThrow('broadcast-file-missing')
    app.gone.clear()
    app.conversations.recordRefusal(a)
    await expect(app.broadcasts.startRun(id, [a])).rejects.toThrow('broadcast-nobody-reachable')
    expect(app.stateOf(id)).toBe('draft')
  })

  it('takes only who was confirmed, and records whom the plan skips', async () => {
    const app = createTestBroadcasts()
    const [a] = app.contacts(app.accountId, ['a', 'b'])
    app.contacts(app.accountId, ['closed'], { hoursAgo: 30 })
    const id = app.broadcasts.drafts.save(null, app.draftOf({}))
    await app.broadcasts.startRun(id, a === undefined ? [] : [a])
    await app.carryOn()
    expect(app.ledger(id)).toEqual(['a: accepted', '[closed: skipped (window-closed)]'])
  })
})

it('B10: those whose turn comes at once find out a few at a time that their run was cancelled', async () => {
  const app = createTestBroadcasts()
  for (const name of Array.from({ length: 40 }, (_, index) => `n${index}`))
    app.contacts(app.anotherAccount(name), [`of-${name}`])
  // timers that are due all come in one turn of the event loop
  const due = new Set<() => void>()
  app.clock.setTimeout = (_, fn) => {
    due.add(fn)
    return () => due.delete(fn)
  }
  const id = await app.start()
  app.broadcasts.cancel(id)
  await settle()
  await app.clock.advance(60_000)
  let [looks, inTurn, most] = [0, 0, 0]
  const next = app.stores.queue.nextPaced.bind(app.stores.queue)
  app.stores.queue.nextPaced = (account) => {
    inTurn += 1
    looks += 1
    most = Math.max(most, inTurn)
    return next(account)
  }
  const turnEnds = () => {
    inTurn = 0
    if (looks < 40) setImmediate(turnEnds)
  }
  setImmediate(turnEnds)
  for (const fn of due) fn()
  await settle()
  expect(looks).toBeGreaterThanOrEqual(40)
  expect(most).toBeLessThanOrEqual(10)
  expect(app.session.sends).toEqual([])
})

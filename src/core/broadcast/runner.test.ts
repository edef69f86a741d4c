import { describe, expect, it } from 'vitest'
import { settle } from '#core/accounts/testing/ports.ts'
import { sendFiles, stage, uploaded } from '#core/outbox/files-testing.ts'
import { ACCEPTED_WITHOUT_ID, accepted, LOST, RATE_LIMITED, REFUSED } from '#core/outbox/testing.ts'
import { createTestBroadcasts, type TestBroadcasts } from './testing.ts'

let ids = 90_000

/** Answers every send that is or gets open with a message id, until nothing leaves for two minutes. */
async function acceptAll(app: TestBroadcasts): Promise<void> {
  let quiet = 0
  for (let answered = 0; quiet < 120; quiet += 1) {
    for (const send of app.session.sends.slice(answered)) {
      ids += 1
      await send.answer(accepted(String(ids)))
      answered += 1
      quiet = 0
    }
    await app.clock.advance(1_000)
  }
}

async function acceptLast(app: TestBroadcasts): Promise<void> {
  ids += 1
  await app.session.last.answer(accepted(String(ids)))
}

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
      await acceptLast(app)
      await app.session.uploads[upload]?.end(uploaded(upload))
      await app.untilSends(2 * upload + 2)
      await acceptLast(app)
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
    await acceptAll(app)
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
    await acceptAll(app)
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
    await acceptLast(app)
    await app.untilSends(2)
    expect(app.session.texts[1]).toContain('a reply')
    await acceptLast(app)
    expect(app.state(reply)).toBe('accepted')
    await acceptAll(app)
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
    await acceptLast(app)
    await app.untilSends(2)
    await acceptLast(app)
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
    for (let n = 0; n < 8; n += 1) if (busy !== undefined) app.conversations.noteSend(busy)
    await acceptAll(app)
    expect(app.ledger(id)).toEqual(['b: accepted', 'a: skipped (window-closed)', 'c: skipped (reserve)'])
  })

  it('goes on behind a refusal of one person, whose other messages are not sent', async () => {
    const app = createTestBroadcasts()
    app.contacts(app.accountId, ['b', 'a'])
    const id = await app.start({ text: `${'a'.repeat(1_800)}b` })
    await app.untilSends(1)
    await app.session.last.answer(REFUSED)
    await acceptAll(app)
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
    await acceptAll(app)
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
    await acceptLast(app)
    app.outbox.wake(app.accountId)
    app.broadcasts.noteAccount(app.accountId)
    await app.clock.advance(600_000)
    expect(app.session.sends).toHaveLength(1)
    app.broadcasts.resume(id)
    await acceptAll(app)
    expect(app.session.sends).toHaveLength(5)
    expect(app.stateOf(id)).toBe('finished')
  })

  it('cancels: what was sent stays said, and nothing else leaves', async () => {
    const app = createTestBroadcasts()
    app.contacts(app.accountId, ['c', 'b', 'a'])
    const id = await app.start()
    await app.untilSends(1)
    await acceptLast(app)
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
    await acceptLast(app)
    await acceptAll(app)
    expect(app.session.texts.map((text) => (text.includes('first') ? 1 : 2))).toEqual([2, 2, 1, 1])
    expect([app.stateOf(first), app.stateOf(second)]).toEqual(['finished', 'finished'])
  })

  it('sees who has answered', async () => {
    const app = createTestBroadcasts()
    const [to] = app.contacts(app.accountId, ['a'])
    const id = await app.start()
    await app.untilSends(1)
    await acceptLast(app)
    await app.clock.advance(5_000)
    app.published.length = 0
    app.broadcasts.watch(id)
    app.write({ from: 'a@im.wechat' })
    app.broadcasts.noteWritten(to === undefined ? [] : [to])
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

describe('breakers', () => {
  it('a rate limit leaves the account alone at once, and the others go on', async () => {
    const app = createTestBroadcasts()
    const other = app.anotherAccount('other')
    app.contacts(app.accountId, ['c', 'b', 'a'])
    app.contacts(other, ['y', 'x'])
    const id = await app.start({ text: 'news', files: [1] })
    const mine = () => app.session.sends.filter(({ accountId }) => accountId === app.accountId)
    while (mine().length < 1) await app.untilSends(app.session.sends.length + 1)
    await mine()[0]?.answer(RATE_LIMITED)
    for (const upload of app.session.uploads) await upload.end(uploaded(1))
    for (let step = 0; step < 3_000; step += 1) {
      for (const send of app.session.sends) {
        ids += 1
        if (send.accountId === other) await send.answer(accepted(String(ids)))
      }
      for (const upload of app.session.uploads) await upload.end(uploaded(1))
      await app.clock.advance(100)
    }
    expect(mine()).toHaveLength(1)
    expect(app.ledger(id).toSorted()).toEqual([
      'a: refused',
      'b: skipped (account-may-be-muted)',
      'c: skipped (account-may-be-muted)',
      'x: accepted',
      'y: accepted',
    ])
    expect(app.broadcasts.views.summary(id)).toMatchObject({
      state: 'finished',
      breakers: [{ accountId: app.accountId, reason: 'rate-limited' }],
    })
  })

  it.each([
    ['accepted without id', ACCEPTED_WITHOUT_ID],
    ['answers lost', LOST],
  ])('three unconfirmed in a row: %s', async (_name, outcome) => {
    const app = createTestBroadcasts()
    app.contacts(app.accountId, ['e', 'd', 'c', 'b', 'a'])
    const id = await app.start()
    for (const count of [1, 2, 3]) {
      await app.untilSends(count)
      await app.session.last.answer(outcome)
    }
    await app.clock.advance(600_000)
    expect(app.session.sends).toHaveLength(3)
    expect(app.ledger(id)).toEqual([
      'a: unconfirmed',
      'b: unconfirmed',
      'c: unconfirmed',
      'd: skipped (account-may-be-muted)',
      'e: skipped (account-may-be-muted)',
    ])
  })

  it('three people refused in a row', async () => {
    const app = createTestBroadcasts()
    app.contacts(app.accountId, ['d', 'c', 'b', 'a'])
    const id = await app.start()
    for (const count of [1, 2, 3]) {
      await app.untilSends(count)
      await app.session.last.answer(REFUSED)
    }
    await app.clock.advance(600_000)
    expect(app.session.sends).toHaveLength(3)
    expect(app.ledger(id).at(-1)).toBe('d: skipped (account-may-be-muted)')
  })

  it('an account that needs a sign-in; one that only reconnects is waited for', async () => {
    const app = createTestBroadcasts()
    const [gone, back] = [app.anotherAccount('gone'), app.anotherAccount('back')]
    app.contacts(gone, ['a'])
    app.contacts(back, ['b'])
    app.session.block(gone)
    app.session.block(back)
    const id = await app.start()
    app.accountStates.set(gone, 'needs-sign-in')
    app.accountStates.set(back, 'reconnecting')
    for (const account of [gone, back]) app.broadcasts.noteAccount(account)
    expect(app.ledger(id).toSorted()).toEqual(['a: skipped (account-offline)', 'b: queued'])
    app.session.unblock(back)
    app.accountStates.set(back, 'online')
    app.broadcasts.noteAccount(back)
    app.outbox.wake(back)
    await acceptAll(app)
    expect(app.ledger(id).toSorted()).toEqual(['a: skipped (account-offline)', 'b: accepted'])
  })

  it('stops the run as a whole once most accounts are restricted, and goes on when told', async () => {
    const app = createTestBroadcasts()
    const accounts = ['p', 'q', 'r', 's'].map((name) => app.anotherAccount(name))
    for (const [index, account] of accounts.entries()) app.contacts(account, [`a${index}`, `b${index}`])
    const id = await app.start()
    for (const count of [1, 2, 3]) {
      await app.untilSends(count)
      const open = app.session.sends.at(count - 1)
      await open?.answer(RATE_LIMITED)
    }
    expect(app.stateOf(id)).toBe('stopped')
    const made = app.session.sends.length
    await app.clock.advance(600_000)
    expect(app.session.sends).toHaveLength(made)
    app.broadcasts.resume(id)
    await acceptAll(app)
    expect(app.stateOf(id)).toBe('finished')
    expect(app.ledger(id).filter((line) => line.endsWith('accepted')).length).toBe(2)
  })
})

describe('a retry', () => {
  it('sends again what was refused or skipped, item by item, and unconfirmed ones only when asked', async () => {
    const app = createTestBroadcasts()
    app.contacts(app.accountId, ['c', 'b', 'a'])
    const id = await app.start({ text: `${'a'.repeat(1_800)}b` })
    await app.untilSends(1)
    await acceptLast(app)
    await app.untilSends(2)
    await app.session.last.answer(REFUSED)
    await app.untilSends(3)
    await app.session.last.answer(LOST)
    await acceptAll(app)
    expect(app.ledger(id)).toEqual(['a: refused', 'b: unconfirmed', 'c: accepted'])
    app.write({ from: 'a@im.wechat' })
    app.broadcasts.retry(id, false)
    await acceptAll(app)
    expect(textsTo(app, 'a')).toHaveLength(3)
    expect(textsTo(app, 'a')[2]).toBe(textsTo(app, 'a')[1])
    expect(textsTo(app, 'b')).toHaveLength(2)
    expect(app.ledger(id)).toEqual(['a: accepted', 'b: unconfirmed', 'c: accepted'])
    expect(() => app.broadcasts.retry(id, false)).toThrow('broadcast-nothing-failed')
    app.broadcasts.retry(id, true)
    await acceptAll(app)
    expect(textsTo(app, 'b')).toHaveLength(3)
    expect(app.ledger(id)).toEqual(['a: accepted', 'b: accepted', 'c: accepted'])
  })

  it('does not repeat what the operator has dealt with', async () => {
    const app = createTestBroadcasts()
    app.contacts(app.accountId, ['a'])
    const id = await app.start()
    await app.untilSends(1)
    await app.session.last.answer(REFUSED)
    const [line] = app.stores.ledger.list(id)
    const message = line?.items[0]?.messageId
    if (message == null) throw new Error('nothing was sent')
    app.outbox.discard(message)
    expect(() => app.broadcasts.retry(id, true)).toThrow('broadcast-nothing-failed')
  })
})

describe('what is refused in words', () => {
  it('starting twice, and changing what was started', async () => {
    const app = createTestBroadcasts()
    app.contacts(app.accountId, ['a'])
    const id = await app.start()
    const line = app.conversationWith('a@im.wechat')
    expect(() => app.broadcasts.startRun(id, [line])).toThrow('broadcast-started')
    expect(() => app.broadcasts.drafts.save(id, app.draftOf({ text: 'other' }))).toThrow('broadcast-frozen')
    expect(() => app.broadcasts.drafts.remove(id)).toThrow('broadcast-frozen')
    expect(app.stores.ledger.list(id)).toHaveLength(1)
  })

  it('no recipients, nobody reachable, a file that is gone', () => {
    const app = createTestBroadcasts()
    const [a] = app.contacts(app.accountId, ['a'])
    const id = app.broadcasts.drafts.save(null, app.draftOf({ files: [1] }))
    if (a === undefined) throw new Error('no contact')
    expect(() => app.broadcasts.startRun(id, [])).toThrow('broadcast-no-recipients')
    app.gone.add('1'.padStart(64, '0'))
    expect(() => app.broadcasts.startRun(id, [a])).toThrow('broadcast-file-missing')
    app.gone.clear()
    app.conversations.noteRefusal(a)
    expect(() => app.broadcasts.startRun(id, [a])).toThrow('broadcast-nobody-reachable')
    expect(app.stateOf(id)).toBe('draft')
  })

  it('takes only who was confirmed, and records whom the plan skips', async () => {
    const app = createTestBroadcasts()
    const [a] = app.contacts(app.accountId, ['a', 'b'])
    app.contacts(app.accountId, ['closed'], { hoursAgo: 30 })
    const id = app.broadcasts.drafts.save(null, app.draftOf({}))
    app.broadcasts.startRun(id, a === undefined ? [] : [a])
    await acceptAll(app)
    expect(app.ledger(id)).toEqual(['a: accepted', '[closed: skipped (window-closed)]'])
  })
})

import { describe, expect, it } from 'vitest'
import { uploaded } from '#core/outbox/files-testing.ts'
import { ACCEPTED_WITHOUT_ID, LOST, RATE_LIMITED, REFUSED } from '#core/outbox/testing.ts'
import { createTestBroadcasts } from './testing.ts'

describe('a run leaves an account alone', () => {
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
        if (send.accountId === other) await send.answer(app.nextAccepted())
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
    for (const account of [gone, back]) app.broadcasts.accountChanged(account)
    expect(app.ledger(id).toSorted()).toEqual(['a: skipped (account-offline)', 'b: queued'])
    app.session.unblock(back)
    app.accountStates.set(back, 'online')
    app.broadcasts.accountChanged(back)
    app.outbox.wake(back)
    await app.carryOn()
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
    await app.carryOn()
    expect(app.stateOf(id)).toBe('finished')
    expect(app.ledger(id).filter((line) => line.endsWith('accepted')).length).toBe(2)
  })
})

describe('what trips a breaker, and what does not', () => {
  it('do not depend on what the clock says, nor on pauses', async () => {
    const app = createTestBroadcasts()
    app.contacts(app.accountId, ['f', 'e', 'd', 'c', 'b', 'a'])
    const id = await app.start()
    app.clock.set(-3_600_000)
    for (let count = 1; count <= 3; count += 1) {
      await app.untilSends(count)
      await app.session.last.answer(REFUSED)
      if (count === 2) {
        app.broadcasts.pause(id)
        app.broadcasts.resume(id)
      }
    }
    await app.clock.advance(600_000)
    expect(app.session.sends).toHaveLength(3)
  })

  it('say nothing of accounts that are no part of the run', async () => {
    const app = createTestBroadcasts()
    const other = app.anotherAccount('other')
    app.contacts(app.accountId, ['b', 'a'])
    const [customer] = app.contacts(other, ['customer'])
    const id = await app.start({ choice: { accounts: [app.accountId] } })
    await app.sendOne('mine', customer === undefined ? {} : { to: customer })
    await app.session.last.answer(RATE_LIMITED)
    expect(app.broadcasts.views.summary(id)?.breakers).toEqual([])
    await app.carryOn()
    expect(app.stateOf(id)).toBe('finished')
  })

  it('do not take a server that will not store files for a muted account', async () => {
    const app = createTestBroadcasts()
    app.contacts(app.accountId, ['e', 'd', 'c', 'b', 'a'])
    const id = await app.start({ text: '', files: [1] })
    for (let n = 0; n < 5; n += 1) {
      await app.session.uploads[n]?.end({ kind: 'refused', serverText: null })
      await app.clock.advance(60_000)
    }
    expect(app.ledger(id)).toEqual(['a', 'b', 'c', 'd', 'e'].map((name) => `${name}: refused`))
  })

  it('stop a run of one account, and not a resumed one that merely lost a sign-in', async () => {
    const app = createTestBroadcasts()
    app.contacts(app.accountId, ['b', 'a'])
    const one = await app.start()
    await app.untilSends(1)
    await app.session.last.answer(RATE_LIMITED)
    expect(app.stateOf(one)).toBe('stopped')

    const other = createTestBroadcasts()
    const accounts = ['p', 'q', 'r', 's', 't'].map((name) => other.anotherAccount(name))
    for (const [index, account] of accounts.entries()) other.contacts(account, [`a${index}`, `b${index}`])
    const id = await other.start()
    await other.untilSends(3)
    for (const send of other.session.sends.slice(0, 3)) await send.answer(RATE_LIMITED)
    expect(other.stateOf(id)).toBe('stopped')
    other.broadcasts.resume(id)
    const [, , , fourth] = accounts
    if (fourth === undefined) throw new Error('no account')
    other.accountStates.set(fourth, 'needs-sign-in')
    other.broadcasts.accountChanged(fourth)
    expect(other.stateOf(id)).toBe('running')
  })
})

import { describe, expect, it } from 'vitest'
import { uploaded } from '#core/outbox/files-testing.ts'
import {
  ACCEPTED_WITHOUT_ID,
  accepted,
  LOST,
  NOT_SENT,
  RATE_LIMITED,
  REFUSED,
  STALE,
} from '#core/outbox/testing.ts'
import { Erasure } from '#core/storage/erasure.ts'
import { settle } from '#core/testing/settle.ts'
import { formerPeople } from '#shared/model/recipients.ts'
import { createTestBroadcasts } from './testing.ts'

/** What goes wrong between a run, its outbox, its operator and the clock. */

const TWO_PIECES = `${'a'.repeat(1_800)}b`

describe('a message that comes back', () => {
  it('after its account was left alone stays away, and the run ends', async () => {
    const app = createTestBroadcasts()
    app.contacts(app.accountId, ['b', 'a'])
    const id = await app.start()
    await app.untilSends(1)
    app.accountStates.set(app.accountId, 'needs-sign-in')
    app.broadcasts.accountChanged(app.accountId)
    app.session.block(app.accountId)
    await app.session.last.answer(STALE)
    await app.clock.advance(60_000)
    expect(app.ledger(id)).toEqual(['a: skipped (account-offline)', 'b: skipped (account-offline)'])
    expect(app.stateOf(id)).toBe('finished')
    app.accountStates.set(app.accountId, 'online')
    app.session.unblock(app.accountId)
    app.outbox.wake(app.accountId)
    await app.clock.advance(60_000)
    expect(app.session.sends).toHaveLength(1)
  })

  it('after its run was cancelled is taken back', async () => {
    const app = createTestBroadcasts()
    app.contacts(app.accountId, ['a'])
    const id = await app.start()
    await app.untilSends(1)
    app.broadcasts.cancel(id)
    await app.session.last.answer(NOT_SENT)
    await app.clock.advance(600_000)
    expect(app.ledger(id)).toEqual(['a: cancelled'])
    expect(app.session.sends).toHaveLength(1)
    expect(app.repository.countUnfinished()).toBe(0)
  })
})

describe('several runs', () => {
  it('are not in each other’s way with files that one of them has begun', async () => {
    const app = createTestBroadcasts()
    app.contacts(app.accountId, ['a'])
    const first = await app.start({ text: '', files: [1, 2] })
    app.broadcasts.pause(first)
    await app.session.uploads[0]?.end(uploaded(0))
    const second = await app.start({ text: 'two' })
    await app.untilSends(1)
    expect(app.session.texts[0]).toContain('two')
    app.broadcasts.resume(first)
    await app.carryOn()
    expect([app.stateOf(first), app.stateOf(second)]).toEqual(['finished', 'finished'])
  })

  it('take their turns at once when one ends or stops by itself, and windows are told', async () => {
    const app = createTestBroadcasts()
    const accounts = ['p', 'q', 'r'].map((name) => app.anotherAccount(name))
    for (const [index, account] of accounts.entries())
      app.contacts(account, [`a${index}`, `b${index}`, `c${index}`])
    app.contacts(app.accountId, ['other'])
    await app.start({ choice: { accounts } })
    const next = await app.start({ text: 'next', choice: { accounts: [app.accountId] } })
    for (const count of [1, 2, 3]) {
      await app.untilSends(count)
      await app.session.sends[count - 1]?.answer(RATE_LIMITED)
    }
    await app.clock.advance(5_000)
    expect(app.session.texts[3]).toContain('next')
    const told = app.published.flatMap((change) => (change.kind === 'broadcast' ? [change.broadcast] : []))
    expect(told.filter(({ id }) => id === next).at(-1)?.waitsForTurn).toBe(false)
  })
})

describe('storage that fails', () => {
  it('once while the ledger follows does not stop an account', async () => {
    const app = createTestBroadcasts()
    app.contacts(app.accountId, ['c', 'b', 'a'])
    const id = await app.start()
    await app.untilSends(1)
    const { ledger } = app.stores
    const setState = ledger.setState.bind(ledger)
    let isBroken = true
    ledger.setState = (...args) => {
      if (isBroken) {
        isBroken = false
        throw new Error('the disk is full')
      }
      setState(...args)
    }
    await app.carryOn()
    expect(app.stateOf(id)).toBe('finished')
    expect(app.failures).toHaveLength(1)
  })

  it('between a breaker and the stop of the run leaves neither without the other', async () => {
    const app = createTestBroadcasts()
    const accounts = ['p', 'q', 'r', 's', 't'].map((name) => app.anotherAccount(name))
    for (const [index, account] of accounts.entries()) app.contacts(account, [`a${index}`, `b${index}`])
    const id = await app.start()
    const { broadcasts } = app.stores
    const setState = broadcasts.setState.bind(broadcasts)
    let isBroken = true
    broadcasts.setState = (...args) => {
      if (isBroken) {
        isBroken = false
        throw new Error('the disk is full')
      }
      setState(...args)
    }
    await app.untilSends(3)
    for (const send of app.session.sends.slice(0, 3)) await send.answer(RATE_LIMITED)
    await app.clock.advance(6_000)
    expect(app.stateOf(id)).toBe('stopped')
  })
})

describe('an operator who takes a message in hand', () => {
  it('does not hold up the run by it', async () => {
    const app = createTestBroadcasts()
    app.contacts(app.accountId, ['b', 'a'])
    const id = await app.start({ text: '', files: [1] })
    await app.session.uploads[0]?.end({ kind: 'refused', serverText: null })
    await settle()
    app.session.block(app.accountId)
    app.outbox.retry(app.messageOf(id))
    app.conversations.recordRefusal(app.conversationWith('a@im.wechat'))
    app.session.unblock(app.accountId)
    app.broadcasts.accountChanged(app.accountId)
    app.outbox.wake(app.accountId)
    await app.carryOn()
    expect(app.ledger(id)).toEqual(['a: refused', 'b: accepted'])
    expect(app.stateOf(id)).toBe('finished')
  })

  it('keeps it when the run is cancelled', async () => {
    const app = createTestBroadcasts()
    app.contacts(app.accountId, ['b', 'a'])
    const id = await app.start({ text: '', files: [1] })
    await app.session.uploads[0]?.end({ kind: 'refused', serverText: null })
    app.session.block(app.accountId)
    const mine = app.messageOf(id)
    app.outbox.retry(mine)
    app.broadcasts.cancel(id)
    expect(app.state(mine)).toBe('queued')
  })
})

describe('what may have arrived', () => {
  it('is not sent to somebody again as unreached', async () => {
    const app = createTestBroadcasts()
    app.contacts(app.accountId, ['a'])
    const id = await app.start({ text: TWO_PIECES })
    await app.untilSends(1)
    await app.session.last.answer(accepted('1'))
    await app.untilSends(2)
    await app.session.last.answer(REFUSED)
    expect(app.ledger(id)).toEqual(['a: refused'])
    expect(formerPeople(app.lines(id), 'unreached')).toEqual(new Set())
  })

  it('is not forgotten by a retry that came to nothing', async () => {
    const app = createTestBroadcasts()
    app.contacts(app.accountId, ['a'])
    const id = await app.start()
    await app.untilSends(1)
    await app.session.last.answer(ACCEPTED_WITHOUT_ID)
    app.session.block(app.accountId)
    await app.broadcasts.retry(id, true)
    expect(app.message(app.messageOf(id))?.resolution).toBeNull()
    app.accountStates.set(app.accountId, 'needs-sign-in')
    app.broadcasts.accountChanged(app.accountId)
    expect(app.ledger(id)).toEqual(['a: unconfirmed'])
    await expect(app.broadcasts.retry(id, true)).rejects.toThrow('broadcast-nobody-reachable')
    app.accountStates.set(app.accountId, 'online')
    app.session.unblock(app.accountId)
    await expect(app.broadcasts.retry(id, false)).rejects.toThrow('broadcast-nothing-failed')
    await app.broadcasts.retry(id, true)
    app.broadcasts.cancel(id)
    expect(app.ledger(id)).toEqual(['a: unconfirmed'])
  })
})

describe('files', () => {
  it('that retention let go are missed before a retry or a repeat, not during it', async () => {
    const app = createTestBroadcasts()
    app.contacts(app.accountId, ['a'])
    const id = await app.start({ text: '', files: [1] })
    await app.session.uploads[0]?.end({ kind: 'refused', serverText: null })
    await app.clock.advance(60_000)
    const [attachment] = app.media.ofMessage(app.messageOf(id))
    if (attachment === undefined) throw new Error('no attachment')
    app.files.removeAllStaged()
    app.files.releaseEndedBroadcasts(app.clock.now() + 1)
    app.media.setState(attachment.id, 'removed', null)
    app.forget()
    await expect(app.broadcasts.retry(id, false)).rejects.toThrow('broadcast-file-missing')
    expect(() => app.broadcasts.drafts.repeat(id, 'all')).toThrow('broadcast-file-missing')
    expect(app.stateOf(id)).toBe('finished')
  })

  it('are held again by a retry', async () => {
    const app = createTestBroadcasts()
    app.contacts(app.accountId, ['a'])
    const id = await app.start({ text: '', files: [1] })
    await app.session.uploads[0]?.end({ kind: 'refused', serverText: null })
    await app.clock.advance(60_000)
    app.files.releaseEndedBroadcasts(app.clock.now() + 1)
    await app.broadcasts.retry(id, false)
    app.files.removeAllStaged()
    expect(app.forget()).toEqual([])
  })
})

describe('people', () => {
  it('whose text came to nothing since the plan are not written to, and it is said before anybody is', async () => {
    const app = createTestBroadcasts()
    const to = app.contacts(app.accountId, ['b', 'a'])
    for (const name of ['a', 'b']) app.conversations.setContactAlias(`${name}@im.wechat`, name)
    const draft = app.draftOf({ text: '{contact}' })
    const id = app.broadcasts.drafts.save(null, draft)
    expect(app.planOf(draft)).toMatchObject({ problem: null, included: [{}, {}] })
    app.conversations.setContactAlias('b@im.wechat', null)
    await expect(app.broadcasts.startRun(id, to)).rejects.toThrow('nothing-to-send')
    expect(app.stateOf(id)).toBe('draft')
    app.conversations.setContactAlias('b@im.wechat', 'b')
    await app.broadcasts.startRun(id, to)
    expect(app.stateOf(id)).toBe('running')
  })

  it('of an account that only reconnects are waited for, and of one that is removed are not', async () => {
    const app = createTestBroadcasts()
    const [a] = app.contacts(app.accountId, ['a'])
    const draft = app.draftOf({})
    app.accountStates.set(app.accountId, 'reconnecting')
    app.session.block(app.accountId)
    const id = app.broadcasts.drafts.save(null, draft)
    await app.broadcasts.startRun(id, a === undefined ? [] : [a])
    expect(app.ledger(id)).toEqual(['a: queued'])
    app.accounts.remove(app.accountId, 'keep')
    app.broadcasts.accountChanged(app.accountId)
    expect(app.ledger(id)).toEqual(['a: skipped (account-offline)'])
    expect(app.stateOf(id)).toBe('finished')
  })

  it('who write much later have not answered', async () => {
    const app = createTestBroadcasts()
    const [a, b] = app.contacts(app.accountId, ['b', 'a'])
    const id = await app.start()
    await app.carryOn()
    const to = [a, b].flatMap((one) => one ?? [])
    app.write({ from: 'a@im.wechat' })
    app.broadcasts.contactsWrote(to)
    await app.clock.advance(4 * 24 * 3_600_000)
    app.write({ from: 'b@im.wechat' })
    app.broadcasts.contactsWrote(to)
    expect(app.broadcasts.views.summary(id)?.answered).toBe(1)
  })

  it('left out for good stay so when their account is deleted with its history', () => {
    const app = createTestBroadcasts()
    app.contacts(app.accountId, ['a'])
    app.conversations.setContactExcluded('a@im.wechat', true)
    app.accounts.remove(app.accountId, 'delete')
    const erasure = new Erasure(app.database, app.stores.writer)
    for (let next = erasure.next(); next !== null; next = erasure.next()) erasure.eraseSome(next, 100, 0)
    app.contacts(app.anotherAccount('next'), ['a'])
    expect(app.plan().skipped).toMatchObject([{ reason: 'excluded' }])
  })
})

it('a rest between messages of a broadcast is not taken for a pause that the server asked for', async () => {
  const app = createTestBroadcasts()
  app.settings.perMinute = 6
  const [to] = app.contacts(app.accountId, ['a', 'b'])
  await app.sendOne('mine', to === undefined ? {} : { to })
  await app.session.last.answer(RATE_LIMITED)
  await app.clock.advance(700_000)
  const id = await app.start()
  await app.untilSends(2)
  await app.session.last.answer(LOST)
  await app.clock.advance(100)
  expect(app.state(app.messageOf(id, 1))).toBe('queued')
})

describe('a run that is held', () => {
  it('does not forget that the server asked for a pause meanwhile', async () => {
    const app = createTestBroadcasts()
    app.contacts(app.accountId, ['c', 'b', 'a'])
    const id = await app.start()
    await app.untilSends(1)
    app.broadcasts.pause(id)
    await app.session.last.answer(RATE_LIMITED)
    await app.clock.advance(61_000)
    app.broadcasts.resume(id)
    await app.clock.advance(60_000)
    expect(app.session.sends).toHaveLength(1)
    expect(app.ledger(id).at(-1)).toBe('c: skipped (account-may-be-muted)')
  })

  it('sends nothing to somebody who was excluded in the meantime', async () => {
    const app = createTestBroadcasts()
    const [a] = app.contacts(app.accountId, ['a'])
    const id = await app.start()
    app.broadcasts.pause(id)
    app.conversations.setContactExcluded('a@im.wechat', true)
    app.broadcasts.withdrawFor(a === undefined ? [] : [a])
    app.broadcasts.resume(id)
    await app.clock.advance(60_000)
    expect(app.session.sends).toHaveLength(0)
    expect(app.ledger(id)).toEqual(['a: skipped (excluded)'])
  })

  it('goes on though its first look after a resume failed', async () => {
    const app = createTestBroadcasts()
    app.contacts(app.accountId, ['b', 'a'])
    const id = await app.start()
    app.broadcasts.pause(id)
    const { ledger } = app.stores
    const open = ledger.openAccounts.bind(ledger)
    let isBroken = true
    ledger.openAccounts = (run) => {
      if (isBroken) {
        isBroken = false
        throw new Error('the disk is full')
      }
      return open(run)
    }
    await app.clock.advance(600_000)
    app.broadcasts.resume(id)
    await app.carryOn()
    expect(app.stateOf(id)).toBe('finished')
  })

  it('follows what a failed commit had missed, also when it is over', async () => {
    const app = createTestBroadcasts()
    app.contacts(app.accountId, ['b', 'a'])
    const id = await app.start()
    await app.untilSends(1)
    app.broadcasts.cancel(id)
    const { ledger } = app.stores
    const setState = ledger.setState.bind(ledger)
    let isBroken = true
    ledger.setState = (...args) => {
      if (isBroken) {
        isBroken = false
        throw new Error('the disk is full')
      }
      setState(...args)
    }
    await app.session.last.answer(accepted('1'))
    await app.clock.advance(600_000)
    expect(app.ledger(id)).toEqual(['a: accepted', 'b: cancelled'])
  })
})

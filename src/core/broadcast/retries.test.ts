import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { settleRestoredBroadcasts } from '#core/backup/restored-broadcasts.ts'
import { settleRestoredOutbox } from '#core/backup/restored-outbox.ts'
import { settleEcho } from '#core/outbox/echo.ts'
import { uploaded } from '#core/outbox/files-testing.ts'
import { ACCEPTED_WITHOUT_ID, accepted, LOST, RATE_LIMITED, REFUSED } from '#core/outbox/testing.ts'
import type { BroadcastId } from '#shared/model/ids.ts'
import { formerPeople } from '#shared/model/recipients.ts'
import { createTestBroadcasts, type TestBroadcasts } from './testing.ts'

/** What may happen to a message between its failure and the turn of its retry. */

const sentTo = (app: TestBroadcasts, name: string) =>
  app.session.sends.filter(({ message }) => message.toUserId === `${name}@im.wechat`).length

/** Two people, both unconfirmed, both to be tried again; b's turn has not come. */
async function retryWithSomebodyWaiting(app: TestBroadcasts): Promise<BroadcastId> {
  app.contacts(app.accountId, ['b', 'a'])
  const id = await app.start()
  for (const count of [1, 2]) {
    await app.untilSends(count)
    await app.session.last.answer(ACCEPTED_WITHOUT_ID)
  }
  await app.clock.advance(60_000)
  await app.broadcasts.retry(id, true)
  return id
}

describe('a retry whose turn has not come is not made', () => {
  it('when a copy proves that the first one arrived, and then nobody calls it cancelled', async () => {
    for (const ending of ['turn', 'cancel'] as const) {
      const app = createTestBroadcasts()
      const id = await retryWithSomebodyWaiting(app)
      const message = app.messageOf(id, 1)
      settleEcho(app.stores, message, '424242')
      app.broadcasts.messagesChanged(app.accountId, [message])
      if (ending === 'cancel') app.broadcasts.cancel(id)
      await app.carryOn()
      expect(sentTo(app, 'b')).toBe(1)
      expect(app.ledger(id)[1]).toBe('b: accepted')
    }
  })

  it.each(['markAsSent', 'discard'] as const)('when the operator says %s', async (deed) => {
    const app = createTestBroadcasts()
    const id = await retryWithSomebodyWaiting(app)
    app.outbox[deed](app.messageOf(id, 1))
    await app.carryOn()
    expect(sentTo(app, 'b')).toBe(1)
    expect(app.stateOf(id)).toBe('finished')
  })

  it('when the operator sends it again by hand', async () => {
    const app = createTestBroadcasts()
    const id = await retryWithSomebodyWaiting(app)
    app.outbox.sendAgain(app.messageOf(id, 1))
    await app.carryOn()
    expect(sentTo(app, 'b')).toBe(2)
  })

  it('when the operator retries its upload by hand', async () => {
    const app = createTestBroadcasts()
    app.contacts(app.accountId, ['b', 'a'])
    const id = await app.start({ text: '', files: [1] })
    for (const n of [0, 1]) {
      await app.session.uploads[n]?.end({ kind: 'refused', serverText: null })
      await app.clock.advance(60_000)
    }
    await app.broadcasts.retry(id, false)
    app.outbox.retry(app.messageOf(id, 1))
    await app.carryOn()
    expect(sentTo(app, 'b')).toBe(1)
  })
})

it('a retry in the outbox is taken back when a copy proves that the first one arrived', async () => {
  const app = createTestBroadcasts()
  app.contacts(app.accountId, ['a'])
  const id = await app.start()
  await app.untilSends(1)
  await app.session.last.answer(LOST)
  const first = app.messageOf(id, 0)
  await app.broadcasts.retry(id, true)
  settleEcho(app.stores, first, '31')
  app.broadcasts.messagesChanged(app.accountId, [first])
  await app.clock.advance(60_000)
  expect(app.session.sends).toHaveLength(1)
  expect(app.ledger(id)).toEqual(['a: accepted'])
})

it('what an earlier try may have brought is not forgotten when the retry is refused', async () => {
  const app = createTestBroadcasts()
  app.contacts(app.accountId, ['a'])
  const id = await app.start()
  await app.untilSends(1)
  await app.session.last.answer(LOST)
  await app.broadcasts.retry(id, true)
  await app.untilSends(2)
  await app.session.last.answer(REFUSED)
  expect(app.ledger(id)).toEqual(['a: unconfirmed'])
  expect(formerPeople(app.lines(id), 'unreached')).toEqual(new Set())
  app.write({ from: 'a@im.wechat' })
  await expect(app.broadcasts.retry(id, false)).rejects.toThrow('broadcast-nothing-failed')
})

it('a restored retry may have been made elsewhere', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'linkboard-retry-'))
  try {
    const file = path.join(folder, 'linkboard.db')
    const app = createTestBroadcasts(file)
    app.contacts(app.accountId, ['a'])
    const id = await app.start()
    await app.untilSends(1)
    await app.session.last.answer(REFUSED)
    app.write({ from: 'a@im.wechat' })
    app.session.block(app.accountId)
    await app.broadcasts.retry(id, false)
    settleRestoredBroadcasts(app.database, app.clock.now())
    settleRestoredOutbox(app.database)
    const next = createTestBroadcasts(file, (before) => before.outbox.settleInterrupted())
    expect(next.ledger(id)).toEqual(['a: unconfirmed'])
    expect(formerPeople(next.lines(id), 'unreached')).toEqual(new Set())
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

it('nobody is unreached whose message is still to come', async () => {
  const app = createTestBroadcasts()
  app.contacts(app.accountId, ['b', 'a'])
  const id = await app.start()
  app.broadcasts.pause(id)
  const rest = app.broadcasts.drafts.repeat(id, 'unreached')
  expect(app.plan({ choice: app.stores.broadcasts.choiceOf(rest) }).included).toEqual([])
})

it('goes through the accounts that can be used, and leaves the others as they are', async () => {
  const app = createTestBroadcasts()
  const accounts = ['p', 'q', 'r', 's'].map((name) => app.anotherAccount(name))
  for (const [index, account] of accounts.entries()) app.contacts(account, [`a${index}`, `b${index}`])
  const id = await app.start()
  await app.untilSends(4)
  const last = accounts[3]
  for (const send of app.session.sends) await send.answer(send.accountId === last ? REFUSED : RATE_LIMITED)
  app.broadcasts.resume(id)
  await app.clock.advance(5_000)
  await app.session.last.answer(accepted('999'))
  for (const name of ['a3', 'b3']) app.write({ from: `${name}@im.wechat` }, last)
  await app.broadcasts.retry(id, false)
  expect(app.stateOf(id)).toBe('running')
  await app.carryOn()
  expect(app.ledger(id).filter((line) => line.includes('refused'))).toHaveLength(3)
})

it('asks only for the files that it needs', async () => {
  const app = createTestBroadcasts()
  app.contacts(app.accountId, ['a'])
  const id = await app.start({ text: 'list', files: [1] })
  await app.untilSends(1)
  await app.session.last.answer(LOST)
  await app.session.uploads[0]?.end(uploaded(0))
  await app.untilSends(2)
  await app.session.last.answer(accepted('7'))
  app.gone.add('1'.padStart(64, '0'))
  await app.broadcasts.retry(id, true)
  expect(app.stateOf(id)).toBe('running')
})

it('what turns out to have arrived when a retry of it was refused is accepted, and never sent again', async () => {
  const app = createTestBroadcasts()
  app.contacts(app.accountId, ['a'])
  const id = await app.start()
  await app.untilSends(1)
  await app.session.last.answer(LOST)
  const first = app.messageOf(id)
  await app.broadcasts.retry(id, true)
  await app.untilSends(2)
  await app.session.last.answer(REFUSED)
  settleEcho(app.stores, first, '31')
  app.broadcasts.messagesChanged(app.accountId, [first])
  expect(app.ledger(id)).toEqual(['a: accepted'])
  app.write({ from: 'a@im.wechat' })
  await expect(app.broadcasts.retry(id, true)).rejects.toThrow('broadcast-nothing-failed')
})

it('one that is taken back lets the failed message count again in the same commit, and windows are told', async () => {
  const app = createTestBroadcasts()
  app.contacts(app.accountId, ['a'])
  const id = await app.start()
  await app.untilSends(1)
  await app.session.last.answer(LOST)
  const first = app.messageOf(id)
  await app.broadcasts.retry(id, true)
  expect(app.message(first)?.resolution).toBe('sent-again')
  app.following.isOn = false
  app.events.told.length = 0
  app.outbox.cancel(app.messageOf(id))
  expect(app.message(first)?.resolution).toBeNull()
  expect(app.events.of('sends-changed').flatMap(({ messageIds }) => messageIds)).toContain(first)
})

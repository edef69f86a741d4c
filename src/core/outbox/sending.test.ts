import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { OTHER_USER } from '#core/inbox/testing.ts'
import type { Database } from '#core/storage/database.ts'
import { settle } from '#core/testing/settle.ts'
import { accepted, createTestOutbox, LOST, NOT_SENT, RATE_LIMITED, REFUSED, STALE } from './testing.ts'

/** Makes every commit that settles a send fail, until the returned function is called. */
function breakSettling(database: Database): () => void {
  database
    .sql(
      `CREATE TEMP TRIGGER broken BEFORE UPDATE OF send_state ON messages WHEN OLD.send_state = 'sending'
       BEGIN SELECT RAISE(ABORT, 'broken for a test'); END`,
    )
    .run()
  return () => database.sql('DROP TRIGGER broken').run()
}

describe('P3: one client id and one item for life', () => {
  it('an item that never left goes out again unchanged, with a newer token if there is one', async () => {
    const app = createTestOutbox()
    app.write({ token: 'old' })
    const id = await app.sendOne('你好 \u{1f44d}\n"quoted"')
    await app.session.last.answer(NOT_SENT)
    app.write({ token: 'new' })
    await app.clock.advance(2000)
    const [first, again] = app.session.sends
    expect(again?.message).toEqual({ ...first?.message, contextToken: 'new' })
    expect(again?.message.item).toEqual({ type: 1, text_item: { text: '你好 \u{1f44d}\n"quoted"' } })
    await app.session.last.answer(accepted('900'))
    expect(app.state(id)).toBe('accepted')
    expect(app.session.sends).toHaveLength(2)
  })

  it('the item is stored before the first attempt', async () => {
    const app = createTestOutbox()
    app.write()
    app.session.block(app.accountId)
    const id = await app.sendOne('stored first')
    expect(app.repository.get(id)?.item).toBe('{"type":1,"text_item":{"text":"stored first"}}')
    expect(app.session.sends).toEqual([])
  })

  it('an unknown outcome is never sent again by itself', async () => {
    const app = createTestOutbox()
    app.write()
    const id = await app.sendOne('once')
    await app.session.last.answer(LOST)
    app.write()
    await app.clock.advance(7_200_000)
    app.outbox.wake(app.accountId)
    await settle()
    expect(app.session.sends).toHaveLength(1)
    expect(app.state(id)).toBe('unconfirmed: answer-lost')
  })

  it('a send that breaks is unconfirmed too, and what is behind it goes on', async () => {
    const app = createTestOutbox()
    app.write()
    const id = await app.sendOne('breaks')
    await app.send('next')
    await app.session.last.fail(new Error('out of the blue'))
    expect(app.state(id)).toBe('unconfirmed: answer-lost')
    expect(app.failures).toHaveLength(1)
    await app.clock.advance(1500)
    expect(app.session.sends).toHaveLength(2)
  })

  it('the pace is counted from an answer, so that it is never quicker at the server', async () => {
    const app = createTestOutbox()
    app.write()
    await app.send('first')
    await app.send('second')
    await app.clock.advance(1000)
    await app.session.last.answer(accepted('901'))
    await app.clock.advance(1499)
    expect(app.session.sends).toHaveLength(1)
    await app.clock.advance(1)
    expect(app.session.sends).toHaveLength(2)
  })

  it('retries of what never left get rarer and begin anew after a success', async () => {
    const app = createTestOutbox()
    app.write()
    await app.send('patient')
    for (const gap of [2000, 4000, 8000, 16_000, 30_000, 30_000]) {
      const { at } = app.session.last
      await app.session.last.answer(NOT_SENT)
      await app.clock.advance(gap)
      expect(app.session.last.at - at).toBe(gap)
    }
    await app.send('next')
    await app.session.last.answer(accepted('900'))
    await app.clock.advance(1500)
    const { at } = app.session.last
    await app.session.last.answer(NOT_SENT)
    await app.clock.advance(2000)
    expect(app.session.last.at - at).toBe(2000)
  })
})

describe('order and pace', () => {
  it('sends a conversation in order, one at a time', async () => {
    const app = createTestOutbox()
    app.write()
    const ids = [await app.sendOne('1'), await app.sendOne('2'), await app.sendOne('3')]
    expect(app.session.sends).toHaveLength(1)
    await app.clock.advance(60_000)
    expect(app.session.sends).toHaveLength(1)
    for (const n of [0, 1, 2]) {
      await app.session.last.answer(accepted(`90${n}`))
      await app.clock.advance(1500)
    }
    expect(app.session.clientIds).toEqual(ids.map((id) => app.repository.get(id)?.clientId))
  })

  it('keeps at least 1.5 s between sends of an account, over all its conversations', async () => {
    const app = createTestOutbox()
    app.write()
    app.write({ from: OTHER_USER })
    await app.send('one')
    await app.send('two', { to: app.conversationWith(OTHER_USER) })
    await app.session.last.answer(accepted('900'))
    await app.clock.advance(1499)
    expect(app.session.sends).toHaveLength(1)
    await app.clock.advance(1)
    expect(app.session.sends).toHaveLength(2)
    expect(app.session.last.message.toUserId).toBe(OTHER_USER)
  })

  it('accounts do not wait for each other', async () => {
    const app = createTestOutbox()
    const other = app.bindAccount('other@im.bot')
    app.write()
    app.write({}, other)
    await app.send('slow')
    await app.send('quick', { to: app.conversationWith(undefined, other) })
    expect(app.session.sends.map(({ accountId }) => accountId)).toEqual([app.accountId, other])
  })
})

describe('P5: rate limited', () => {
  it('pauses the account for 60 s, 10 min, then an hour at a time; its other messages go on by themselves', async () => {
    const app = createTestOutbox()
    app.write()
    for (const text of ['1', '2', '3', '4', '5']) await app.send(text)
    const times: number[] = []
    for (const pause of [60_000, 600_000, 3_600_000, 3_600_000]) {
      times.push(app.session.last.at)
      await app.session.last.answer(RATE_LIMITED)
      await app.clock.advance(pause - 1)
      expect(app.session.last.at).toBe(times.at(-1))
      await app.clock.advance(1)
      expect(app.session.last.at).toBe((times.at(-1) ?? 0) + pause)
    }
    expect(app.states().slice(0, 4)).toEqual(['1', '2', '3', '4'].map((t) => `${t} = refused: rate-limited`))
    await app.session.last.answer(accepted('900'))
    expect(app.states().at(-1)).toBe('5 = accepted')
  })

  it('begins with 60 s again after an accepted message, and says so to what is queued meanwhile', async () => {
    const app = createTestOutbox()
    app.write()
    for (const text of ['1', '2', '3']) await app.send(text)
    await app.session.last.answer(RATE_LIMITED)
    await app.clock.advance(60_000)
    await app.session.last.answer(accepted('900'))
    await app.clock.advance(1500)
    await app.session.last.answer(RATE_LIMITED)
    const late = await app.sendOne('4')
    expect(app.state(late)).toBe('queued: rate-limit-pause')
    await app.clock.advance(60_000)
    expect(app.session.sends).toHaveLength(4)
    expect(app.state(late)).toBe('sending')
  })

  it('leaves other accounts alone', async () => {
    const app = createTestOutbox()
    const other = app.bindAccount('other@im.bot')
    app.write()
    app.write({}, other)
    await app.send('limited')
    await app.session.last.answer(RATE_LIMITED)
    await app.send('free', { to: app.conversationWith(undefined, other) })
    expect(app.session.last.accountId).toBe(other)
  })
})

describe('the session', () => {
  it('a stale token waits for the session, then goes on with the same client id', async () => {
    const app = createTestOutbox()
    app.write()
    const id = await app.sendOne('waits')
    app.session.block(app.accountId)
    await app.session.last.answer(STALE)
    expect(app.state(id)).toBe('queued: session-stale')
    await app.clock.advance(600_000)
    expect(app.session.sends).toHaveLength(1)
    app.session.unblock(app.accountId)
    app.outbox.wake(app.accountId)
    await settle()
    expect(new Set(app.session.clientIds).size).toBe(1)
    expect(app.session.sends).toHaveLength(2)
  })

  it('a session that comes back in the very turn a sender gives up is not missed', async () => {
    const app = createTestOutbox()
    app.write()
    app.session.onFresh = async () => {
      app.session.onFresh = () => Promise.resolve()
      app.session.block(app.accountId)
      queueMicrotask(() => {
        app.session.unblock(app.accountId)
        app.outbox.wake(app.accountId)
      })
    }
    await app.send('now')
    expect(app.session.sends).toHaveLength(1)
  })

  it('P7: makes sure of the newest token first, and uses it', async () => {
    const app = createTestOutbox()
    app.write({ token: 'old' })
    app.session.onFresh = async () => app.write({ token: 'newest' })
    await app.send('fresh')
    expect(app.session.fresh).toEqual([app.accountId])
    expect(app.session.last.message.contextToken).toBe('newest')
  })

  it('P7: a message cancelled while that is awaited is not sent', async () => {
    const app = createTestOutbox()
    app.write()
    const { promise, resolve } = Promise.withResolvers<void>()
    app.session.onFresh = () => promise
    const id = await app.sendOne('never mind')
    app.outbox.cancel(id)
    resolve()
    await settle()
    expect(app.session.sends).toEqual([])
    expect(app.state(id)).toBe('cancelled')
  })

  it('P6: a queued message does not go to a new binding before the contact has written to it', async () => {
    const app = createTestOutbox()
    app.write()
    app.session.block(app.accountId)
    const id = await app.sendOne('queued')
    app.accounts.bind(app.accountId, { botId: 'new@im.bot', baseUrl: 'https://x.test', ownerUserId: null })
    app.session.unblock(app.accountId)
    app.outbox.wake(app.accountId)
    await settle()
    expect(app.session.sends).toEqual([])
    expect(app.state(id)).toBe('waiting-for-contact: never-written')
    expect(app.summary().waitingOffered).toBe(false)
  })

  it('a message whose window closed while it was queued waits and is not offered yet', async () => {
    const app = createTestOutbox()
    app.write()
    app.session.block(app.accountId)
    const id = await app.sendOne('too late')
    await app.clock.advance(24 * 3_600_000)
    app.session.unblock(app.accountId)
    app.outbox.wake(app.accountId)
    await settle()
    expect(app.state(id)).toBe('waiting-for-contact: window-closed')
    expect(app.summary()).toMatchObject({ waiting: 1, waitingOffered: false, sentSinceInbound: 0 })
    app.write()
    expect(app.summary().waitingOffered).toBe(true)
    expect(app.session.sends).toEqual([])
  })
})

describe('P15: quitting and crashing', () => {
  it('quitting lets an answer under way come in, and sends nothing more', async () => {
    const app = createTestOutbox()
    app.write()
    const first = await app.sendOne('under way')
    const second = await app.sendOne('stays queued')
    const { promise } = Promise.withResolvers<void>()
    const stopped = app.outbox.stop(promise)
    await app.session.last.answer(accepted('900'))
    await stopped
    expect(app.state(first)).toBe('accepted')
    expect(app.state(second)).toBe('queued')
    app.outbox.wake(app.accountId)
    await app.clock.advance(600_000)
    expect(app.session.sends).toHaveLength(1)
    expect(app.clock.pending).toBe(0)
  })

  it('quitting gives an answer up after the grace, and the message is unconfirmed', async () => {
    const app = createTestOutbox()
    app.write()
    const id = await app.sendOne('under way')
    const send = app.session.last
    send.signal.addEventListener('abort', () => void send.answer(LOST))
    await app.outbox.stop(Promise.resolve())
    expect(send.signal.aborted).toBe(true)
    expect(app.state(id)).toBe('unconfirmed: answer-lost')
  })

  it('after a crash, a send under way is unconfirmed and never sent again; the queue goes on', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'linkboard-outbox-'))
    const file = path.join(folder, 'a.db')
    const crashed = createTestOutbox(file)
    crashed.write()
    const underWay = await crashed.sendOne('under way')
    const queued = await crashed.sendOne('queued')
    const { clientId } = crashed.repository.get(queued) ?? {}

    const app = createTestOutbox(file)
    app.outbox.settleInterrupted()
    app.outbox.start()
    await settle()
    expect(app.state(underWay)).toBe('unconfirmed: interrupted')
    expect(app.session.clientIds).toEqual([clientId])
    expect(app.session.last.message.contextToken).toBe('token-1001')
    await app.session.last.answer(accepted('900'))
    await app.clock.advance(600_000)
    expect(app.session.sends).toHaveLength(1)
    expect(app.summary()).toMatchObject({ sentSinceInbound: 2, failed: 0, unconfirmed: 1 })
    crashed.database.close()
    app.database.close()
    rmSync(folder, { recursive: true })
  })

  it('a pause after "rate limited" goes on after a restart', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'linkboard-outbox-'))
    const file = path.join(folder, 'a.db')
    const before = createTestOutbox(file)
    before.write()
    await before.send('limited')
    await before.send('later')
    await before.session.last.answer(RATE_LIMITED)
    await before.outbox.stop(Promise.resolve())

    const app = createTestOutbox(file)
    app.outbox.settleInterrupted()
    app.outbox.start()
    await app.clock.advance(59_999)
    expect(app.session.sends).toHaveLength(0)
    await app.clock.advance(1)
    expect(app.session.sends).toHaveLength(1)
    before.database.close()
    app.database.close()
    rmSync(folder, { recursive: true })
  })

  it('an answer that cannot be stored is stored later, and the message is not sent twice', async () => {
    const app = createTestOutbox()
    app.write()
    const id = await app.sendOne('once')
    const repair = breakSettling(app.database)
    await app.session.last.answer(accepted('900'))
    await app.clock.advance(20_000)
    expect(app.state(id)).toBe('sending')
    expect(app.failures.length).toBeGreaterThan(1)
    repair()
    await app.clock.advance(5_000)
    expect(app.state(id)).toBe('accepted')
    expect(app.session.sends).toHaveLength(1)
    expect(app.summary().sentSinceInbound).toBe(1)
  })

  it('a refusal that cannot be stored holds the queue back until it is', async () => {
    const app = createTestOutbox()
    app.write()
    await app.send('refused')
    await app.send('behind')
    const repair = breakSettling(app.database)
    await app.session.last.answer(REFUSED)
    await app.clock.advance(20_000)
    expect(app.session.sends).toHaveLength(1)
    repair()
    await app.clock.advance(5_000)
    expect(app.states()).toEqual([
      'refused = refused: stale-context',
      'behind = waiting-for-contact: behind-refused',
    ])
    expect(app.session.sends).toHaveLength(1)
  })
})

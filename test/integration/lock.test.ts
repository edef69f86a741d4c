import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ANSWERED_WHILE_LOCKED } from '#core/lock/gate.ts'
import { TestDesktop } from '#core/testing/desktop.ts'
import { contract, type RequestName } from '#shared/contract/index.ts'
import { TRIES_TO_KEEP_HISTORY } from '#shared/model/lock.ts'
import { AppHarness } from '../support/app-harness.ts'

const PASSPHRASE = 'open sesame'
const SECRET = '老王要开增值税发票'
const ALL = Object.keys(contract) as RequestName[]

/** The product, signed in, with a message, and a passphrase that is set; not locked yet. */
describe('a locked product', { timeout: 20_000 }, () => {
  const desktop = new TestDesktop()
  let harness: AppHarness

  beforeEach(async () => {
    harness = await AppHarness.start({}, { desktop })
    await harness.signIn('shop')
    harness.simulator.world.inject({ account: 'shop', text: SECRET })
    await harness.until(({ conversations }) => conversations.some(({ last }) => last !== null))
    await harness.request('lock.set', { passphrase: PASSPHRASE })
  })
  afterEach(() => harness.end())

  async function conversation() {
    const [one] = (await harness.request('app.snapshot', undefined)).conversations
    if (one === undefined) throw new Error('no conversation')
    return one
  }

  it('refuses every request of the contract but those that say nothing of anybody', async () => {
    await harness.request('lock.now', undefined)
    expect(harness.pagesForgotten).toBe(1)
    const fresh = harness.app.connect()
    for (const window of [harness.window, fresh])
      for (const name of ALL.filter((one) => !ANSWERED_WHILE_LOCKED.includes(one)))
        expect([name, await window.request(name, undefined)]).toEqual([
          name,
          { ok: false, error: { code: 'locked' } },
        ])
    expect(ANSWERED_WHILE_LOCKED).toEqual([
      ...['lock.state', 'lock.now', 'lock.unlock', 'lock.forget'],
      ...['app.starting', 'app.painted', 'app.networkChanged'],
    ])
    const answers = await Promise.all(ANSWERED_WHILE_LOCKED.map((name) => fresh.request(name, undefined)))
    expect(JSON.stringify(answers)).not.toContain(SECRET)
    expect(await fresh.request('lock.state', undefined)).toEqual({
      ok: true,
      value: { state: 'locked', waitMs: 0, wrongTries: 0, isDamaged: false, theme: 'system', language: 'en' },
    })
    expect(await fresh.request('no.such.request', undefined)).toMatchObject({ error: { code: 'locked' } })
  })

  it('tells no window anything, and takes no file and serves none', async () => {
    const { id } = await conversation()
    const told: unknown[] = []
    harness.window.subscribe((batch) => void told.push(batch))
    await harness.request('app.watch', { conversationIds: [id] })
    await harness.request('lock.now', undefined)
    const before = told.length
    harness.simulator.world.inject({ account: 'shop', text: 'and another one' })
    await desktopRests()
    await stored(2)
    expect(told).toHaveLength(before)
    expect(
      await harness.app.stage({ kind: 'path', key: crypto.randomUUID(), path: '/etc/hostname' }),
    ).toEqual({
      ok: false,
      name: '',
      problem: 'cancelled',
    })
    const { serving } = harness.app
    expect([serving.media(1), await serving.voice(1), serving.staged(crypto.randomUUID())]).toEqual([
      null,
      null,
      null,
    ])
    await harness.request('lock.unlock', { passphrase: PASSPHRASE })
    expect((await conversation()).unread).toBe(2)
  })

  /** The desk outside the window shows nothing. */
  async function desktopRests(): Promise<void> {
    expect([desktop.onScreen.size, desktop.badge.count]).toEqual([0, 0])
    expect(JSON.stringify(desktop.tray)).not.toMatch(/shop|unread/iu)
  }

  /** So many messages are in the database, whoever may see them. */
  async function stored(count: number): Promise<void> {
    await expect
      .poll(() => harness.database.sql('SELECT count(*) AS n FROM messages').get()?.['n'])
      .toBe(count)
  }

  it('goes on sending what was queued', async () => {
    const { id } = await conversation()
    await harness.request('outbox.sendText', {
      conversationId: id,
      requestId: crypto.randomUUID(),
      text: 'sent behind the lock',
      force: false,
    })
    await harness.request('lock.now', undefined)
    await expect
      .poll(() => harness.simulator.world.phone({ account: 'shop' }).messages.length)
      .toBeGreaterThan(0)
  })

  it('keeps the last words that a page hands in while it goes, from that page alone and not behind the next lock (P14)', async () => {
    const { id } = await conversation()
    await harness.request('lock.now', undefined)
    const refused = { ok: false, error: { code: 'locked' } }
    expect(await harness.window.request('conversations.saveDraft', { id, text: 'last words' })).toEqual(
      refused,
    )
    const stranger = harness.app.connect()
    expect(await stranger.request('conversations.saveDraft', { id, text: 'not mine' })).toEqual(refused)
    await harness.request('lock.unlock', { passphrase: PASSPHRASE })
    expect((await conversation()).draft).toBe('last words')
    // the page of one lock is none of another
    harness.app.screenLocked()
    await harness.window.request('lock.unlock', { passphrase: PASSPHRASE })
    harness.app.screenLocked()
    expect(await harness.window.request('conversations.saveDraft', { id, text: 'long gone' })).toEqual(
      refused,
    )
    await harness.window.request('lock.unlock', { passphrase: PASSPHRASE })
    expect((await conversation()).draft).toBe('last words')
  })

  it('hands nothing out that was asked for before', async () => {
    const { id } = await conversation()
    const asked = harness.window.request('messages.page', { conversationId: id, limit: 50 })
    const found = harness.window.request('search.messages', { text: '发票', filter: {}, limit: 20 })
    harness.app.suspend()
    harness.app.resume()
    for (const answer of [await asked, await found]) expect(JSON.stringify(answer)).not.toContain(SECRET)
  })

  it('locks when the computer sleeps or its screen is locked, unless that is switched off', async () => {
    const { settings } = await harness.request('app.snapshot', undefined)
    harness.app.screenLocked()
    expect(harness.app.lockState()).toBe('locked')
    await harness.request('lock.unlock', { passphrase: PASSPHRASE })
    await harness.request('settings.update', {
      lock: { ...settings.lock, onScreenLock: false, onSleep: false },
    })
    harness.app.screenLocked()
    harness.app.suspend()
    harness.app.resume()
    expect(harness.app.lockState()).toBe('unlocked')
  })

  it('begins locked after every start, with the wrong tries of before', async () => {
    expect(await harness.request('lock.remove', { former: 'wrong' })).toEqual({ kind: 'wrong', waitMs: 0 })
    await harness.restart()
    expect(harness.app.lockState()).toBe('locked')
    expect(await harness.request('lock.state', undefined)).toMatchObject({ wrongTries: 1 })
    // behind the lock it receives as ever
    harness.simulator.world.inject({ account: 'shop', text: 'and another one' })
    await stored(2)
    expect(await harness.request('lock.unlock', { passphrase: PASSPHRASE })).toEqual({ kind: 'right' })
  })

  describe('whose passphrase is forgotten', () => {
    beforeEach(() => harness.request('lock.now', undefined))

    it('keeps the history only after many wrong tries, and signs everything out', async () => {
      const early = await harness.window.request('lock.forget', { history: 'keep' })
      expect(early).toEqual({ ok: false, error: { code: 'not-possible-now' } })
      const kept = harness.lockStore.read()
      harness.lockStore.write(kept === null ? null : { ...kept, wrongTries: TRIES_TO_KEEP_HISTORY })
      await harness.restart()
      await harness.request('lock.forget', { history: 'keep' })
      const { accounts, conversations, app } = await harness.request('app.snapshot', undefined)
      expect(accounts.map(({ state }) => state)).toEqual(['signed-out'])
      expect(JSON.stringify(conversations[0]?.last)).toContain(SECRET)
      expect(app.lock).toBe('off')
      const stops = harness.simulator.world.log({ call: 'notifystop' }).requests
      expect(stops.length).toBeGreaterThan(0)
      await harness.restart()
      expect(harness.app.lockState()).toBe('off')
    })

    it('begins with nothing at once, and stays locked until that is done', async () => {
      await harness.request('lock.forget', { history: 'delete' })
      expect(harness.startedAfresh).toBe(1)
      expect(harness.app.lockState()).toBe('locked')
    })

    it('has no such way while it is open', async () => {
      await harness.request('lock.unlock', { passphrase: PASSPHRASE })
      const refused = await harness.window.request('lock.forget', { history: 'delete' })
      expect(refused).toEqual({ ok: false, error: { code: 'not-possible-now' } })
    })
  })
})

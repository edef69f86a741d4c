import { describe, expect, it } from 'vitest'
import { settle } from '#core/testing/settle.ts'
import { sealToken } from './bound-token.ts'
import { API_URL, createTestAccounts } from './testing/accounts.ts'
import { CONFIRMED, OWNER, scanning } from './testing/sign-in.ts'

describe('the label of a code', () => {
  it('can be given to any code at any time, stays with the next one and is told to windows', async () => {
    const { signIns } = createTestAccounts()
    const first = signIns.start({ label: null, accountId: null })
    const second = signIns.start({ label: 'Mr Li', accountId: null })
    await settle()
    signIns.setLabel(first, '老王')
    signIns.newCode(first)
    signIns.setLabel(second, null)
    await settle()
    expect(signIns.list().map(({ label }) => label)).toEqual(['老王', null])
  })
})

describe('a confirmed sign-in', () => {
  it('P10: with a base URL that is not allowed stores nothing and sends the token nowhere', async () => {
    const { client, clock, say, signIn, store, vault } = await scanning()
    await say({ ...CONFIRMED, baseUrl: 'https://evil.example.invalid' })
    await clock.advance(60_000)
    expect(signIn()).toMatchObject({ status: 'not-allowed', ended: true })
    expect(store.list()).toHaveLength(0)
    expect(vault.tokens.size).toBe(0)
    expect(client.polls).toHaveLength(0)
    expect(client.notified).toHaveLength(0)
  })

  it('without a base URL lives on the configured server', async () => {
    const { say, store } = await scanning()
    await say({ ...CONFIRMED, baseUrl: null })
    expect(store.list()[0]?.baseUrl).toBe(API_URL)
  })

  it('heals the row that is signed in again, leaving its stale token out of the list', async () => {
    const app = createTestAccounts()
    const { client, clock, supervisor, signIns, hold, store, vault } = app
    const stale = hold('stale@im.bot', { owner: OWNER })
    const good = hold('good@im.bot')
    vault.tokens.delete(stale.id)
    supervisor.start()
    await clock.advance(2_000)
    vault.tokens.set(stale.id, sealToken(stale.binding, 'stale@im.bot:token'))
    signIns.start({ label: null, accountId: stale.id })
    await settle()
    expect(client.codes).toEqual([{ localTokens: ['good@im.bot:token'] }])
    expect(signIns.list()).toMatchObject([{ accountId: stale.id }])
    await client.statusPoll.answer(CONFIRMED)
    expect(signIns.list()).toMatchObject([{ status: 'signed-in', accountId: stale.id }])
    expect(store.rows.size).toBe(2)
    expect(store.get(stale.id)).toMatchObject({ botId: 'aaaabbbbcccc@im.bot', binding: 2 })
    expect(store.get(good.id)?.binding).toBe(1)
  })

  it('by another person than the row was for names the account that came of it', async () => {
    const { client, signIns, hold, store, supervisor } = createTestAccounts()
    const mine = hold('mine@im.bot')
    supervisor.start()
    signIns.start({ label: null, accountId: mine.id })
    await settle()
    await client.statusPoll.answer(CONFIRMED)
    const [signIn] = signIns.list()
    expect(signIn?.accountId).not.toBe(mine.id)
    expect(store.findByOwner(OWNER)?.id).toBe(signIn?.accountId)
    expect(store.get(mine.id)?.binding).toBe(1)
  })

  it('is stored though the code was taken off the screen at that moment', async () => {
    const { client, signIns, store, id } = await scanning()
    const answered = client.statusPoll.answer(CONFIRMED)
    await answered
    signIns.dismiss(id)
    await settle()
    expect(store.list()).toHaveLength(1)
    expect(client.openPolls).toHaveLength(1)
  })

  it('that cannot be stored fails in words', async () => {
    const { say, signIn, vault } = await scanning()
    vault.setError = new Error('no space')
    await say(CONFIRMED)
    expect(signIn()).toMatchObject({ status: 'failed', ended: true })
  })

  it('P9: never shows a token, and a code only where it is drawn', async () => {
    const { say, changes, clock } = await scanning()
    await say({ status: 'scaned' })
    await say(CONFIRMED)
    await clock.advance(1_000)
    const shown = JSON.stringify(changes)
    expect(shown).not.toContain('feed')
    expect(shown).not.toContain('key-1')
    expect(changes.at(-1)?.qrContent).toBe(null)
  })
})

describe('already connected', () => {
  it('names the account when only one is held', async () => {
    const { client, signIns, hold, supervisor } = createTestAccounts()
    const { id } = hold('one@im.bot')
    supervisor.start()
    await settle()
    signIns.start({ label: null, accountId: null })
    await settle()
    await client.statusPoll.answer({ status: 'binded_redirect' })
    expect(signIns.list()).toMatchObject([{ status: 'already-connected', accountId: id, ended: true }])
  })

  it('lists tokens newest first, at most ten, none of an account that is offline, signed out or on another host (P10)', async () => {
    const { client, clock, signIns, hold, store, supervisor } = createTestAccounts()
    for (let number = 1; number <= 12; number += 1) hold(`${number}@im.bot`)
    hold('13@im.bot', { baseUrl: 'https://evil.example.invalid' })
    hold('15@im.bot', { baseUrl: 'https://elsewhere.weixin.qq.com' })
    store.setSignedOut(hold('14@im.bot').id)
    supervisor.start()
    await clock.advance(2_000)
    signIns.start({ label: null, accountId: null })
    await settle()
    const expected = [12, 11, 10, 9, 8, 7, 6, 5, 4, 3].map((number) => `${number}@im.bot:token`)
    expect(client.codes).toEqual([{ localTokens: expected }])
  })
})

describe('several codes', () => {
  it('run side by side and end on their own', async () => {
    const { client, signIns, changes } = createTestAccounts()
    const first = signIns.start({ label: 'A', accountId: null })
    const second = signIns.start({ label: 'B', accountId: null })
    await settle()
    expect(signIns.list()).toMatchObject([
      { id: first, number: 1, label: 'A', status: 'waiting' },
      { id: second, number: 2, label: 'B', status: 'waiting' },
    ])
    await client.statusPolls[0]?.answer(CONFIRMED)
    expect(signIns.list()).toMatchObject([{ status: 'signed-in' }, { status: 'waiting' }])
    expect(changes.filter(({ id }) => id === second).map(({ status }) => status)).toEqual([
      'starting',
      'waiting',
    ])
  })

  it('a dismissed one aborts its poll at once and says nothing more', async () => {
    const { client, clock, signIns, removed, changes, id } = await scanning()
    const poll = client.statusPoll
    const count = changes.length
    signIns.dismiss(id)
    signIns.dismiss(id)
    expect(poll.isOpen).toBe(false)
    await clock.advance(700_000)
    expect(removed).toEqual([id])
    expect(changes).toHaveLength(count)
    expect(signIns.list()).toEqual([])
    expect(clock.pending).toBe(0)
  })

  it('a new code starts an ended attempt again in its place', async () => {
    const { client, signIns, signIn, id } = await scanning()
    await client.statusPoll.answer({ status: 'confirmed_incomplete', missing: 'ilink_bot_id' })
    signIns.newCode(id)
    await settle()
    expect(signIn()).toMatchObject({
      number: 1,
      status: 'waiting',
      ended: false,
      qrContent: expect.stringMatching(/2$/),
    })
    await client.statusPoll.answer(CONFIRMED)
    expect(() => signIns.newCode(id)).toThrow(expect.objectContaining({ code: 'not-possible-now' }))
  })

  it('a pairing code is refused unless it was asked for', async () => {
    const { signIns, id } = await scanning()
    expect(() => signIns.submitCode(id, '123456')).toThrow(
      expect.objectContaining({ code: 'not-possible-now' }),
    )
  })

  it('P9: none is shown while nobody has agreed to how tokens are kept', () => {
    const { client, signIns, vault } = createTestAccounts()
    vault.protectedBy = 'ask'
    expect(() => signIns.start({ label: null, accountId: null })).toThrow(
      expect.objectContaining({ code: 'vault-refused' }),
    )
    expect(client.codes).toHaveLength(0)
  })

  it('all end when the app quits', async () => {
    const { client, clock, signIns } = await scanning()
    signIns.stop()
    await settle()
    expect(client.statusPolls.some(({ isOpen }) => isOpen)).toBe(false)
    expect(clock.pending).toBe(0)
  })
})

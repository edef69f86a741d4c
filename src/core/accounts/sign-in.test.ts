import { describe, expect, it } from 'vitest'
import { IlinkTransportError } from '#core/ilink/errors.ts'
import { type LoginStatus, parseLoginStatus } from '#core/ilink/login-status.ts'
import type { SignIn } from '#shared/model/sign-in.ts'
import vectors from '../../../test/fixtures/ilink-vectors.json' with { type: 'json' }
import { settle } from './testing.ts'
import { API_URL, createTestAccounts, OTHER_HOST } from './testing-app.ts'

const OWNER = 'o9cq80_SynthUserAAAAAAAAAA01@im.wechat'
const TOKEN = 'aaaabbbbcccc@im.bot:0000000000000000000000000000feed'
const CONFIRMED: LoginStatus = {
  status: 'confirmed',
  botToken: TOKEN,
  botId: 'aaaabbbbcccc@im.bot',
  userId: OWNER,
  baseUrl: API_URL,
}

async function scanning(options: Parameters<typeof createTestAccounts>[0] = {}) {
  const app = createTestAccounts(options)
  const id = app.signIns.start({ label: null, accountId: null })
  await settle()
  const { client, clock } = app
  const signIn = (): SignIn => {
    const found = app.signIns.list().find((one) => one.id === id)
    if (found === undefined) throw new Error('dismissed')
    return found
  }
  /** Answers the open status poll and lets the pause before the next one pass. */
  const say = async (answer: LoginStatus | { status: 'wait' }) => {
    await client.statusPoll.answer(answer)
    await clock.advance(1_000)
  }
  return { ...app, id, signIn, say }
}

function vector(id: string) {
  const found = vectors.login_sequences.find((sequence) => sequence.id === id)
  if (found === undefined) throw new Error(`no vector ${id}`)
  return found.polls.map((poll) => parseLoginStatus(poll))
}

describe('the login sequences of the vectors', () => {
  it('login-plain: waits, is scanned, is signed in; the base URL is kept and the poll opens', async () => {
    const { client, say, signIn, store, changes } = await scanning()
    for (const answer of vector('login-plain')) await say(answer)
    expect(changes.map(({ status }) => status)).toEqual(['starting', 'waiting', 'scanned', 'signed-in'])
    const [row] = store.list()
    expect(row).toMatchObject({ botId: 'aaaabbbbcccc@im.bot', ownerUserId: OWNER, baseUrl: API_URL })
    expect(signIn()).toMatchObject({ status: 'signed-in', ended: true, accountId: row?.id, qrContent: null })
    expect(client.poll.request.account).toMatchObject({ baseUrl: API_URL, token: TOKEN })
  })

  it('login-code: asks, says the first code was wrong, takes the second', async () => {
    const { client, clock, say, signIn, signIns, id } = await scanning()
    const [wait, asked, askedAgain, scanned, confirmed] = vector('login-code')
    if (!wait || !asked || !askedAgain || !scanned || !confirmed) throw new Error('vector changed')
    await say(wait)
    await say(asked)
    expect(signIn()).toMatchObject({ status: 'need-code', renewsAt: null })
    expect(client.statusPolls.filter(({ isOpen }) => isOpen)).toHaveLength(0)
    signIns.submitCode(id, '000001')
    await settle()
    expect(client.statusPoll.request.verifyCode).toBe('000001')
    await say(askedAgain)
    expect(signIn().status).toBe('wrong-code')
    signIns.submitCode(id, ' 012345 ')
    await settle()
    expect(client.statusPoll.request.verifyCode).toBe('012345')
    await client.statusPoll.answer({ status: 'wait' })
    await clock.advance(1_000)
    expect(client.statusPoll.request.verifyCode).toBe('012345')
    await say(scanned)
    expect(signIn().status).toBe('scanned')
    expect(client.statusPoll.request.verifyCode).toBe(null)
    await say(confirmed)
    expect(signIn().status).toBe('signed-in')
  })

  it('login-code-blocked: drops the code, fetches a new QR and polls that', async () => {
    const { client, clock, signIn, signIns, id } = await scanning()
    const [asked, blocked, wait] = vector('login-code-blocked')
    if (!asked || !blocked || !wait) throw new Error('vector changed')
    await client.statusPoll.answer(asked)
    signIns.submitCode(id, '1')
    await settle()
    await client.statusPoll.answer(blocked)
    expect(client.codes).toHaveLength(2)
    expect(client.statusPoll.request).toMatchObject({ qrcode: 'key-2', verifyCode: null })
    expect(signIn()).toMatchObject({
      status: 'blocked',
      ended: false,
      qrContent: expect.stringMatching(/2$/),
    })
    await clock.advance(4_000)
    expect(signIn().status).toBe('waiting')
    await client.statusPoll.answer(wait)
    expect(signIn().ended).toBe(false)
  })

  it('login-redirect: polls the named host from then on; the account lives there', async () => {
    const { client, say, signIn, store } = await scanning({ allowedHosts: [OTHER_HOST] })
    const [wait, moved, confirmed] = vector('login-redirect')
    if (!wait || !moved || !confirmed) throw new Error('vector changed')
    await say(wait)
    expect(client.statusPoll.request.baseUrl).toBe(API_URL)
    await say(moved)
    expect(signIn().status).toBe('moved')
    expect(client.statusPoll.request.baseUrl).toBe(`https://${OTHER_HOST}`)
    await say(confirmed)
    expect(signIn().status).toBe('signed-in')
    expect(store.list()[0]?.baseUrl).toBe(`https://${OTHER_HOST}`)
  })

  it('P10: login-redirect to a host that is not allowed ends in words, and that host gets no request', async () => {
    const { client, clock, say, signIn } = await scanning()
    const [wait, moved] = vector('login-redirect')
    if (!wait || !moved) throw new Error('vector changed')
    await say(wait)
    await say(moved)
    await clock.advance(600_000)
    expect(signIn()).toMatchObject({ status: 'not-allowed', ended: true, qrContent: null })
    expect(client.statusPolls).toHaveLength(2)
    expect(client.statusPolls.every(({ request }) => request.baseUrl === API_URL)).toBe(true)
  })

  it('login-redirect-nohost: stays on the same host', async () => {
    const { client, say, signIn } = await scanning()
    for (const answer of vector('login-redirect-nohost')) await say(answer)
    expect(client.statusPoll.request.baseUrl).toBe(API_URL)
    expect(signIn().ended).toBe(false)
  })

  it('login-already: a success that stores nothing', async () => {
    const { say, signIn, store, vault } = await scanning()
    for (const answer of vector('login-already')) await say(answer)
    expect(signIn()).toMatchObject({ status: 'already-connected', ended: true })
    expect(store.list()).toHaveLength(0)
    expect(vault.tokens.size).toBe(0)
  })

  it('login-expired: two new codes, the third expiry ends the attempt', async () => {
    const { client, clock, signIn } = await scanning()
    for (const answer of vector('login-expired')) {
      expect(signIn().ended).toBe(false)
      await client.statusPoll.answer(answer)
    }
    await clock.advance(60_000)
    expect(client.codes).toHaveLength(3)
    expect(signIn()).toMatchObject({ status: 'expired', ended: true, qrContent: null })
  })

  it('login-noid: fails and stores nothing', async () => {
    const { say, signIn, store, vault } = await scanning()
    for (const answer of vector('login-noid')) await say(answer)
    expect(signIn()).toMatchObject({ status: 'failed', ended: true, accountId: null })
    expect(store.list()).toHaveLength(0)
    expect(vault.tokens.size).toBe(0)
  })

  it('login-unknown: counts as waiting, and is told to the log', async () => {
    const { say, signIn, unknownStatuses } = await scanning()
    for (const answer of vector('login-unknown')) await say(answer)
    expect(signIn()).toMatchObject({ status: 'waiting', ended: false })
    expect(unknownStatuses).toEqual(['some_future_status'])
  })
})

describe('a sign-in code', () => {
  it('tells when it was made and when it will be replaced', async () => {
    const { clock, signIn } = await scanning()
    expect(signIn()).toMatchObject({
      number: 1,
      qrContent: 'https://liteapp.weixin.qq.com/q/1',
      issuedAt: clock.now(),
      renewsAt: clock.now() + 80_000,
    })
  })

  it('is replaced after 80 s of waiting, as often as it takes, until ten minutes are over', async () => {
    const { client, clock, signIn } = await scanning()
    await clock.advance(79_999)
    expect(client.codes).toHaveLength(1)
    const old = client.statusPoll
    await clock.advance(1)
    expect(old.isOpen).toBe(false)
    expect(client.statusPoll.request.qrcode).toBe('key-2')
    expect(signIn()).toMatchObject({ status: 'waiting', issuedAt: clock.now() })
    await clock.advance(80_000 * 6)
    expect(client.codes).toHaveLength(8)
    await clock.advance(40_000)
    expect(signIn()).toMatchObject({ status: 'expired', ended: true })
    expect(clock.pending).toBe(0)
  })

  it('that is dead is not shown while the next one is made', async () => {
    const { client, changes } = await scanning()
    await client.statusPoll.answer({ status: 'expired' })
    expect(changes.slice(-2)).toMatchObject([
      { status: 'expired', qrContent: null, renewsAt: null, ended: false },
      { status: 'expired', qrContent: expect.stringMatching(/2$/), ended: false },
    ])
  })

  it('is never replaced once it was scanned', async () => {
    const { client, clock, say } = await scanning()
    await say({ status: 'scaned' })
    await clock.advance(200_000)
    expect(client.codes).toHaveLength(1)
  })

  it('is replaced in time by a server that answers every poll at once', async () => {
    const { client, clock } = await scanning()
    for (let second = 0; second < 90; second += 1) {
      await client.statusPoll.answer({ status: 'wait' })
      await clock.advance(1_000)
    }
    expect(client.codes).toHaveLength(2)
    expect(client.statusPoll.request.qrcode).toBe('key-2')
  })

  it('stays on screen while no new one can be had', async () => {
    const { client, clock, signIn } = await scanning()
    client.codeError = new IlinkTransportError({
      endpoint: 'get_bot_qrcode',
      kind: 'network',
      delivery: 'not-sent',
    })
    await clock.advance(80_000)
    expect(signIn()).toMatchObject({ status: 'unreachable', qrContent: expect.stringMatching(/1$/) })
    client.codeError = null
    await client.statusPoll.answer({ status: 'wait' })
    expect(signIn().status).toBe('waiting')
    await clock.advance(11_000)
    expect(signIn()).toMatchObject({ status: 'waiting', qrContent: expect.stringMatching(/3$/) })
  })

  it('counts renewals neither as expiries nor against them', async () => {
    const { client, clock, signIn } = await scanning()
    await clock.advance(160_000)
    await client.statusPoll.answer({ status: 'expired' })
    await client.statusPoll.answer({ status: 'verify_code_blocked' })
    expect(signIn().ended).toBe(false)
    await client.statusPoll.answer({ status: 'expired' })
    expect(signIn()).toMatchObject({ status: 'expired', ended: true })
  })

  it('pauses a second between polls', async () => {
    const { client, clock } = await scanning()
    await client.statusPoll.answer({ status: 'wait' })
    await clock.advance(999)
    expect(client.statusPolls).toHaveLength(1)
    await clock.advance(1)
    expect(client.statusPolls).toHaveLength(2)
  })

  it('is looked after while the operator is asked for a pairing code', async () => {
    const { client, clock, signIn } = await scanning()
    await client.statusPoll.answer({ status: 'need_verifycode' })
    await clock.advance(60_000)
    await client.statusPoll.answer({ status: 'need_verifycode' })
    expect(signIn().status).toBe('need-code')
    await clock.advance(60_000)
    await client.statusPoll.answer({ status: 'expired' })
    expect(client.statusPoll.request.qrcode).toBe('key-2')
  })

  it('takes a pairing code typed in the very moment of the question', async () => {
    const app = createTestAccounts()
    const { client, signIns } = app
    const id = signIns.start({ label: null, accountId: null })
    await settle()
    const asked = app.nextChange()
    const answered = client.statusPoll.answer({ status: 'need_verifycode' })
    await asked
    signIns.submitCode(id, '123456')
    await answered
    expect(client.statusPoll.request.verifyCode).toBe('123456')
  })

  it('takes a pairing code also while it is being looked after', async () => {
    const { client, clock, signIns, id } = await scanning()
    await client.statusPoll.answer({ status: 'need_verifycode' })
    await clock.advance(60_000)
    signIns.submitCode(id, '123456')
    await settle()
    expect(client.statusPolls.filter(({ isOpen }) => isOpen)).toHaveLength(1)
    expect(client.statusPoll.request.verifyCode).toBe('123456')
  })
})

describe('a server that does not answer', () => {
  const failure = new IlinkTransportError({
    endpoint: 'get_qrcode_status',
    kind: 'network',
    delivery: 'unknown',
  })

  it('shows after three failed polls in a row, and recovers by itself', async () => {
    const { client, clock, say, signIn } = await scanning()
    await say({ status: 'scaned' })
    for (let poll = 1; poll <= 3; poll += 1) {
      expect(signIn().status).toBe('scanned')
      await client.statusPoll.fail(failure)
      await clock.advance(1_000)
    }
    expect(signIn()).toMatchObject({ status: 'unreachable', ended: false })
    await say({ status: 'wait' })
    expect(signIn().status).toBe('scanned')
  })

  it('is asked again for a first code, ever more slowly', async () => {
    const { client, clock, signIns, vault } = createTestAccounts()
    client.codeError = failure
    const id = signIns.start({ label: 'Front desk', accountId: null })
    await settle()
    expect(signIns.list()).toMatchObject([
      { id, label: 'Front desk', status: 'unreachable', qrContent: null },
    ])
    await clock.advance(2_000 + 4_000 + 8_000)
    expect(client.codes).toHaveLength(4)
    client.codeError = null
    await clock.advance(16_000)
    expect(signIns.list()).toMatchObject([{ status: 'waiting' }])
    expect(vault.tokens.size).toBe(0)
  })

  it('P10: a configured server that is not allowed ends the attempt', async () => {
    const { client, signIns } = createTestAccounts()
    client.codeError = new IlinkTransportError({
      endpoint: 'get_bot_qrcode',
      kind: 'forbidden-host',
      delivery: 'not-sent',
    })
    signIns.start({ label: null, accountId: null })
    await settle()
    expect(signIns.list()).toMatchObject([{ status: 'not-allowed', ended: true }])
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
    vault.tokens.set(stale.id, 'stale@im.bot:token')
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

  it('lists tokens newest first, at most ten, none of an account that is offline or signed out', async () => {
    const { client, clock, signIns, hold, store, supervisor } = createTestAccounts()
    for (let number = 1; number <= 12; number += 1) hold(`${number}@im.bot`)
    hold('13@im.bot', { baseUrl: 'https://evil.example.invalid' })
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

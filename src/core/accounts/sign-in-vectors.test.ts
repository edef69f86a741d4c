import { describe, expect, it } from 'vitest'
import { parseLoginStatus } from '#core/ilink/login-status.ts'
import { settle } from '#core/testing/settle.ts'
import vectors from '../../../test/fixtures/ilink-vectors.json' with { type: 'json' }
import { API_URL, OTHER_HOST } from './testing/accounts.ts'
import { OWNER, scanning, TOKEN } from './testing/sign-in.ts'

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

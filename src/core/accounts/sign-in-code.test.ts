import { describe, expect, it } from 'vitest'
import { IlinkTransportError } from '#core/ilink/errors.ts'
import { settle } from '#core/testing/settle.ts'
import { createTestAccounts } from './testing/accounts.ts'
import { scanning } from './testing/sign-in.ts'

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

  it.each([3_600_000, -72 * 3_600_000])(
    'P19: is replaced after 80 s also where the clock is set by %i ms',
    async (setBy) => {
      const { client, clock } = await scanning()
      await clock.advance(40_000)
      clock.set(setBy)
      await client.statusPoll.answer({ status: 'wait' })
      await clock.advance(39_999)
      expect(client.codes).toHaveLength(1)
      await clock.advance(1)
      expect(client.codes).toHaveLength(2)
    },
  )

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

  it('that could not be made is asked for at once when the way to the server is another', async () => {
    const app = createTestAccounts()
    const refused = { endpoint: 'get_bot_qrcode', kind: 'network', delivery: 'not-sent' } as const
    app.client.codeError = new IlinkTransportError(refused)
    app.signIns.start({ label: null, accountId: null })
    await app.clock.advance(60_000)
    expect(app.signIns.list()).toMatchObject([{ status: 'unreachable' }])
    app.client.codeError = null
    app.signIns.tryNow()
    await settle()
    expect(app.signIns.list()).toMatchObject([{ status: 'waiting' }])
    app.signIns.stop()
  })
})

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Simulator } from './index.ts'
import { startSimulator } from './index.ts'
import { ManualTimers, TestClient, until } from './test-client.ts'

const minute = 60_000

describe('signing in by QR code', () => {
  let sim: Simulator
  let timers: ManualTimers
  let client: TestClient

  beforeEach(async () => {
    timers = new ManualTimers()
    sim = await startSimulator({ seed: 1, timers })
    sim.world.addAccount({ account: 'shop', userId: 'o9cq80Shop@im.wechat' })
    client = new TestClient(sim.url)
  })
  afterEach(() => sim.close())

  it('gives a code by POST with and without body and by GET, its content a URL to be drawn', async () => {
    const answers = await Promise.all([
      client.post('get_bot_qrcode?bot_type=3', { local_token_list: [] }),
      client.raw('get_bot_qrcode?bot_type=3', { method: 'POST' }),
      client.raw('get_bot_qrcode?bot_type=3', {}),
      client.raw('get_bot_qrcode?bot_type=3', { headers: { Authorization: 'Bearer nobody' } }),
    ])
    for (const { status, json } of answers) {
      expect(status).toBe(200)
      expect(json['ret']).toBe(0)
      expect(json['qrcode_img_content']).toBe(
        `https://liteapp.weixin.qq.com/q/${String(json['qrcode_img_content']).split('/')[4]?.slice(0, 8)}?qrcode=${json['qrcode']}&bot_type=3`,
      )
    }
    expect(new Set(answers.map(({ json }) => json['qrcode'])).size).toBe(4)
  })

  it('holds the status, answers a scan at once and a confirmation with fresh credentials', async () => {
    const qrcode = await client.newCode()
    const first = client.status(qrcode)
    await until(() => timers.waiting === 1)
    sim.world.scan({ account: 'shop' })
    expect((await first).json).toEqual({ ret: 0, status: 'scaned' })

    const second = client.status(qrcode)
    await until(() => timers.waiting === 1)
    sim.world.confirm({})
    const { json } = await second
    expect(json).toMatchObject({
      status: 'confirmed',
      ilink_user_id: 'o9cq80Shop@im.wechat',
      baseurl: sim.url,
    })
    expect(json['ilink_bot_id']).toMatch(/^[0-9a-f]{12}@im\.bot$/)
    expect(json['bot_token']).toMatch(new RegExp(`^${json['ilink_bot_id']}:[0-9a-f]{32}$`))
    expect(sim.world.violations().violations).toEqual([])
  })

  it('answers wait when the hold is over and nothing changed', async () => {
    const polled = client.status(await client.newCode())
    await until(() => timers.waiting === 1)
    timers.pass(30_000)
    expect((await polled).json).toEqual({ ret: 0, status: 'wait' })
  })

  it('tells a status again when its answer was never received', async () => {
    const qrcode = await client.newCode()
    sim.world.scan({ account: 'shop' })
    sim.world.fault({ call: 'get_qrcode_status', kind: 'empty' })
    expect((await client.status(qrcode)).text).toBe('')
    expect((await client.status(qrcode)).json['status']).toBe('scaned')
  })

  it('lets a code die after two minutes of the settable clock', async () => {
    const qrcode = await client.newCode()
    const polled = client.status(qrcode)
    await until(() => timers.waiting === 1)
    sim.world.advance({ ms: 2 * minute - 1000 })
    expect(timers.waiting).toBe(1)
    sim.world.advance({ ms: 1000 })
    expect((await polled).json).toEqual({ ret: 0, status: 'expired' })
    expect(() => sim.world.scan({ account: 'shop' })).toThrow('state expired')
  })

  it('lets a code die when told', async () => {
    const qrcode = await client.newCode()
    sim.world.expireQr({ qrcode })
    expect((await client.status(qrcode)).json['status']).toBe('expired')
  })

  it('asks again after a wrong code and goes on after the right one', async () => {
    const qrcode = await client.newCode()
    sim.world.needCode({ account: 'shop', code: '012345' })
    expect((await client.status(qrcode)).json['status']).toBe('need_verifycode')
    expect((await client.status(qrcode, '999999')).json['status']).toBe('need_verifycode')
    expect((await client.status(qrcode, '12345')).json['status']).toBe('need_verifycode')
    expect((await client.status(qrcode, ' 012345')).json['status']).toBe('scaned')
    sim.world.confirm({})
    expect((await client.status(qrcode, '012345')).json['status']).toBe('confirmed')
  })

  it('blocks a code after three wrong entries', async () => {
    const qrcode = await client.newCode()
    sim.world.needCode({ account: 'shop', code: '111111' })
    await client.status(qrcode, '1')
    await client.status(qrcode, '2')
    expect((await client.status(qrcode, '3')).json['status']).toBe('verify_code_blocked')
    expect((await client.status(qrcode, '111111')).json['status']).toBe('verify_code_blocked')
  })

  it('redirects to the second host name and tells the status only there', async () => {
    const qrcode = await client.newCode()
    sim.world.redirect({ account: 'shop' })
    expect((await client.status(qrcode)).json).toEqual({
      ret: 0,
      status: 'scaned_but_redirect',
      redirect_host: sim.redirectHost,
    })
    const there = `http://${sim.redirectHost}`
    expect((await client.status(qrcode, undefined, there)).json['status']).toBe('scaned')
    sim.world.confirm({})
    expect((await client.status(qrcode)).json['status']).toBe('scaned_but_redirect')
    expect(sim.world.violations().violations.map(({ rule }) => rule)).toEqual(['redirect-ignored'])
    expect((await client.status(qrcode, undefined, there)).json).toMatchObject({
      status: 'confirmed',
      baseurl: there,
    })
  })

  it('can redirect without naming a host: the status stays where it was', async () => {
    const qrcode = await client.newCode()
    sim.world.redirect({ account: 'shop', withoutHost: true })
    expect((await client.status(qrcode)).json).toEqual({ ret: 0, status: 'scaned_but_redirect' })
    sim.world.confirm({})
    expect((await client.status(qrcode)).json['status']).toBe('confirmed')
  })

  it('answers binded_redirect when a listed token is the live one of the scanning owner', async () => {
    const held = sim.world.addAccount({ account: 'shop', bound: true }).bound?.botToken ?? ''
    const qrcode = await client.newCode(['other@im.bot:00', held])
    expect(sim.world.scan({ account: 'shop' }).status).toBe('binded_redirect')
    expect((await client.status(qrcode)).json).toEqual({ ret: 0, status: 'binded_redirect' })
    expect(sim.world.confirm({}).botToken).toBeUndefined()
    expect((await new TestClient(sim.url, held).post('msg/notifystart', {})).json['ret']).toBe(0)
  })

  it('binds anew when the listed token is dead, and kills the earlier token of the same owner', async () => {
    const held = sim.world.addAccount({ account: 'shop', bound: true, stale: 'ret' }).bound?.botToken ?? ''
    await client.newCode()
    sim.world.scan({ account: 'shop' })
    const { botToken } = sim.world.confirm({})
    expect(botToken).not.toBe(held)
    expect((await new TestClient(sim.url, held).post('msg/notifystart', {})).json['ret']).toBe(-14)
    await client.newCode([held])
    expect(sim.world.scan({ account: 'shop' }).status).toBe('scaned')
  })

  it('names the base URL an account was given, a forbidden one, or none', async () => {
    const signIn = async (baseUrl: string | null | undefined, confirmWith?: string): Promise<unknown> => {
      sim.world.addAccount({ account: 'shop', ...(baseUrl === undefined ? {} : { baseUrl }) })
      const qrcode = await client.newCode()
      sim.world.scan({ account: 'shop' })
      sim.world.confirm(confirmWith === undefined ? {} : { baseUrl: confirmWith })
      return (await client.status(qrcode)).json['baseurl']
    }
    expect(await signIn(undefined)).toBe(sim.url)
    expect(await signIn('https://evil.example')).toBe('https://evil.example')
    expect(await signIn(null)).toBeUndefined()
    expect(await signIn(null, sim.url)).toBe(sim.url)
  })

  it('can leave out the bot id', async () => {
    const qrcode = await client.newCode()
    sim.world.scan({ account: 'shop' })
    sim.world.confirm({ withoutBotId: true })
    const { json } = await client.status(qrcode)
    expect(json['status']).toBe('confirmed')
    expect(json).not.toHaveProperty('ilink_bot_id')
  })

  it('puts a hostile host into a redirect or a confirmation when told', async () => {
    sim.world.fault({ call: 'get_qrcode_status', kind: 'hostileHost', host: 'https://evil.example' })
    const first = await client.newCode()
    sim.world.redirect({ account: 'shop' })
    expect((await client.status(first)).json['redirect_host']).toBe('evil.example')
    sim.world.fault({ call: 'get_qrcode_status', kind: 'hostileHost' })
    const second = await client.newCode()
    sim.world.scan({ account: 'shop' })
    sim.world.confirm({})
    expect((await client.status(second)).json['baseurl']).toBe('https://ilink.hostile.example')
  })

  it('does nothing a phone could not do', async () => {
    expect(() => sim.world.scan({ account: 'shop' })).toThrow('no client has asked')
    const qrcode = await client.newCode()
    expect(() => sim.world.confirm({ qrcode })).toThrow('cannot be confirmed')
    expect(() => sim.world.scan({ account: 'nobody' })).toThrow('no account "nobody"')
    expect(() => sim.world.needCode({})).toThrow('name the "account"')
    expect((await client.status('invented')).json['status']).toBe('expired')
  })
})

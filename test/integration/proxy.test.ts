import { randomBytes } from 'node:crypto'
import { unzipSync } from 'fflate'
import { it as baseIt, describe, expect, vi } from 'vitest'
import type { ProxyCredentials, ProxySetting } from '#shared/model/proxy.ts'
import { manual, ProxyScene } from './proxy-scene.ts'

// Most of their time these tests wait for real back-offs, so they do it beside each other; the longest come first.

const RIGHT: ProxyCredentials = { user: 'office', password: 'open-sesame-4711' }
const OFF: ProxySetting = { mode: 'off', address: null }

const it = baseIt.extend('scene', async ({ onTestFinished }) => {
  const scene = await ProxyScene.begin()
  onTestFinished(() => scene.end())
  return scene
})

describe.concurrent('a proxy that fails', () => {
  it('is down: sends wait as for any network, and go out once it is up again', async ({ scene }) => {
    await scene.harness.signIn('shop')
    const id = await scene.conversationOf('shop')
    const proxy = await scene.start({ kind: 'socks5' })
    await scene.set(manual(proxy))
    await scene.untilOnline()
    scene.reachedFrom.clear()
    await proxy.stop()
    await scene.untilReason('proxy-unreachable')
    await scene.send(id, 'while it is down')
    await scene.untilMessages(id, (all) =>
      all.some(({ sending }) => sending?.state === 'queued' && sending.reason === 'not-connected'),
    )
    expect(scene.reachedAround(proxy)).toEqual([])
    await proxy.start()
    await scene.untilMessages(id, (all) => all.some(({ sending }) => sending?.state === 'accepted'))
    await scene.untilOnline()
    scene.expectNothingAround(proxy)
    const { messages } = scene.harness.simulator.world.phone({ account: 'shop' })
    expect(messages.filter(({ text }) => text === 'while it is down')).toHaveLength(1)
  }, 40_000)

  it('asks for a password: none, a wrong one, the right one', async ({ scene }) => {
    await scene.harness.signIn('shop')
    const proxy = await scene.start({ kind: 'http', password: RIGHT })
    scene.reachedFrom.clear()
    await scene.set(manual(proxy))
    await scene.untilReason('proxy-needs-password')
    await scene.set(manual(proxy), { user: RIGHT.user, password: 'guessed' })
    await scene.untilReason('proxy-wrong-password')
    await scene.set(manual(proxy), RIGHT)
    await scene.untilOnline()
    scene.expectNothingAround(proxy)
  })

  it('breaks off in the midst of a send, which nobody repeats, and of a poll, which is opened anew', async ({
    scene,
  }) => {
    await scene.harness.signIn('shop')
    const id = await scene.conversationOf('shop')
    const proxy = await scene.start({ kind: 'http' })
    await scene.set(manual(proxy))
    await scene.untilOnline()
    scene.harness.simulator.world.fault({ call: 'sendmessage', kind: 'delay', ms: 60_000 })
    await scene.send(id, 'is it there?')
    await scene.untilMessages(id, (all) => all.some(({ sending }) => sending?.state === 'sending'))
    await vi.waitFor(() => {
      const { requests } = scene.harness.simulator.world.log({ call: 'sendmessage' })
      expect(requests).toHaveLength(1)
    })
    proxy.cut()
    await scene.untilMessages(id, (all) =>
      all.some(({ sending }) => sending?.state === 'unconfirmed' && sending.reason === 'answer-lost'),
    )
    scene.harness.simulator.world.inject({ account: 'shop', text: 'after the break' })
    await scene.untilText(id, 'after the break')
    await scene.untilOnline()
  })

  it.for([
    ['refuse', 'proxy-refused'],
    ['unreachable', 'proxy-server-unreachable'],
    ['other-sign-in', 'proxy-sign-in-unknown'],
    ['garbage', 'proxy-garbled'],
    ['hang-up', 'proxy-broke-off'],
  ] as const)('does this: %s, and the account says so', async ([manner, reason], { scene }) => {
    const accountId = await scene.harness.signIn('shop')
    const proxy = await scene.start({ kind: 'http' })
    proxy.manner = manner
    await scene.set(manual(proxy))
    const { accounts } = await scene.untilReason(reason)
    expect(accounts.map(({ state }) => state)).toEqual(['reconnecting'])
    proxy.manner = 'pass'
    await scene.harness.request('accounts.reconnect', { id: accountId })
    await scene.untilOnline()
  })
})

describe.concurrent('another way', () => {
  it('is taken at once while polls are open, and no connection of the way before is used any more', async ({
    scene,
  }) => {
    for (const name of ['shop', 'office', 'studio']) await scene.harness.signIn(name)
    const proxy = await scene.start({ kind: 'http' })
    scene.reachedFrom.clear()
    await scene.set(manual(proxy))
    // what was open before is given up and read to its end; what begins now comes out of the proxy
    await scene.untilOnline()
    const id = await scene.conversationOf('shop')
    await scene.send(id, 'one')
    await scene.untilMessages(id, (all) => all.some(({ sending }) => sending?.state === 'accepted'))
    scene.expectNothingAround(proxy)
    await scene.set(OFF)
    await scene.untilOnline()
    const before = proxy.targets.length
    scene.harness.simulator.world.inject({ account: 'office', text: 'straight' })
    await scene.harness.until(
      ({ conversations }) => conversations.filter(({ unread }) => unread > 0).length === 2,
    )
    await vi.waitFor(() => expect(proxy.open).toBe(0), { timeout: 5_000 })
    expect(proxy.targets).toHaveLength(before)
  })

  it('is taken in the midst of an upload and of a send: what went up is sent once, and what may have left is not', async ({
    scene,
  }) => {
    await scene.harness.signIn('shop')
    const id = await scene.conversationOf('shop')
    const proxy = await scene.start({ kind: 'http' })
    scene.harness.simulator.world.fault({ call: 'upload', kind: 'hang' })
    await scene.sendFile(id, randomBytes(500_000))
    const requests = (call: 'upload' | 'sendmessage') => scene.harness.simulator.world.log({ call }).requests
    await vi.waitFor(() => expect(requests('upload')).toHaveLength(1), { timeout: 5_000 })
    scene.reachedFrom.clear()
    await scene.set(manual(proxy))
    await scene.untilMessages(id, (all) => all.some(({ sending }) => sending?.state === 'accepted'))
    scene.expectNothingAround(proxy)
    expect(requests('sendmessage')).toHaveLength(1)
    scene.harness.simulator.world.fault({ call: 'sendmessage', kind: 'hang' })
    await scene.send(id, 'perhaps')
    await vi.waitFor(() => expect(requests('sendmessage')).toHaveLength(2), {
      timeout: 5_000,
    })
    await scene.set(OFF)
    // a short call may end where it began, and nobody repeats it that has no end
    proxy.cut()
    await scene.untilMessages(id, (all) => all.some(({ sending }) => sending?.state === 'unconfirmed'))
    expect(requests('sendmessage')).toHaveLength(2)
  }, 40_000)

  it('is the next proxy of the system where the first is down', async ({ scene }) => {
    await scene.harness.signIn('shop')
    const proxy = await scene.start({ kind: 'http' })
    scene.reachedFrom.clear()
    scene.harness.systemProxy = `PROXY 127.0.0.1:1; PROXY ${new URL(proxy.address).host}; DIRECT`
    scene.harness.app.resume()
    const id = await scene.conversationOf('shop')
    await scene.send(id, 'by the second')
    await scene.untilMessages(id, (all) => all.some(({ sending }) => sending?.state === 'accepted'))
    await scene.untilOnline()
    scene.expectNothingAround(proxy)
  })

  it('is asked of the system, which may change its mind', async ({ scene }) => {
    const proxy = await scene.start({ kind: 'socks5' })
    scene.harness.systemProxy = `PROXY nobody.invalid:1; DIRECT`
    await scene.harness.request('proxy.set', { proxy: { mode: 'system', address: null }, credentials: null })
    await scene.harness.request('signIn.start', { label: null, accountId: null })
    await scene.harness.until(({ signIns }) => signIns.some(({ status }) => status === 'unreachable'))
    expect([...scene.reachedFrom]).toEqual([])
    scene.harness.systemProxy = `SOCKS5 ${new URL(proxy.address).host}; DIRECT`
    scene.harness.app.resume()
    await scene.harness.signIn('shop')
    scene.expectNothingAround(proxy)
  })
})

describe.concurrent('the password of a proxy', () => {
  const everything = async ({ harness }: ProxyScene) => {
    await harness.request('diagnostics.saveEvidence', undefined)
    const packs = [...harness.saved.values()].flatMap((pack) => Object.values(unzipSync(pack)))
    const snapshot = await harness.request('app.snapshot', undefined)
    return [
      JSON.stringify(harness.log.events),
      JSON.stringify(snapshot),
      ...packs.map((file) => Buffer.from(file).toString('latin1')),
    ].join('\n')
  }

  it('stands in no log, no evidence and no page, nor does its address in evidence', async ({ scene }) => {
    const proxy = await scene.start({ kind: 'socks5', password: { user: 'office', password: 'another' } })
    await scene.harness.signIn('shop')
    await scene.set(manual(proxy), RIGHT)
    await scene.untilReason('proxy-wrong-password')
    const tested = await scene.harness.request('proxy.test', { proxy: manual(proxy), credentials: RIGHT })
    expect(tested).toMatchObject({ kind: 'failed', reason: 'proxy-wrong-password' })
    expect(await scene.harness.request('proxy.credentials', undefined)).toEqual({ isStored: true })
    const said = await everything(scene)
    for (const secret of [RIGHT.password, Buffer.from(RIGHT.password).toString('base64')])
      expect(said).not.toContain(secret)
    const [pack] = scene.harness.saved.values()
    const settings = Buffer.from(unzipSync(pack ?? new Uint8Array())['settings.json'] ?? []).toString()
    expect(JSON.parse(settings)).toMatchObject({ network: { proxy: { mode: 'manual', scheme: 'socks5' } } })
    expect(settings).not.toContain('127.0.0.1')
  })

  it('is told to its address alone, and forgotten with it', async ({ scene }) => {
    const proxy = await scene.start({ kind: 'http', password: RIGHT })
    await scene.harness.signIn('shop')
    await scene.set(manual(proxy), RIGHT)
    await scene.untilOnline()
    const other = await scene.start({ kind: 'http', password: RIGHT })
    await scene.set(manual(other))
    await scene.untilReason('proxy-needs-password')
    expect(new Set(other.signIns)).toEqual(new Set([null]))
    expect(await scene.harness.request('proxy.credentials', undefined)).toEqual({ isStored: false })
    await scene.set(manual(proxy))
    await scene.untilReason('proxy-needs-password')
    await scene.set(manual(proxy), RIGHT)
    await scene.untilOnline()
    await scene.harness.restart()
    await scene.untilOnline()
    await scene.harness.request('proxy.forgetCredentials', undefined)
    await scene.untilReason('proxy-needs-password')
  })
})

describe.concurrent.each(['http', 'https', 'socks5'] as const)('through a proxy of %s', (kind) => {
  it('signs in, polls, sends, uploads and downloads, and nothing goes around it', async ({ scene }) => {
    const proxy = await scene.start({ kind, password: RIGHT })
    await scene.set(manual(proxy), RIGHT)
    await scene.harness.signIn('shop')
    const id = await scene.conversationOf('shop')
    await scene.send(id, 'through the proxy')
    await scene.untilMessages(id, (all) => all.some(({ sending }) => sending?.state === 'accepted'))
    scene.harness.simulator.world.inject({
      account: 'shop',
      file: { name: 'prices.txt', bytes: randomBytes(200_000) },
    })
    await scene.untilMessages(id, (all) =>
      all.some(({ media }) => media.some(({ state }) => state === 'held')),
    )
    await scene.sendFile(id, randomBytes(500_000))
    await scene.untilMessages(
      id,
      (all) => all.filter(({ sending }) => sending?.state === 'accepted').length === 2,
    )
    scene.expectNothingAround(proxy)
    expect(new Set(proxy.signIns)).toEqual(new Set([`${RIGHT.user}:${RIGHT.password}`]))
    // a proxy is told where to connect, and nothing of what is said there
    expect(proxy.heads.join('\n')).not.toMatch(/ilink|bearer|token/i)
  })
})

describe.concurrent('the test of a setting', () => {
  it('goes through what was typed, changes nothing, and says which step failed', async ({ scene }) => {
    const proxy = await scene.start({ kind: 'http', password: RIGHT })
    const setting = manual(proxy)
    const via = setting.address
    expect(await scene.test(setting)).toEqual({ kind: 'failed', via, reason: 'proxy-needs-password' })
    expect(await scene.test(setting, RIGHT)).toMatchObject({ kind: 'works', via })
    scene.expectNothingAround(proxy)
    proxy.manner = 'refuse'
    expect(await scene.test(setting, RIGHT)).toMatchObject({ reason: 'proxy-refused' })
    await proxy.stop()
    expect(await scene.test(setting, RIGHT)).toMatchObject({ reason: 'proxy-unreachable' })
    expect(await scene.test(OFF)).toMatchObject({ kind: 'works', via: null })
    scene.harness.simulator.world.fault({ call: 'get_bot_qrcode', kind: 'status', status: 500 })
    expect(await scene.test(OFF)).toEqual({ kind: 'failed', via: null, reason: 'server-failed' })
    scene.harness.systemProxy = 'SOCKS 127.0.0.1:9'
    expect(await scene.test({ mode: 'system', address: null })).toMatchObject({
      reason: 'proxy-kind-unknown',
    })
    const { settings } = await scene.harness.request('app.snapshot', undefined)
    expect(settings.network.proxy).toEqual({ mode: 'system', address: null })
    expect(await scene.harness.request('proxy.credentials', undefined)).toEqual({ isStored: false })
  })

  it('can be cancelled', async ({ scene }) => {
    const proxy = await scene.start({ kind: 'socks5' })
    proxy.manner = 'silent'
    const running = scene.test(manual(proxy))
    await scene.harness.request('proxy.cancelTest', undefined)
    expect(await running).toEqual({ kind: 'cancelled' })
  })
})

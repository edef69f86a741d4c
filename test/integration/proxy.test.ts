import { randomBytes } from 'node:crypto'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { writeFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import path from 'node:path'
import { unzipSync } from 'fflate'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createNodeHttp } from '#core/net/http.ts'
import { SELF_MADE } from '#core/net/testing.ts'
import type { AccountReason } from '#shared/model/account.ts'
import type { ConversationId } from '#shared/model/ids.ts'
import type { Message } from '#shared/model/message.ts'
import type { ProxyCredentials, ProxySetting } from '#shared/model/proxy.ts'
import { parseProxyAddress } from '#shared/text/proxy-address.ts'
import { type ProxyOptions, startProxy, type TestProxy } from '#simulator/proxy-testing.ts'
import { AppHarness } from '#test/support/app-harness.ts'

const RIGHT: ProxyCredentials = { user: 'office', password: 'open-sesame-4711' }

let harness: AppHarness
let proxy: TestProxy
/** From which ports of this computer the server was reached, since the last look. */
let reachedFrom: Set<number>

const onRequest = (message: unknown) => {
  const { request } = message as { request: IncomingMessage }
  const { localPort, remotePort } = request.socket
  if (String(localPort) === new URL(harness.simulator.url).port && remotePort !== undefined)
    reachedFrom.add(remotePort)
}

beforeEach(async () => {
  reachedFrom = new Set()
  harness = await AppHarness.start(
    {},
    { createHttp: () => createNodeHttp({ certificates: () => [SELF_MADE.cert] }) },
  )
  subscribe('http.server.request.start', onRequest)
})
afterEach(async () => {
  unsubscribe('http.server.request.start', onRequest)
  expect(harness.simulator.world.violations().violations).toEqual([])
  await harness.end()
  await proxy?.stop()
})

async function start(options: ProxyOptions): Promise<void> {
  proxy = await startProxy({ tls: SELF_MADE, ...options })
}

function manual({ address }: TestProxy): ProxySetting {
  const parsed = parseProxyAddress(address)
  if (!parsed.ok) throw new Error(parsed.problem)
  return { mode: 'manual', address: parsed.address }
}

const set = (setting: ProxySetting, credentials: ProxyCredentials | null = null) =>
  harness.request('proxy.set', { proxy: setting, credentials })

const OFF: ProxySetting = { mode: 'off', address: null }

async function conversationOf(account: string): Promise<ConversationId> {
  harness.simulator.world.inject({ account, text: 'hello' })
  const { conversations } = await harness.until((now) => now.conversations.some((one) => one.unread > 0))
  const conversation = conversations.find(({ unread }) => unread > 0)
  if (conversation === undefined) throw new Error('no conversation')
  await harness.request('app.watch', { conversationIds: [conversation.id] })
  return conversation.id
}

const send = (conversationId: ConversationId, text: string) =>
  harness.request('outbox.sendText', { conversationId, requestId: crypto.randomUUID(), text, force: false })

const messagesOf = async (conversationId: ConversationId): Promise<Message[]> =>
  (await harness.request('messages.page', { conversationId, limit: 50 })).messages

const untilMessages = (id: ConversationId, isSo: (all: Message[]) => boolean) =>
  harness.until(async () => isSo(await messagesOf(id)))

const untilText = (id: ConversationId, text: string) =>
  untilMessages(id, (all) => all.some(({ parts }) => JSON.stringify(parts).includes(text)))

const untilReason = (reason: AccountReason | null) =>
  harness.until(({ accounts }) => accounts.length > 0 && accounts.every((one) => one.reason === reason))

const untilOnline = () =>
  harness.until(({ accounts }) => accounts.length > 0 && accounts.every(({ state }) => state === 'online'))

/** Whatever reached the server since the proxy was set came out of the proxy. */
function expectNothingDirect(): void {
  expect(reachedFrom.size).toBeGreaterThan(0)
  expect([...reachedFrom].filter((port) => !proxy.outgoing.has(port))).toEqual([])
  const { host } = new URL(harness.simulator.url)
  expect([...new Set(proxy.targets)]).toEqual([host])
}

describe.each(['http', 'https', 'socks5'] as const)('through a proxy of %s', (kind) => {
  it('signs in, polls, sends, uploads and downloads, and nothing goes around it', async () => {
    await start({ kind, password: RIGHT })
    await set(manual(proxy), RIGHT)
    await harness.signIn('shop')
    const id = await conversationOf('shop')
    await send(id, 'through the proxy')
    await untilMessages(id, (all) => all.some(({ sending }) => sending?.state === 'accepted'))
    harness.simulator.world.inject({
      account: 'shop',
      file: { name: 'prices.txt', bytes: randomBytes(200_000) },
    })
    await untilMessages(id, (all) => all.some(({ media }) => media.some(({ state }) => state === 'held')))
    const file = path.join(harness.folder, 'offer.bin')
    writeFileSync(file, randomBytes(500_000))
    const staged = await harness.app.stage({ kind: 'path', key: crypto.randomUUID(), path: file })
    if (staged?.ok !== true) throw new Error('not staged')
    await harness.request('outbox.sendFiles', {
      conversationId: id,
      requestId: crypto.randomUUID(),
      caption: '',
      files: [{ stagedId: staged.file.id, asFile: false }],
      force: false,
    })
    await untilMessages(id, (all) => all.filter(({ sending }) => sending?.state === 'accepted').length === 2)
    expectNothingDirect()
    expect(new Set(proxy.signIns)).toEqual(new Set([`${RIGHT.user}:${RIGHT.password}`]))
    // a proxy is told where to connect, and nothing of what is said there
    expect(proxy.heads.join('\n')).not.toMatch(/ilink|bearer|token/i)
  })
})

describe('a proxy that fails', () => {
  it('asks for a password: none, a wrong one, the right one', async () => {
    await harness.signIn('shop')
    await start({ kind: 'http', password: RIGHT })
    reachedFrom.clear()
    await set(manual(proxy))
    await untilReason('proxy-needs-password')
    await set(manual(proxy), { user: RIGHT.user, password: 'guessed' })
    await untilReason('proxy-wrong-password')
    await set(manual(proxy), RIGHT)
    await untilOnline()
    expectNothingDirect()
  })

  it('is down: sends wait as for any network, and go out once it is up again', async () => {
    await harness.signIn('shop')
    const id = await conversationOf('shop')
    await start({ kind: 'socks5' })
    await set(manual(proxy))
    await untilOnline()
    reachedFrom.clear()
    await proxy.stop()
    await untilReason('proxy-unreachable')
    await send(id, 'while it is down')
    await untilMessages(id, (all) =>
      all.some(({ sending }) => sending?.state === 'queued' && sending.reason === 'not-connected'),
    )
    expect([...reachedFrom].filter((port) => !proxy.outgoing.has(port))).toEqual([])
    await proxy.start()
    await untilMessages(id, (all) => all.some(({ sending }) => sending?.state === 'accepted'))
    await untilOnline()
    expectNothingDirect()
    const { messages } = harness.simulator.world.phone({ account: 'shop' })
    expect(messages.filter(({ text }) => text === 'while it is down')).toHaveLength(1)
  }, 40_000)

  it('breaks off in the midst of a send, which nobody repeats, and of a poll, which is opened anew', async () => {
    await harness.signIn('shop')
    const id = await conversationOf('shop')
    await start({ kind: 'http' })
    await set(manual(proxy))
    await untilOnline()
    harness.simulator.world.fault({ call: 'sendmessage', kind: 'delay', ms: 60_000 })
    await send(id, 'is it there?')
    await untilMessages(id, (all) => all.some(({ sending }) => sending?.state === 'sending'))
    await vi.waitFor(() => {
      const { requests } = harness.simulator.world.log({ call: 'sendmessage' })
      expect(requests).toHaveLength(1)
    })
    proxy.cut()
    await untilMessages(id, (all) =>
      all.some(({ sending }) => sending?.state === 'unconfirmed' && sending.reason === 'answer-lost'),
    )
    harness.simulator.world.inject({ account: 'shop', text: 'after the break' })
    await untilText(id, 'after the break')
    await untilOnline()
  })

  it.each([
    ['refuse', 'proxy-refused'],
    ['unreachable', 'proxy-server-unreachable'],
    ['other-sign-in', 'proxy-sign-in-unknown'],
    ['garbage', 'proxy-garbled'],
    ['hang-up', 'proxy-broke-off'],
  ] as const)('does this: %s, and the account says so', async (manner, reason) => {
    const accountId = await harness.signIn('shop')
    await start({ kind: 'http' })
    proxy.manner = manner
    await set(manual(proxy))
    const { accounts } = await untilReason(reason)
    expect(accounts.map(({ state }) => state)).toEqual(['reconnecting'])
    proxy.manner = 'pass'
    await harness.request('accounts.reconnect', { id: accountId })
    await untilOnline()
  })
})

describe('another way', () => {
  it('is taken at once while polls are open, and no connection of the way before is used any more', async () => {
    for (const name of ['shop', 'office', 'studio']) await harness.signIn(name)
    await start({ kind: 'http' })
    reachedFrom.clear()
    await set(manual(proxy))
    // what was open before is given up and read to its end; what begins now comes out of the proxy
    await untilOnline()
    const id = await conversationOf('shop')
    await send(id, 'one')
    await untilMessages(id, (all) => all.some(({ sending }) => sending?.state === 'accepted'))
    expectNothingDirect()
    await set(OFF)
    await untilOnline()
    const before = proxy.targets.length
    harness.simulator.world.inject({ account: 'office', text: 'straight' })
    await harness.until(({ conversations }) => conversations.filter(({ unread }) => unread > 0).length === 2)
    await vi.waitFor(() => expect(proxy.open).toBe(0), { timeout: 5_000 })
    expect(proxy.targets).toHaveLength(before)
  })

  it('is taken in the midst of an upload and of a send: what went up is sent once, and what may have left is not', async () => {
    await harness.signIn('shop')
    const id = await conversationOf('shop')
    await start({ kind: 'http' })
    harness.simulator.world.fault({ call: 'upload', kind: 'hang' })
    const file = path.join(harness.folder, 'offer.bin')
    writeFileSync(file, randomBytes(500_000))
    const staged = await harness.app.stage({ kind: 'path', key: crypto.randomUUID(), path: file })
    if (staged?.ok !== true) throw new Error('not staged')
    await harness.request('outbox.sendFiles', {
      conversationId: id,
      requestId: crypto.randomUUID(),
      caption: '',
      files: [{ stagedId: staged.file.id, asFile: false }],
      force: false,
    })
    const requests = (call: 'upload' | 'sendmessage') => harness.simulator.world.log({ call }).requests
    await vi.waitFor(() => expect(requests('upload')).toHaveLength(1))
    reachedFrom.clear()
    await set(manual(proxy))
    await untilMessages(id, (all) => all.some(({ sending }) => sending?.state === 'accepted'))
    expectNothingDirect()
    expect(requests('sendmessage')).toHaveLength(1)
    harness.simulator.world.fault({ call: 'sendmessage', kind: 'hang' })
    await send(id, 'perhaps')
    await vi.waitFor(() => expect(requests('sendmessage')).toHaveLength(2), {
      timeout: 5_000,
    })
    await set(OFF)
    // a short call may end where it began, and nobody repeats it that has no end
    proxy.cut()
    await untilMessages(id, (all) => all.some(({ sending }) => sending?.state === 'unconfirmed'))
    expect(requests('sendmessage')).toHaveLength(2)
  }, 40_000)

  it('is the next proxy of the system where the first is down', async () => {
    await harness.signIn('shop')
    await start({ kind: 'http' })
    reachedFrom.clear()
    harness.systemProxy = `PROXY 127.0.0.1:1; PROXY ${new URL(proxy.address).host}; DIRECT`
    harness.app.resume()
    const id = await conversationOf('shop')
    await send(id, 'by the second')
    await untilMessages(id, (all) => all.some(({ sending }) => sending?.state === 'accepted'))
    await untilOnline()
    expectNothingDirect()
  })

  it('is asked of the system, which may change its mind', async () => {
    await start({ kind: 'socks5' })
    harness.systemProxy = `PROXY nobody.invalid:1; DIRECT`
    await harness.request('proxy.set', { proxy: { mode: 'system', address: null }, credentials: null })
    await harness.request('signIn.start', { label: null, accountId: null })
    await harness.until(({ signIns }) => signIns.some(({ status }) => status === 'unreachable'))
    expect([...reachedFrom]).toEqual([])
    harness.systemProxy = `SOCKS5 ${new URL(proxy.address).host}; DIRECT`
    harness.app.resume()
    await harness.signIn('shop')
    expectNothingDirect()
  })
})

describe('the password of a proxy', () => {
  const everything = async () => {
    await harness.request('diagnostics.saveEvidence', undefined)
    const packs = [...harness.saved.values()].flatMap((pack) => Object.values(unzipSync(pack)))
    const snapshot = await harness.request('app.snapshot', undefined)
    return [
      JSON.stringify(harness.log.events),
      JSON.stringify(snapshot),
      ...packs.map((file) => Buffer.from(file).toString('latin1')),
    ].join('\n')
  }

  it('stands in no log, no evidence and no page, nor does its address in evidence', async () => {
    await start({ kind: 'socks5', password: { user: 'office', password: 'another' } })
    await harness.signIn('shop')
    await set(manual(proxy), RIGHT)
    await untilReason('proxy-wrong-password')
    const tested = await harness.request('proxy.test', { proxy: manual(proxy), credentials: RIGHT })
    expect(tested).toMatchObject({ kind: 'failed', reason: 'proxy-wrong-password' })
    expect(await harness.request('proxy.credentials', undefined)).toEqual({ isStored: true })
    const said = await everything()
    for (const secret of [RIGHT.password, Buffer.from(RIGHT.password).toString('base64')])
      expect(said).not.toContain(secret)
    const [pack] = harness.saved.values()
    const settings = Buffer.from(unzipSync(pack ?? new Uint8Array())['settings.json'] ?? []).toString()
    expect(JSON.parse(settings)).toMatchObject({ network: { proxy: { mode: 'manual', scheme: 'socks5' } } })
    expect(settings).not.toContain('127.0.0.1')
  })

  it('is told to its address alone, and forgotten with it', async () => {
    await start({ kind: 'http', password: RIGHT })
    await harness.signIn('shop')
    await set(manual(proxy), RIGHT)
    await untilOnline()
    const other = await startProxy({ kind: 'http', password: RIGHT })
    await set(manual(other))
    await untilReason('proxy-needs-password')
    expect(new Set(other.signIns)).toEqual(new Set([null]))
    expect(await harness.request('proxy.credentials', undefined)).toEqual({ isStored: false })
    await set(manual(proxy))
    await untilReason('proxy-needs-password')
    await set(manual(proxy), RIGHT)
    await untilOnline()
    await harness.restart()
    await untilOnline()
    await harness.request('proxy.forgetCredentials', undefined)
    await untilReason('proxy-needs-password')
    await other.stop()
  })
})

describe('the test of a setting', () => {
  const test = (setting: ProxySetting, credentials: ProxyCredentials | null = null) =>
    harness.request('proxy.test', { proxy: setting, credentials })

  it('goes through what was typed, changes nothing, and says which step failed', async () => {
    await start({ kind: 'http', password: RIGHT })
    const setting = manual(proxy)
    const via = setting.address
    expect(await test(setting)).toEqual({ kind: 'failed', via, reason: 'proxy-needs-password' })
    expect(await test(setting, RIGHT)).toMatchObject({ kind: 'works', via })
    expectNothingDirect()
    proxy.manner = 'refuse'
    expect(await test(setting, RIGHT)).toMatchObject({ reason: 'proxy-refused' })
    await proxy.stop()
    expect(await test(setting, RIGHT)).toMatchObject({ reason: 'proxy-unreachable' })
    expect(await test(OFF)).toMatchObject({ kind: 'works', via: null })
    harness.simulator.world.fault({ call: 'get_bot_qrcode', kind: 'status', status: 500 })
    expect(await test(OFF)).toEqual({ kind: 'failed', via: null, reason: 'server-failed' })
    harness.systemProxy = 'SOCKS 127.0.0.1:9'
    expect(await test({ mode: 'system', address: null })).toMatchObject({ reason: 'proxy-kind-unknown' })
    const { settings } = await harness.request('app.snapshot', undefined)
    expect(settings.network.proxy).toEqual({ mode: 'system', address: null })
    expect(await harness.request('proxy.credentials', undefined)).toEqual({ isStored: false })
  })

  it('can be cancelled', async () => {
    await start({ kind: 'socks5' })
    proxy.manner = 'silent'
    const running = test(manual(proxy))
    await harness.request('proxy.cancelTest', undefined)
    expect(await running).toEqual({ kind: 'cancelled' })
  })
})

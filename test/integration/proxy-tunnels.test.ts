import { once } from 'node:events'
import { createServer as createHttpServer, type Server } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import { createServer as createTcpServer, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { HttpRequest } from '#core/ilink/ports.ts'
import { createNodeHttp, type NodeHttp } from '#core/net/http.ts'
import type { Way } from '#core/net/proxy/way.ts'
import { SELF_MADE } from '#core/net/testing.ts'
import { settle } from '#core/testing/settle.ts'
import type { ProxyCredentials, ProxyTrouble } from '#shared/model/proxy.ts'
import { parseProxyAddress } from '#shared/text/proxy-address.ts'
import { type ProxyManner, type ProxyOptions, startProxy, type TestProxy } from '#simulator/proxy-testing.ts'
import { askOver, failureOf, textOf } from './proxy-asking.ts'

const KINDS = ['http', 'https', 'socks5'] as const
const SCHEMES = ['http', 'https'] as const
const RIGHT: ProxyCredentials = { user: 'office', password: 'p@ss: 词' }

/** A server of either scheme whose answers a test writes, and the ports that reached it. */
class Upstream {
  readonly seen: { path: string; token: string | undefined; body: string }[] = []
  readonly ports = new Set<number>()
  readonly sockets = new Set<Socket>()
  #server: Server | null = null

  async start(scheme: (typeof SCHEMES)[number]): Promise<string> {
    const server = scheme === 'https' ? createHttpsServer(SELF_MADE) : createHttpServer()
    this.#server = server
    server.on('connection', (socket: Socket) => {
      if (socket.remotePort !== undefined) this.ports.add(socket.remotePort)
      this.sockets.add(socket)
      socket.on('error', () => socket.destroy())
    })
    server.on('request', async (request, response) => {
      let body = ''
      for await (const chunk of request) body += String(chunk)
      this.seen.push({ path: request.url ?? '', token: request.headers.authorization, body })
      if (request.url === '/held') return
      response.end('taken')
    })
    server.listen(0)
    await once(server, 'listening')
    const address = server.address()
    return `${scheme}://localhost:${typeof address === 'object' ? address?.port : 0}`
  }

  async stop(): Promise<void> {
    this.#server?.closeAllConnections()
    this.#server?.close()
    for (const socket of this.sockets) socket.destroy()
    await settle()
  }
}

let upstream: Upstream
let proxy: TestProxy
let http: NodeHttp
let failed: number

beforeEach(() => {
  upstream = new Upstream()
  http = createNodeHttp({ certificates: () => [SELF_MADE.cert] })
  failed = 0
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await http.close()
  await proxy?.stop()
  await upstream.stop()
})

async function through(options: ProxyOptions, credentials: ProxyCredentials | null = null): Promise<void> {
  proxy = await startProxy({ tls: SELF_MADE, ...options })
  leaveBy(proxy, credentials)
}

function wayThrough({ address }: TestProxy, credentials: ProxyCredentials | null): Way {
  const parsed = parseProxyAddress(address)
  if (!parsed.ok) throw new Error(parsed.problem)
  return { kind: 'proxy', proxy: parsed.address, credentials }
}

function leaveBy(by: TestProxy, credentials: ProxyCredentials | null): void {
  const way = wayThrough(by, credentials)
  http.route({
    wayTo: async () => way,
    failed: () => {
      failed += 1
    },
  })
}

const ask = (url: string, more: Partial<HttpRequest> = {}) => askOver(http, url, more)

const WAYS = KINDS.flatMap((kind) => SCHEMES.map((scheme) => ({ kind, scheme })))

describe.each(WAYS)('a server of $scheme through a proxy of $kind', ({ kind, scheme }) => {
  it('is reached by tunnels alone, whose connections are kept, and whose proxy reads nothing', async () => {
    const base = await upstream.start(scheme)
    await through({ kind })
    const lanes: HttpRequest['lane'][] = ['call', 'call', 'poll', 'poll', 'media']
    for (const lane of lanes) expect(await textOf(await ask(`${base}/a`, { lane }))).toBe('taken')
    expect(upstream.seen.map(({ token, body }) => [token, body])).toEqual(
      lanes.map(() => ['Bearer secret', '{}']),
    )
    // one for each lane, though the first two were asked twice, and the name is the proxy's to resolve
    expect(proxy.targets).toEqual([1, 2, 3].map(() => new URL(base).host))
    expect([...upstream.ports].toSorted()).toEqual([...proxy.outgoing].toSorted())
    expect(proxy.heads.join()).not.toContain('secret')
  })

  it('is told the name and the password, and they are nobody else’s', async () => {
    const base = await upstream.start(scheme)
    await through({ kind, password: RIGHT }, RIGHT)
    expect(await textOf(await ask(`${base}/a`))).toBe('taken')
    expect(proxy.signIns).toEqual([`${RIGHT.user}:${RIGHT.password}`])
    expect(JSON.stringify(upstream.seen)).not.toContain('p@ss')
  })

  it('gets what the server of a poll that is given up wrote before it knew', async () => {
    const asked = Promise.withResolvers<Socket>()
    const onConnection = (socket: Socket) => {
      socket.once('data', () => asked.resolve(socket))
      socket.on('error', () => socket.destroy())
    }
    const server =
      scheme === 'http'
        ? createTcpServer({ allowHalfOpen: true }, onConnection)
        : createTlsServer({ ...SELF_MADE, allowHalfOpen: true }, onConnection)
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    await through({ kind })
    const giveUp = new AbortController()
    const answered = ask(`${scheme}://localhost:${typeof address === 'object' ? address?.port : 0}/`, {
      lane: 'poll',
      halfClose: giveUp.signal,
    })
    const socket = await asked.promise
    const told = once(socket, 'end')
    giveUp.abort()
    await told
    socket.end('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwhole')
    expect(await textOf(await answered)).toBe('whole')
    server.close()
    await once(server, 'close')
  })
})

describe.each(KINDS)('a proxy of %s', (kind) => {
  it.each<[ProxyManner, ProxyTrouble]>([
    ['refuse', 'proxy-refused'],
    ['unreachable', 'proxy-server-unreachable'],
    ['other-sign-in', kind === 'socks5' ? 'proxy-needs-password' : 'proxy-sign-in-unknown'],
    ['garbage', 'proxy-garbled'],
    ['hang-up', 'proxy-broke-off'],
  ])('that does this: %s, is told apart, and nothing has left', async (manner, trouble) => {
    const base = await upstream.start('https')
    await through({ kind })
    proxy.manner = manner
    expect(await failureOf(ask(`${base}/a`))).toMatchObject({
      kind: 'network',
      reason: trouble,
      notSent: true,
    })
    expect(upstream.seen).toEqual([])
    expect(failed).toBe(1)
    await vi.waitFor(() => expect(proxy.open).toBe(0))
  })

  it.each<[ProxyCredentials | null, ProxyTrouble]>([
    [null, 'proxy-needs-password'],
    [{ user: 'office', password: 'wrong' }, 'proxy-wrong-password'],
  ])('that asks for a password and gets %j', async (credentials, trouble) => {
    const base = await upstream.start('http')
    await through({ kind, password: RIGHT }, credentials)
    const failure = await failureOf(ask(`${base}/a`))
    expect(failure).toMatchObject({ reason: trouble, notSent: true })
    expect(JSON.stringify({ ...failure, message: failure.message, stack: failure.stack })).not.toContain(
      'wrong"',
    )
    expect(upstream.seen).toEqual([])
  })

  it('that is down, and up again', async () => {
    const base = await upstream.start('http')
    await through({ kind })
    await proxy.stop()
    expect(await failureOf(ask(`${base}/a`))).toMatchObject({ reason: 'proxy-unreachable', notSent: true })
    await proxy.start()
    expect(await textOf(await ask(`${base}/a`))).toBe('taken')
  })

  it('that does not answer is waited for 10 s, and no longer than somebody waits', async () => {
    const base = await upstream.start('http')
    await through({ kind })
    proxy.manner = 'silent'
    const leave = new AbortController()
    const left = failureOf(ask(`${base}/a`, { signal: leave.signal }))
    await vi.waitFor(() => expect(proxy.open).toBeGreaterThan(0))
    leave.abort()
    expect(await left).toMatchObject({ kind: 'aborted' })
    const before = proxy.open
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      const waited = failureOf(ask(`${base}/a`, { lane: 'media' }))
      for (let turn = 0; turn < 200 && proxy.open === before; turn += 1) await settle()
      vi.advanceTimersByTime(10_001)
      expect(await waited).toMatchObject({ reason: 'proxy-silent', notSent: true })
    } finally {
      vi.useRealTimers()
    }
  })

  it('that breaks off before a byte has left, or in the midst of an answer', async () => {
    const secure = await upstream.start('https')
    await through({ kind })
    proxy.manner = 'hang-up-later'
    expect(await failureOf(ask(`${secure}/a`))).toMatchObject({ reason: 'proxy-broke-off', notSent: true })
    expect(upstream.seen).toEqual([])
    proxy.manner = 'pass'
    const held = failureOf(ask(`${secure}/held`, { lane: 'poll' }))
    await vi.waitFor(() => expect(upstream.seen).toHaveLength(1))
    proxy.cut()
    // the request was written: nobody knows
    expect(await held).toMatchObject({ reason: 'proxy-broke-off', notSent: false })
  })

  it('is left for another at once: polls of a sign-in are cut, transfers too, and nothing begins there any more', async () => {
    const base = await upstream.start('http')
    await through({ kind })
    const cut = [
      failureOf(ask(`${base}/held`, { lane: 'poll' })),
      failureOf(ask(`${base}/held`, { lane: 'media' })),
    ]
    await vi.waitFor(() => expect(upstream.seen).toHaveLength(2))
    const other = await startProxy({ kind: 'http' })
    leaveBy(other, null)
    http.leaveWay()
    for (const one of cut) expect(await one).toMatchObject({ kind: 'network' })
    expect(await textOf(await ask(`${base}/a`))).toBe('taken')
    expect([proxy.targets.length, other.targets.length]).toEqual([2, 1])
    await other.stop()
  })
})

describe('certificates', () => {
  it('of a server behind a proxy are verified for its name, whatever the environment says', async () => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0')
    const base = await upstream.start('https')
    await through({ kind: 'http', hosts: { 'somebody.example': '127.0.0.1' } })
    const { port } = new URL(base)
    expect(await failureOf(ask(`https://somebody.example:${port}/`))).toMatchObject({
      reason: 'tls',
      notSent: true,
    })
    expect(proxy.targets).toEqual([`somebody.example:${port}`])
    expect(upstream.seen).toEqual([])
  })

  it('of a proxy are verified too, for its name', async () => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0')
    const base = await upstream.start('http')
    await through({ kind: 'https', password: RIGHT }, RIGHT)
    await http.close()
    http = createNodeHttp({ certificates: () => null })
    leaveBy(proxy, RIGHT)
    expect(await failureOf(ask(`${base}/a`))).toMatchObject({ reason: 'proxy-certificate', notSent: true })
    const asNumber = wayThrough(proxy, RIGHT)
    http = createNodeHttp({ certificates: () => [SELF_MADE.cert] })
    if (asNumber.kind === 'direct') throw new Error('no proxy')
    http.route({
      wayTo: async () => ({ ...asNumber, proxy: { ...asNumber.proxy, host: '127.0.0.1' } }),
      failed() {},
    })
    expect(await failureOf(ask(`${base}/a`))).toMatchObject({ reason: 'proxy-certificate', notSent: true })
    // nobody was told the password
    expect(proxy.heads).toEqual([])
  })

  it('a proxy of http that is called one of https', async () => {
    const base = await upstream.start('http')
    await through({ kind: 'http' })
    const way = wayThrough(proxy, RIGHT)
    if (way.kind === 'direct') throw new Error('no proxy')
    http.route({
      wayTo: async () => ({ ...way, proxy: { ...way.proxy, scheme: 'https' } }),
      failed() {},
    })
    expect(await failureOf(ask(`${base}/a`))).toMatchObject({ reason: 'proxy-garbled', notSent: true })
  })
})

describe('a way that nobody knows', () => {
  it('leads nowhere, least of all straight, and nobody has to wait for it', async () => {
    const base = await upstream.start('http')
    await through({ kind: 'http' })
    const asked = Promise.withResolvers<Way>()
    http.route({ wayTo: () => asked.promise, failed() {} })
    const leave = new AbortController()
    const given = failureOf(ask(`${base}/a`, { signal: leave.signal }))
    const halfClosed = failureOf(ask(`${base}/a`, { lane: 'poll', halfClose: leave.signal }))
    await settle()
    leave.abort()
    expect(await given).toMatchObject({ kind: 'aborted', notSent: true })
    expect(await halfClosed).toMatchObject({ kind: 'aborted', notSent: true })
    expect(upstream.seen).toEqual([])
  })

  it('is asked for again when it changes while somebody waits', async () => {
    const base = await upstream.start('http')
    await through({ kind: 'http' })
    const first = Promise.withResolvers<Way>()
    const ways: Promise<Way>[] = [first.promise, Promise.resolve(wayThrough(proxy, null))]
    http.route({ wayTo: () => ways.shift() ?? Promise.reject(new Error('asked too often')), failed() {} })
    const asked = ask(`${base}/a`)
    await settle()
    http.leaveWay()
    first.resolve({ kind: 'direct' })
    expect(await textOf(await asked)).toBe('taken')
    expect(proxy.targets).toHaveLength(1)
  })
})

it('tells the name of a server whose address is a number, in both versions', async () => {
  const server = createHttpServer((_request, response) => response.end('taken'))
  server.listen(0, '::')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : 0
  try {
    for (const kind of ['http', 'socks5'] as const) {
      await through({ kind })
      expect(await textOf(await ask(`http://127.0.0.1:${port}/`))).toBe('taken')
      expect(await textOf(await ask(`http://[::1]:${port}/`))).toBe('taken')
      expect(proxy.targets[0]).toBe(`127.0.0.1:${port}`)
      expect(proxy.targets[1]).toMatch(/^\[(::1|0:0:0:0:0:0:0:1)\]:/)
      await proxy.stop()
    }
  } finally {
    server.closeAllConnections()
    server.close()
  }
})

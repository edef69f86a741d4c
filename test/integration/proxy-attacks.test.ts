import { once } from 'node:events'
import { createServer as createHttpServer } from 'node:http'
import { connect, createServer as createTcpServer, type Server, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { HttpRequest } from '#core/ilink/ports.ts'
import { createNodeHttp, type NodeHttp } from '#core/net/http.ts'
import type { Way } from '#core/net/proxy/way.ts'
import { SELF_MADE } from '#core/net/testing.ts'
import { settle } from '#core/testing/settle.ts'
import type { ProxyScheme, ProxyTrouble } from '#shared/model/proxy.ts'
import { askOver, failureOf, textOf } from './proxy-asking.ts'

/** Servers and proxies that say whatever a test tells them to, byte by byte where it matters. */

let http: NodeHttp
const servers: Server[] = []
const sockets = new Set<Socket>()

beforeEach(() => {
  http = createNodeHttp({ certificates: () => [SELF_MADE.cert] })
})
afterEach(async () => {
  await http.close()
  for (const socket of sockets) socket.destroy()
  for (const server of servers.splice(0)) server.close()
  await settle()
})

function keep(socket: Socket): void {
  sockets.add(socket)
  socket.on('error', () => socket.destroy())
  socket.on('close', () => sockets.delete(socket))
}

async function portOf(server: Server): Promise<number> {
  servers.push(server)
  server.on('connection', keep)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

const listening = (onConnection: (socket: Socket) => void) => portOf(createTcpServer(onConnection))

function wayThrough(scheme: ProxyScheme, port: number): Way {
  return { kind: 'proxy', proxy: { scheme, host: '127.0.0.1', port }, credentials: null }
}

function leaveBy(way: Way): void {
  http.route({ wayTo: async () => way, failed() {} })
}

/** A proxy that answers what it is asked first with these bytes. */
async function answering(scheme: ProxyScheme, ...answers: (string | Buffer)[]): Promise<void> {
  const port = await listening((socket) => {
    const left = [...answers]
    socket.on('data', () => {
      const answer = left.shift()
      if (answer !== undefined) socket.write(answer)
    })
  })
  leaveBy(wayThrough(scheme, port))
}

const ask = (url: string, more: Partial<HttpRequest> = {}) => askOver(http, url, more)

const many = (header: string, bytes: number) => header.repeat(Math.ceil(bytes / header.length))

describe('an answer of a proxy that no proxy should give', () => {
  it.each<[string, ProxyScheme, (string | Buffer)[], ProxyTrouble]>([
    [
      '64 KiB of headers',
      'http',
      [`HTTP/1.1 200 OK\r\n${many('X-Long: yes\r\n', 65_536)}\r\n`],
      'proxy-garbled',
    ],
    ['a redirect', 'http', ['HTTP/1.1 302 Found\r\nLocation: http://elsewhere/\r\n\r\n'], 'proxy-garbled'],
    [
      'the preface of HTTP/2',
      'http',
      [Buffer.from([0, 0, 18, 4, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 100])],
      'proxy-garbled',
    ],
    ['a sign-in page', 'http', ['HTTP/1.1 407 No\r\nContent-Length: 5\r\n\r\nhello'], 'proxy-needs-password'],
    ['another version', 'socks5', [Buffer.from([4, 0])], 'proxy-garbled'],
    [
      'a way to sign in that nobody offered',
      'socks5',
      [Buffer.from([5, 2]), Buffer.from([1, 1])],
      'proxy-needs-password',
    ],
    [
      'a refusal of another version',
      'socks5',
      [Buffer.from([5, 0]), Buffer.from([4, 0, 0, 1, 0, 0, 0, 0, 0, 0])],
      'proxy-garbled',
    ],
    [
      'a reply that there is not',
      'socks5',
      [Buffer.from([5, 0]), Buffer.from([5, 200, 0, 1, 0, 0, 0, 0, 0, 0])],
      'proxy-garbled',
    ],
  ])('%s is said as such, and nothing has left', async (_name, scheme, answers, trouble) => {
    await answering(scheme, ...answers)
    expect(await failureOf(ask('https://server.example/'))).toMatchObject({ reason: trouble, notSent: true })
    await vi.waitFor(() => expect(sockets.size).toBe(0))
  })

  it.each<[ProxyScheme, string, (string | Buffer)[]]>([
    ['http', 'garbage behind the head', ['HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello']],
    ['http', 'garbage in place of a server', ['HTTP/1.1 200 OK\r\n\r\n', 'HTTP/1.1 400 Bad Request\r\n\r\n']],
    [
      'socks5',
      'an address of no kind',
      [Buffer.from([5, 0]), Buffer.from([5, 0, 0, 9, 0, 0, 0, 0, 0, 0]), 'no TLS'],
    ],
  ])('of %s, %s: no encryption came to be, so nothing has left', async (scheme, _name, answers) => {
    await answering(scheme, ...answers)
    expect(await failureOf(ask('https://server.example/'))).toMatchObject({ notSent: true })
    await vi.waitFor(() => expect(sockets.size).toBe(0))
  })

  it.each(['http', 'socks5'] as const)(
    'of %s that comes byte by byte is an answer all the same',
    async (scheme) => {
      const upstream = await portOf(createHttpServer((_request, response) => response.end('taken')))
      const slowly = async (socket: Socket, bytes: Buffer) => {
        for (const byte of bytes) {
          socket.write(Buffer.of(byte))
          await settle()
        }
      }
      const port = await listening((socket) => {
        const answers =
          scheme === 'http'
            ? [Buffer.from('HTTP/1.1 200 OK\r\nVia: 1.1 slow\r\n\r\n')]
            : [Buffer.from([5, 0]), Buffer.from([5, 0, 0, 3, 4, 110, 97, 109, 101, 0, 80])]
        const next = async () => {
          const answer = answers.shift()
          if (answer !== undefined) await slowly(socket, answer)
          if (answers.length > 0) {
            socket.once('data', () => void next())
            return
          }
          const to = connect(upstream, '127.0.0.1')
          keep(to)
          socket.pipe(to).pipe(socket)
        }
        socket.once('data', () => void next())
      })
      leaveBy(wayThrough(scheme, port))
      expect(await textOf(await ask('http://server.example/'))).toBe('taken')
    },
  )
})

describe('what certainly never left is known as such', () => {
  it('straight: a server that speaks no TLS, or hangs up before it does', async () => {
    const plain = await portOf(createHttpServer((_request, response) => response.end('taken')))
    const port = await listening((socket) => socket.once('data', () => socket.destroy()))
    for (const one of [plain, port])
      expect(await failureOf(ask(`https://127.0.0.1:${one}/`))).toMatchObject({ notSent: true })
  })

  it('a call that is given up while its connection is being opened', async () => {
    await answering('http')
    const leave = new AbortController()
    const given = failureOf(ask('https://server.example/', { signal: leave.signal }))
    await vi.waitFor(() => expect(sockets.size).toBe(1))
    leave.abort()
    expect(await given).toMatchObject({ kind: 'aborted', notSent: true })
  })
})

describe('another way', () => {
  it('is taken by what waited for a connection of the way before', async () => {
    const seen: string[] = []
    const held: (() => void)[] = []
    const port = await portOf(
      createHttpServer((request, response) => {
        seen.push(request.url ?? '')
        held.push(() => response.end('taken'))
      }),
    )
    leaveBy({ kind: 'direct' })
    const first = Array.from({ length: 64 }, (_, at) => ask(`http://127.0.0.1:${port}/first${at}`))
    await vi.waitFor(() => expect(seen).toHaveLength(64))
    const behind = failureOf(ask(`http://127.0.0.1:${port}/behind`))
    await settle()
    http.leaveWay()
    for (const answer of held.splice(0)) answer()
    await Promise.all(first.map(async (one) => textOf(await one)))
    expect(await behind).toMatchObject({ notSent: true })
    expect(seen).toHaveLength(64)
  })

  it('leaves nothing of a connection that was being encrypted', async () => {
    const port = await listening((socket) => {
      socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\n\r\n'))
    })
    leaveBy(wayThrough('http', port))
    const given = failureOf(ask('https://server.example/'))
    await vi.waitFor(() => expect(sockets.size).toBe(1))
    await settle()
    http.leaveWay()
    expect(await given).toMatchObject({ notSent: true })
    await vi.waitFor(() => expect(sockets.size).toBe(0))
  })
})

it.each(['http', 'https', 'socks5'] as const)(
  'five hundred tunnels of %s that fail leave no socket and no timer',
  async (scheme) => {
    const port = await listening((socket) => socket.once('data', () => socket.destroy()))
    leaveBy(wayThrough(scheme, port))
    const counted = () =>
      process.getActiveResourcesInfo().filter((name) => /Timeout|TCP|TLS/.test(name)).length
    await failureOf(ask('https://server.example/'))
    await settle()
    const before = counted()
    for (let round = 0; round < 10; round += 1)
      await Promise.all(Array.from({ length: 50 }, () => failureOf(ask('https://server.example/'))))
    await vi.waitFor(() => expect(sockets.size).toBe(0))
    await vi.waitFor(() => expect(counted()).toBeLessThanOrEqual(before))
  },
)

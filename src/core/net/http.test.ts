import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { HttpFailure, type HttpRequest, type HttpResponse } from '../ilink/ports.ts'
import { createNodeHttp, type NodeHttp } from './http.ts'

type Handler = (request: IncomingMessage, response: ServerResponse) => void

let server: Server
let http: NodeHttp
let handler: Handler
let connections: Set<Socket>
let base: string

beforeEach(async () => {
  http = createNodeHttp()
  connections = new Set()
  handler = (_request, response) => response.end('ok')
  server = createServer((request, response) => handler(request, response))
  server.on('connection', (socket) => connections.add(socket))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  base = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
})

afterEach(async () => {
  await http.close()
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
})

function request(path: string, more: Partial<HttpRequest> = {}): HttpRequest {
  return {
    url: `${base}${path}`,
    method: 'GET',
    headers: {},
    signal: new AbortController().signal,
    timeoutMs: 30_000,
    lane: 'call',
    ...more,
  }
}

async function textOf(response: HttpResponse): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of response.body) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

async function failureOf(run: Promise<unknown>): Promise<HttpFailure> {
  const thrown: unknown = await run.then(
    () => null,
    (error: unknown) => error,
  )
  if (!(thrown instanceof HttpFailure)) throw new Error('expected an HttpFailure')
  return thrown
}

describe('node http', () => {
  it('sends a POST as given, with a Content-Length of its own and nothing chunked', async () => {
    const seen: { method: string | undefined; headers: IncomingMessage['headers']; body: string }[] = []
    handler = async (incoming, response) => {
      const chunks: Buffer[] = []
      for await (const chunk of incoming) chunks.push(chunk)
      seen.push({
        method: incoming.method,
        headers: incoming.headers,
        body: Buffer.concat(chunks).toString(),
      })
      response.setHeader('X-Answer', 'yes').end('{"ret":0}')
    }
    const headers = { 'Content-Type': 'application/json', 'X-WECHAT-UIN': 'MA==' }
    const answer = await http.fetch(request('/a', { method: 'POST', headers, body: '{"text":"你好"}' }))
    expect(answer.status).toBe(200)
    expect(answer.headers.get('x-answer')).toBe('yes')
    expect(answer.headers.get('X-Nothing')).toBeNull()
    expect(await textOf(answer)).toBe('{"ret":0}')
    expect(seen).toHaveLength(1)
    expect(seen[0]?.body).toBe('{"text":"你好"}')
    expect(seen[0]?.headers).toMatchObject({
      'content-type': 'application/json',
      'x-wechat-uin': 'MA==',
      'content-length': String(Buffer.byteLength('{"text":"你好"}')),
    })
    expect(seen[0]?.headers['transfer-encoding']).toBeUndefined()
  })

  it('uses one connection for calls that follow each other', async () => {
    for (let n = 0; n < 3; n += 1) await textOf(await http.fetch(request('/')))
    expect(connections.size).toBe(1)
  })

  it('keeps the connection of an answer that nobody wanted', async () => {
    handler = (_request, response) => response.writeHead(502).end('Bad Gateway')
    for (let n = 0; n < 3; n += 1) {
      const answer = await http.fetch(request('/'))
      expect(answer.status).toBe(502)
      await answer.discard()
    }
    expect(connections.size).toBe(1)
  })

  it('lets a call through while polls are held, each poll on a connection of its own', async () => {
    const held: ServerResponse[] = []
    const allHeld = Promise.withResolvers<void>()
    handler = (incoming, response) => {
      if (incoming.url !== '/poll') response.end('call')
      else if (held.push(response) === 20) allHeld.resolve()
    }
    const polls = Array.from({ length: 20 }, () => http.fetch(request('/poll', { lane: 'poll' })))
    await allHeld.promise
    expect(await textOf(await http.fetch(request('/call')))).toBe('call')
    expect(connections.size).toBe(21)
    for (const response of held) response.end('poll')
    expect(await Promise.all((await Promise.all(polls)).map(textOf))).toEqual(Array(20).fill('poll'))
  })

  it('does not follow redirects (P10)', async () => {
    const urls: (string | undefined)[] = []
    handler = (incoming, response) => {
      urls.push(incoming.url)
      response.writeHead(302, { Location: '/elsewhere' }).end()
    }
    const answer = await http.fetch(request('/start'))
    expect(answer.status).toBe(302)
    await answer.discard()
    expect(urls).toEqual(['/start'])
  })

  it('aborts a held request at once and closes its connection', async () => {
    const arrived = Promise.withResolvers<Socket>()
    handler = (incoming) => arrived.resolve(incoming.socket)
    const controller = new AbortController()
    const failing = failureOf(http.fetch(request('/held', { lane: 'poll', signal: controller.signal })))
    const socket = await arrived.promise
    const closed = once(socket, 'close')
    controller.abort()
    expect(await failing).toMatchObject({ kind: 'aborted', notSent: false })
    await closed
  })

  it('aborts while a body is being read', async () => {
    handler = (_request, response) => void response.writeHead(200).write('{"ret":')
    const controller = new AbortController()
    const answer = await http.fetch(request('/', { signal: controller.signal }))
    const failing = failureOf(textOf(answer))
    controller.abort()
    expect(await failing).toMatchObject({ kind: 'aborted' })
  })

  it('reports a body that is cut off', async () => {
    handler = (_request, response) => {
      response.writeHead(200, { 'Content-Length': '100' })
      response.write('{"ret":', () => response.destroy())
    }
    const failure = await failureOf(http.fetch(request('/')).then(textOf))
    expect(failure).toMatchObject({ kind: 'network', reason: 'reset', notSent: false })
  })

  it('reports a connection that is reset before the answer as in doubt', async () => {
    handler = (incoming) => incoming.socket.resetAndDestroy()
    const failure = await failureOf(http.fetch(request('/', { method: 'POST', body: '{}' })))
    expect(failure).toMatchObject({ kind: 'network', reason: 'reset', notSent: false })
  })

  it('knows that a refused connection carried nothing', async () => {
    const other = createServer()
    other.listen(0, '127.0.0.1')
    await once(other, 'listening')
    const address = other.address()
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/?secret=abc`
    other.close()
    await once(other, 'close')
    const failure = await failureOf(http.fetch(request('', { url })))
    expect(failure).toMatchObject({ kind: 'network', reason: 'connect', code: 'ECONNREFUSED', notSent: true })
    expect(failure.stack).not.toContain('secret')
    expect(failure.cause).toBeUndefined()
  })

  it('knows that a header which cannot be written carried nothing', async () => {
    const failure = await failureOf(http.fetch(request('/', { headers: { Authorization: 'Bearer a\nb' } })))
    expect(failure).toMatchObject({ kind: 'network', notSent: true })
    expect(failure.message).not.toContain('Bearer')
  })

  it('gives up reading a huge body when its reader stops, without taking it all in', async () => {
    const block = Buffer.alloc(1024 * 1024)
    const closed = Promise.withResolvers<void>()
    handler = (_request, response) => {
      response.on('close', () => closed.resolve())
      const push = () => {
        while (!response.destroyed && response.write(block));
      }
      response.on('drain', push)
      push()
    }
    const answer = await http.fetch(request('/'))
    let read = 0
    for await (const chunk of answer.body) {
      read += chunk.byteLength
      if (read > block.byteLength) break
    }
    await closed.promise
    expect(read).toBeLessThan(3 * block.byteLength)
  })

  it('connects anew after recycle while a request under way finishes', async () => {
    const held = Promise.withResolvers<ServerResponse>()
    handler = (incoming, response) => {
      if (incoming.url === '/held') held.resolve(response)
      else response.end('ok')
    }
    await textOf(await http.fetch(request('/')))
    const poll = http.fetch(request('/held', { lane: 'poll' }))
    const response = await held.promise
    http.recycle()
    await textOf(await http.fetch(request('/')))
    expect(connections.size).toBe(3)
    response.end('late')
    expect(await textOf(await poll)).toBe('late')
  })

  it.each([false, true])(
    'ends requests under way when it is closed, recycled before: %j',
    async (recycled) => {
      const arrived = Promise.withResolvers<void>()
      handler = () => arrived.resolve()
      const failing = failureOf(http.fetch(request('/held', { lane: 'poll' })))
      await arrived.promise
      if (recycled) http.recycle()
      await http.close()
      expect(await failing).toMatchObject({ kind: 'network' })
    },
  )

  it('reports a server that does not speak TLS', async () => {
    const failure = await failureOf(http.fetch(request('', { url: base.replace('http:', 'https:') })))
    expect(failure.kind).toBe('network')
    expect(['tls', 'reset']).toContain(failure.reason)
  })
})

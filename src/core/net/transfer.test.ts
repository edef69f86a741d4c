import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createNodeHttp } from './http.ts'

type Answering = (request: IncomingMessage, response: ServerResponse) => void

/** A server on loopback and the app's HTTP towards it, ended with the test. */
async function withServer(answer: Answering) {
  const server = createServer(answer)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const http = createNodeHttp()
  return {
    http,
    url: `http://127.0.0.1:${port}/upload`,
    async [Symbol.asyncDispose]() {
      await http.close()
      server.closeAllConnections()
      server.close()
    },
  }
}

const MEGABYTE = 1024 * 1024

function post(
  url: string,
  signal: AbortSignal,
  size: number,
  stream: () => AsyncIterable<Uint8Array>,
  timeoutMs = 60_000,
) {
  return {
    url,
    method: 'POST',
    headers: {},
    body: { size, stream },
    signal,
    timeoutMs,
    lane: 'media',
  } as const
}

function get(url: string, signal: AbortSignal = new AbortController().signal, timeoutMs = 60_000) {
  return { url, method: 'GET', headers: {}, signal, timeoutMs, lane: 'media' } as const
}

describe('a transfer over real HTTP', () => {
  afterEach(() => {
    vi.useRealTimers()
  })

  it('goes out with its length, never in chunks', async () => {
    let headers: IncomingMessage['headers'] = {}
    let size = 0
    await using bench = await withServer((request, response) => {
      headers = request.headers
      request.on('data', (chunk: Buffer) => {
        size += chunk.length
      })
      request.on('end', () => response.writeHead(200, { 'X-Encrypted-Param': 'here' }).end())
    })
    async function* stream() {
      for (let count = 0; count < 3; count += 1) yield new Uint8Array(MEGABYTE)
    }
    const { signal } = new AbortController()
    const response = await bench.http.fetch(post(bench.url, signal, 3 * MEGABYTE, stream))
    await response.discard()
    expect(response.headers.get('x-encrypted-param')).toBe('here')
    expect([size, headers['content-length'], headers['transfer-encoding']]).toEqual([
      3 * MEGABYTE,
      String(3 * MEGABYTE),
      undefined,
    ])
  })

  it('fails when less comes than was announced, and the server does not take it for whole', async () => {
    const ended = Promise.withResolvers<string>()
    await using bench = await withServer((request) => {
      request.on('end', () => ended.resolve('whole'))
      request.on('error', () => ended.resolve('broken'))
      request.resume()
    })
    async function* stream() {
      yield new Uint8Array(10)
    }
    const sent = bench.http.fetch(post(bench.url, new AbortController().signal, 20, stream))
    await expect(sent).rejects.toMatchObject({ name: 'HttpFailure' })
    expect(await ended.promise).toBe('broken')
  })

  it('ends at once when it is aborted, and closes its source', async () => {
    const arrived = Promise.withResolvers<void>()
    const gone = Promise.withResolvers<void>()
    await using bench = await withServer((request) => {
      request.once('data', () => arrived.resolve())
      request.on('error', () => gone.resolve())
      request.resume()
    })
    const closed = Promise.withResolvers<void>()
    async function* stream() {
      try {
        yield new Uint8Array(1000)
        await new Promise((resolve) => abort.signal.addEventListener('abort', resolve))
        yield new Uint8Array(1000)
      } finally {
        closed.resolve()
      }
    }
    const abort = new AbortController()
    const sent = bench.http.fetch(post(bench.url, abort.signal, MEGABYTE, stream))
    await arrived.promise
    abort.abort()
    await expect(sent).rejects.toMatchObject({ kind: 'aborted' })
    await Promise.all([gone.promise, closed.promise])
  })

  it('does not read ahead of a server that does not', async () => {
    const stuck = Promise.withResolvers<void>()
    await using bench = await withServer((request, response) => {
      if (request.method === 'GET') return void response.end()
      request.pause()
      stuck.resolve()
    })
    const { signal } = new AbortController()
    let taken = 0
    async function* stream() {
      while (true) {
        taken += 1
        yield new Uint8Array(MEGABYTE)
      }
    }
    const abort = new AbortController()
    const sent = bench.http.fetch(post(bench.url, abort.signal, 1000 * MEGABYTE, stream))
    await stuck.promise
    let before = -1
    while (taken > before) {
      before = taken
      // whatever the socket would still have taken, it has before a request there and back is over
      await (await bench.http.fetch(get(bench.url, signal))).discard()
    }
    // a chunk in the stream and one in the socket, the rest is what the system's buffers hold
    expect(taken).toBeLessThan(12)
    abort.abort()
    await expect(sent).rejects.toMatchObject({ kind: 'aborted' })
  })

  it('is given up when nothing moves any more', async () => {
    await using bench = await withServer((request) => request.resume())
    async function* stream() {
      yield new Uint8Array(10)
    }
    const sent = bench.http.fetch(post(bench.url, new AbortController().signal, 10, stream, 50))
    await expect(sent).rejects.toMatchObject({ kind: 'timeout', notSent: false })
  })

  describe('behind others that have every connection', () => {
    const CONNECTIONS = 16

    async function withBusyServer() {
      const held: ServerResponse[] = []
      const seen: string[] = []
      const bench = await withServer((request, response) => {
        seen.push(request.url ?? '')
        if (request.url === '/next') response.end()
        else held.push(response)
      })
      const { signal } = new AbortController()
      const others = Array.from({ length: CONNECTIONS }, () =>
        bench.http.fetch(get(bench.url, signal, 3_600_000)).catch(() => null),
      )
      await expect.poll(() => held.length).toBe(CONNECTIONS)
      return { bench, held, seen, others, next: new URL('/next', bench.url).href }
    }

    it('is not given up while it waits', async () => {
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
      const { bench, held, next } = await withBusyServer()
      await using _ = bench
      const waiting = bench.http.fetch(get(next))
      vi.advanceTimersByTime(300_000)
      held[0]?.destroy()
      expect(await waiting).toMatchObject({ status: 200 })
    })

    it('ends at once when it is aborted, never sent', async () => {
      const { bench, seen, next } = await withBusyServer()
      await using _ = bench
      const abort = new AbortController()
      const waiting = bench.http.fetch(get(next, abort.signal))
      abort.abort()
      await expect(waiting).rejects.toMatchObject({ kind: 'aborted', notSent: true })
      expect(seen).not.toContain('/next')
    })
  })

  it('asks nobody when it is aborted before', async () => {
    let count = 0
    await using bench = await withServer((_request, response) => {
      count += 1
      response.end()
    })
    await expect(bench.http.fetch(get(bench.url, AbortSignal.abort()))).rejects.toMatchObject({
      kind: 'aborted',
      notSent: true,
    })
    expect(count).toBe(0)
  })

  it('is given up in the middle of its answer as what it is, a timeout', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    await using bench = await withServer((_request, response) => {
      response.write('first')
    })
    const response = await bench.http.fetch(get(bench.url))
    const chunks = response.body[Symbol.asyncIterator]()
    await chunks.next()
    const second = chunks.next()
    vi.advanceTimersByTime(60_000)
    await expect(second).rejects.toMatchObject({ kind: 'timeout', notSent: false })
  })

  it('an unwanted answer that does not end costs its connection, not the wait', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const closed = Promise.withResolvers<void>()
    await using bench = await withServer((request, response) => {
      request.socket.once('close', () => closed.resolve())
      response.write('first')
    })
    const response = await bench.http.fetch(get(bench.url))
    const discarded = response.discard()
    vi.advanceTimersByTime(60_000)
    await Promise.all([discarded, closed.promise])
  })

  it('an unwanted answer that is large costs its connection', async () => {
    const closed = Promise.withResolvers<void>()
    await using bench = await withServer((request, response) => {
      request.socket.once('close', () => closed.resolve())
      response.write(new Uint8Array(MEGABYTE))
    })
    const response = await bench.http.fetch(get(bench.url))
    await Promise.all([response.discard(), closed.promise])
  })

  it.each([
    ['UTF-8', Buffer.from('文件太大'), '文件太大'],
    ['Latin-1', Buffer.from('é', 'latin1'), 'é'],
  ])('reads a header in %s', async (_what, bytes, text) => {
    await using bench = await withServer((_request, response) => {
      response.writeHead(413, { 'X-Error-Message': bytes.toString('latin1') }).end()
    })
    const response = await bench.http.fetch(get(bench.url))
    await response.discard()
    expect(response.headers.get('x-error-message')).toBe(text)
  })
})

import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { TestClock } from '#core/testing/clock.ts'
import { createIlinkClient } from '../ilink/client.ts'
import { createHostPolicy } from '../ilink/hosts.ts'
import { textItem } from '../ilink/message-builder.ts'
import { HttpFailure, type HttpRequest } from '../ilink/ports.ts'
import { CONTEXT_TOKEN, TOKEN, USER } from '../ilink/testing.ts'
import { createNodeHttp, type NodeHttp } from './http.ts'

let server: Server
let http: NodeHttp
let base: string
let answer: (request: IncomingMessage, response: ServerResponse) => void

beforeEach(async () => {
  http = createNodeHttp()
  server = createServer((request, response) => {
    request.resume()
    answer(request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterEach(async () => {
  await http.close()
  server.closeAllConnections()
  server.close()
})

function request(lane: HttpRequest['lane'] = 'call'): HttpRequest {
  const signal = new AbortController().signal
  return { url: `${base}/`, method: 'GET', headers: {}, signal, timeoutMs: 10_000, lane }
}

async function bytesOf(lane: HttpRequest['lane'] = 'call'): Promise<Buffer> {
  const { body } = await http.fetch(request(lane))
  const chunks: Uint8Array[] = []
  for await (const chunk of body) chunks.push(chunk)
  return Buffer.concat(chunks)
}

function packed(encoding: string, body: Uint8Array) {
  return (_: IncomingMessage, response: ServerResponse) =>
    response.writeHead(200, { 'Content-Encoding': encoding, 'Content-Length': body.length }).end(body)
}

const PLAIN = Buffer.from('{"ret":0,"text":"你好"}'.padEnd(200_000, ' '))

describe('an answer that came packed', () => {
  it.each<HttpRequest['lane']>(['poll', 'call', 'media'])(
    'is not asked for, in the lane of a %s',
    async (lane) => {
      let asked: string | undefined
      answer = (incoming, response) => {
        asked = incoming.headers['accept-encoding']
        response.end()
      }
      await bytesOf(lane)
      expect(asked).toBe('identity')
    },
  )

  it.each([
    ['gzip', gzipSync(PLAIN)],
    ['X-GZip', gzipSync(PLAIN)],
    ['deflate', deflateSync(PLAIN)],
    ['deflate', deflateRawSync(PLAIN)],
    ['br', brotliCompressSync(PLAIN)],
    ['gzip, br', brotliCompressSync(gzipSync(PLAIN))],
    ['identity', PLAIN],
  ])('is unpacked all the same: %s', async (encoding, body) => {
    answer = packed(encoding, body)
    expect((await bytesOf()).equals(PLAIN)).toBe(true)
    expect((await bytesOf('media')).equals(PLAIN)).toBe(true)
  })

  it('shows no length but that of the plain bytes', async () => {
    const body = gzipSync(PLAIN)
    answer = packed('gzip', body)
    const { headers, discard } = await http.fetch(request('media'))
    expect([headers.get('Content-Length'), headers.get('content-encoding')]).toEqual([null, null])
    await discard()
  })

  it('is unpacked no further than it is read', async () => {
    answer = packed('gzip', gzipSync(Buffer.alloc(120 * 1024 * 1024)))
    const { body } = await http.fetch(request())
    const before = process.memoryUsage().rss
    let read = 0
    for await (const chunk of body) {
      read += chunk.length
      if (read > 1024 * 1024) break
    }
    expect(process.memoryUsage().rss - before).toBeLessThan(80 * 1024 * 1024)
  })

  it('is garbage where it cannot be unpacked, and broken off where it is cut', async () => {
    const body = gzipSync(PLAIN)
    answer = packed('gzip', Buffer.from('<html>no gzip at all</html>'))
    expect(await bytesOf().catch((error: unknown) => error)).toMatchObject({ kind: 'garbage' })
    answer = (_, response) => {
      response.writeHead(200, { 'Content-Encoding': 'gzip', 'Content-Length': body.length })
      response.write(body.subarray(0, 20), () => response.destroy())
    }
    const cut: unknown = await bytesOf().catch((error: unknown) => error)
    expect(cut).toBeInstanceOf(HttpFailure)
    expect(cut).toMatchObject({ kind: 'network', reason: 'reset' })
  })

  it('loses neither the messages of a poll nor the receipt of a send', async () => {
    const client = createIlinkClient({
      http,
      clock: new TestClock(),
      random: { uint32: () => 1 },
      hostPolicy: createHostPolicy({ apiUrl: base, cdnUrl: `${base}/c2c` }),
      botAgent: 'Test/1.0',
    })
    const account = { baseUrl: base, token: TOKEN }
    const updates = `{"ret":0,"msgs":[{"message_id":1,"from_user_id":"${USER}","item_list":[{"type":1,"text_item":{"text":"hi"}}]}],"get_updates_buf":"Yw=="}`
    answer = packed('gzip', gzipSync(updates))
    expect(await client.getUpdates({ account, cursor: '', holdMs: 35_000 })).toMatchObject({
      kind: 'answered',
      cursor: 'Yw==',
      messages: [{ kind: 'message' }],
    })
    answer = packed('br', brotliCompressSync('{"ret":0,"message_id":7490000000000000736}'))
    const message = { toUserId: USER, clientId: 'c', item: textItem('x'), contextToken: CONTEXT_TOKEN }
    expect(await client.sendMessage({ account, ...message })).toMatchObject({ kind: 'accepted' })
    answer = packed('gzip', Buffer.from('no gzip'))
    expect(await client.getUpdates({ account, cursor: '', holdMs: 35_000 })).toEqual({
      kind: 'failed',
      reason: 'garbage',
    })
  })
})

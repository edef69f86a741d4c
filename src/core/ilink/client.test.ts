import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { TestClock } from '#core/testing/clock.ts'
import { createNodeHttp, type NodeHttp } from '../net/http.ts'
import { createIlinkClient, type IlinkAccount, type IlinkClient } from './client.ts'
import { createHostPolicy } from './hosts.ts'
import { textItem } from './message-builder.ts'
import { TOKEN, USER } from './testing.ts'

type Handler = (request: IncomingMessage, response: ServerResponse) => void

interface Site {
  readonly server: Server
  readonly url: string
  readonly seen: IncomingMessage[]
}

let sites: Site[]
let handler: Handler
let http: NodeHttp
let clock: TestClock
let client: IlinkClient
let account: IlinkAccount

async function openSite(): Promise<Site> {
  const seen: IncomingMessage[] = []
  const server = createServer((request, response) => {
    seen.push(request)
    request.resume()
    handler(request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const site = { server, seen, url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}` }
  sites.push(site)
  return site
}

beforeEach(async () => {
  sites = []
  const { url } = await openSite()
  http = createNodeHttp()
  clock = new TestClock()
  client = createIlinkClient({
    http,
    clock,
    random: { uint32: () => 1 },
    hostPolicy: createHostPolicy({ apiUrl: url }),
    botAgent: 'Linkboard/0.1.0',
  })
  account = { baseUrl: url, token: TOKEN }
})

afterEach(async () => {
  await http.close()
  for (const { server } of sites) {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }
})

describe('the client over real connections', () => {
  it('brings a held poll its message, in pieces, with all digits of its id', async () => {
    handler = (_request, response) => {
      response.writeHead(200, { 'Content-Type': 'application/json' })
      response.write(
        `{"ret":0,"msgs":[{"message_id":18446744073709551615,"from_user_id":"${USER}","item_list":`,
      )
      response.end('[{"type":1,"text_item":{"text":"你好"}}]}],"get_updates_buf":"Yw=="}')
    }
    const outcome = await client.getUpdates({ account, cursor: '', holdMs: 35_000 })
    expect(outcome).toMatchObject({
      kind: 'answered',
      cursor: 'Yw==',
      messages: [{ keys: { messageId: '18446744073709551615' }, parts: [{ kind: 'text', text: '你好' }] }],
    })
  })

  it('closes the connection of a poll that ran out of time, so that no dead socket is used again', async () => {
    const arrived = Promise.withResolvers<IncomingMessage>()
    handler = (request) => arrived.resolve(request)
    const poll = client.getUpdates({ account, cursor: '', holdMs: 35_000 })
    const { socket } = await arrived.promise
    const closed = once(socket, 'close')
    await clock.advance(40_000)
    expect(await poll).toEqual({ kind: 'unanswered', by: 'timeout' })
    await closed
  })

  it('carries a token nowhere a redirect points to (P10)', async () => {
    const other = await openSite()
    handler = (_request, response) => response.writeHead(307, { Location: `${other.url}/ilink` }).end()
    const outcome = await client.getUpdates({ account, cursor: '', holdMs: 35_000 })
    expect(outcome).toEqual({ kind: 'failed', reason: 'answered-by-another' })
    expect(other.seen).toEqual([])
    const elsewhere = { ...account, baseUrl: other.url }
    expect((await client.getUpdates({ account: elsewhere, cursor: '', holdMs: 1 })).kind).toBe('forbidden')
    expect(other.seen).toEqual([])
  })

  it('is in doubt about a send whose answer was cut off (P3)', async () => {
    handler = (_request, response) => {
      response.writeHead(200, { 'Content-Length': '40' })
      response.write('{"ret":0,"message', () => response.destroy())
    }
    const outcome = await client.sendMessage({
      account,
      toUserId: USER,
      clientId: 'c1',
      item: textItem('x'),
      contextToken: null,
    })
    expect(outcome).toMatchObject({ kind: 'unknown-delivery', error: { kind: 'network', reason: 'reset' } })
  })

  it('polls many accounts at once, none waiting for another (P6)', async () => {
    const held: ServerResponse[] = []
    const allHeld = Promise.withResolvers<void>()
    handler = (_request, response) => {
      if (held.push(response) === 50) allHeld.resolve()
    }
    const polls = Array.from({ length: 50 }, () => client.getUpdates({ account, cursor: '', holdMs: 35_000 }))
    await allHeld.promise
    for (const response of held) response.end('{"ret":0,"get_updates_buf":"Yw=="}')
    expect((await Promise.all(polls)).map((outcome) => outcome.kind)).toEqual(Array(50).fill('answered'))
  })
})

it('P19: tells when an answer was made, whatever it says, and nothing where it does not say so', async () => {
  const told: unknown[] = []
  const dated = createIlinkClient({
    http,
    clock,
    random: { uint32: () => 1 },
    hostPolicy: createHostPolicy({ apiUrl: account.baseUrl }),
    botAgent: 'Linkboard/0.1.0',
    onAnswered: (times) => told.push(times),
  })
  const now = clock.now()
  handler = (_request, response) => {
    response.writeHead(503, { Date: 'Thu, 01 Oct 2026 08:00:00 GMT' })
    response.end()
  }
  await dated.getUpdates({ account, cursor: '', holdMs: 35_000 })
  handler = (_request, response) => {
    response.sendDate = false
    response.end('{"ret":0}')
  }
  await dated.getUpdates({ account, cursor: '', holdMs: 35_000 })
  expect(told).toEqual([{ askedAt: now, answeredAt: now, serverAt: Date.UTC(2026, 9, 1, 8) }])
})

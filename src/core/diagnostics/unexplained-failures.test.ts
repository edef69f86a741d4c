import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { createIlinkClient } from '#core/ilink/client.ts'
import { createHostPolicy } from '#core/ilink/hosts.ts'
import { HttpFailure, type HttpPort } from '#core/ilink/ports.ts'
import { ACCOUNT, answerOf, TOKEN } from '#core/ilink/testing.ts'
import { createNodeHttp } from '#core/net/http.ts'
import { TestClock } from '#core/testing/clock.ts'
import { toFailure } from './log-event.ts'
import { sampled } from './sampled-failures.ts'

/** What the log gets of the errors that a call meets. */
function logOf(fetch: HttpPort['fetch']) {
  const clock = new TestClock()
  const logged: unknown[] = []
  const unexpected = sampled(clock, (error) => logged.push(toFailure(error)))
  const random = { uint32: () => 1 }
  const hostPolicy = createHostPolicy()
  const client = createIlinkClient({
    http: { fetch },
    random,
    clock,
    hostPolicy,
    botAgent: 'Test/1.0',
    unexpected,
  })
  const poll = () => client.getUpdates({ account: ACCOUNT, cursor: '', holdMs: 35_000 })
  return { client, clock, logged, poll }
}

describe('a failure without a code', () => {
  it('inside the HTTP library is told with its name, and nothing that it says', async () => {
    const server = createServer((request, response) => {
      request.resume()
      request.once('end', () => response.end())
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const told: unknown[] = []
    const http = createNodeHttp({ unexpected: (error) => told.push(toFailure(error)) })
    const thrown: unknown = await http
      .fetch({
        url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
        method: 'POST',
        headers: {},
        body: {
          size: 10,
          async *stream() {
            yield new Uint8Array(1)
            throw new TypeError(`Cannot read properties of ${TOKEN}`)
          },
        },
        signal: new AbortController().signal,
        timeoutMs: 10_000,
        lane: 'media',
      })
      .catch((error: unknown) => error)
    await http.close()
    server.closeAllConnections()
    server.close()
    expect(thrown).toBeInstanceOf(HttpFailure)
    expect(told).toMatchObject([{ name: 'TypeError', codes: [] }])
    expect(JSON.stringify(told)).not.toContain(TOKEN)
  })

  it('of the port is logged with its name, once a minute', async () => {
    const { clock, logged, poll } = logOf(() => Promise.reject(new RangeError(`secret ${TOKEN}`)))
    for (let second = 0; second < 119; second += 1) {
      expect(await poll()).toEqual({ kind: 'failed', reason: 'network' })
      await clock.advance(1_000)
    }
    expect(logged).toMatchObject([{ name: 'RangeError' }, { name: 'RangeError' }])
    expect(JSON.stringify(logged)).not.toContain(TOKEN)
  })

  it('of our own decoder is logged and ends nothing', async () => {
    const body = (async function* () {
      yield Buffer.from('{"ret":0}')
      throw new RangeError('boom')
    })()
    const { logged, poll } = logOf(async () => ({ ...answerOf(200, ''), body }))
    expect((await poll()).kind).toBe('failed')
    expect(logged).toMatchObject([{ name: 'RangeError' }])
  })

  it('leaves no line where a code says what happened', async () => {
    const reset = new HttpFailure({ kind: 'network', reason: 'reset', code: 'ECONNRESET', notSent: false })
    const { logged, poll } = logOf(() => Promise.reject(reset))
    await poll()
    expect(logged).toEqual([])
  })
})

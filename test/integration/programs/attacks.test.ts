import { type IncomingHttpHeaders, request } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AppHarness } from '../../support/app-harness.ts'
import { allow, connectNewer, openDoor } from './program-clients.ts'

const LIST = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} })
const MIB = 1024 * 1024

interface Answer {
  status: number
  headers: IncomingHttpHeaders
  body: string
}

/** Somebody who is not let in, or should not be. */
describe('attackers of the door for programs', { timeout: 30_000 }, () => {
  let harness: AppHarness
  let url: string
  let token: string

  beforeEach(async () => {
    harness = await AppHarness.start()
    await harness.signIn('shop')
    ;({ url } = await openDoor(harness))
    ;({ token } = await allow(harness, 'read'))
  })
  afterEach(() => harness.end())

  /** Sends exactly this, whatever a well-behaved client would do. */
  function post(
    headers: Record<string, string>,
    body: string | Buffer = LIST,
    path = '/mcp',
  ): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const asked = request(
        {
          ...{ agent: false, port: new URL(url).port, host: '127.0.0.1', method: 'POST', path },
          headers: {
            accept: 'application/json, text/event-stream',
            'content-type': 'application/json',
            ...headers,
          },
        },
        (response) => {
          let text = ''
          response.setEncoding('utf8').on('data', (bit: string) => {
            text += bit
          })
          response.on('end', () =>
            resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
          )
        },
      )
      asked.on('error', reject)
      asked.end(body)
    })
  }

  const own = () => ({ authorization: `Bearer ${token}` })

  it('without a token, with a wrong one or with one that was revoked read nothing', async () => {
    expect(await post({})).toMatchObject({ status: 401, headers: { 'www-authenticate': 'Bearer' } })
    for (const wrong of [
      'Bearer ',
      'Bearer lkb_x',
      `Basic ${token}`,
      `Bearer ${token}x`,
      `Bearer ${token} x`,
    ]) {
      const answer = await post({ authorization: wrong })
      expect([wrong, answer.status]).toEqual([wrong, 401])
      expect(answer.body).not.toContain('sessions')
    }
    expect((await post(own())).status).toBe(200)
    const [program] = (await harness.request('app.snapshot', undefined)).programs
    if (program === undefined) throw new Error('it was let in')
    await harness.request('programs.revoke', { id: program.id })
    expect((await post(own())).status).toBe(401)
  })

  it('who try many tokens close the door for everybody, and the operator is told', async () => {
    const statuses: number[] = []
    for (let n = 0; n < 11; n += 1) statuses.push((await post({ authorization: `Bearer lkb_${n}` })).status)
    expect(statuses).toEqual([...Array(10).fill(401), 429])
    expect((await post(own())).status).toBe(429)
    const { programDoor } = await harness.request('app.snapshot', undefined)
    expect(programDoor.restsUntil).toBeGreaterThan(Date.now())
  })

  it('from a page of somewhere else, or under another name of this computer, are turned away', async () => {
    for (const host of ['evil.example.invalid', 'localhost.evil.invalid:1', '127.0.0.1', '0.0.0.0:80'])
      expect([host, (await post({ ...own(), host })).status]).toEqual([host, 403])
    for (const origin of ['https://evil.example.invalid', 'null', 'http://127.0.0.1.evil.invalid', 'file://'])
      expect([origin, (await post({ ...own(), origin })).status]).toEqual([origin, 403])
    const preflight = await post({ ...own(), origin: 'http://localhost:3000' })
    expect(preflight.headers['access-control-allow-origin']).toBeUndefined()
  })

  it('send two mebibytes, announced or not, and get no more than a refusal', async () => {
    const body = Buffer.alloc(2 * MIB, 'x')
    expect((await post({ ...own(), 'content-length': String(body.length) }, body)).status).toBe(413)
    expect((await post({ ...own(), 'transfer-encoding': 'chunked' }, body)).status).toBe(413)
    expect((await post(own())).status).toBe(200)
  })

  it('ask for other paths and ways, and find nothing', async () => {
    for (const path of [
      '/',
      '/mcp/../secret',
      '/mcp/x',
      '//mcp',
      '/mcp%2f..',
      '/.well-known/oauth-authorization-server',
    ])
      expect([path, (await post(own(), LIST, path)).status]).toEqual([path, 404])
  })

  it('call a thousand times, and are told so in words while the app goes on', async () => {
    const client = await connectNewer(url, token)
    const saidBy = (error: unknown) => String(error)
    const calls = Array.from({ length: 1_000 }, () =>
      client.call('sessions').then(({ isError, text }) => (isError ? text : null), saidBy),
    )
    expect((await harness.request('app.snapshot', undefined)).accounts).toHaveLength(1)
    const refusals = (await Promise.all(calls)).filter((said) => said !== null)
    expect(refusals.length).toBeGreaterThan(0)
    expect(refusals.filter((said) => !/calls too often|asks too often/.test(said))).toEqual([])
    await client.close()
  })
})

import { readFileSync } from 'node:fs'
import { afterEach, describe, expect, it } from 'vitest'
import type { Simulator } from './index.ts'
import { startSimulator } from './index.ts'
import { startWithBot, TestClient, textsOf } from './test-client.ts'
import { textOf } from './wire.ts'

interface RequestVector {
  readonly id: string
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: object
}

const vectors: { requests: RequestVector[] } = JSON.parse(
  readFileSync(new URL('../../test/fixtures/ilink-vectors.json', import.meta.url), 'utf8'),
)
const vectorToken = 'aaaabbbbcccc@im.bot:0000000000000000000000000000feed'
const vectorUser = 'o9cq80_SynthUserAAAAAAAAAA01@im.wechat'

describe('what a request must carry', () => {
  let sim: Simulator
  afterEach(() => sim.close())
  const rules = (): string[] => sim.world.violations({ clear: true }).violations.map(({ rule }) => rule)

  it.each(vectors.requests.filter(({ id }) => !/upload|image|video|file/.test(id)))(
    'finds nothing wrong with the official request $id',
    async ({ method, url, headers, body }) => {
      const { sim: started, client, token } = await startWithBot({}, { userId: vectorUser })
      sim = started
      sim.world.inject({ account: 'shop', text: 'hello', contextToken: 'AARzSyntheticContextToken==' })
      const config = await client.post('getconfig', { ilink_user_id: vectorUser })
      const adapt = (text: string): string =>
        text.replace(vectorToken, token).replace('dGlja2V0', textOf(config.json, 'typing_ticket') ?? '')
      const answer = await client.raw(url.replace(/^.*\/ilink\/bot\//, ''), {
        method,
        headers: Object.entries(headers).map(([name, value]): [string, string] => [name, adapt(value)]),
        body: adapt(JSON.stringify(body)),
      })
      expect(answer.json['ret']).toBe(0)
      expect(sim.world.violations().violations).toEqual([])
    },
  )

  it('names each header and field that is missing, with the request', async () => {
    const { sim: started, token } = await startWithBot()
    sim = started
    await new TestClient(sim.url).raw('msg/notifystart', {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'text/plain' },
      body: '{}',
    })
    const { violations } = sim.world.violations({ account: 'shop' })
    expect(violations.map(({ rule }) => rule)).toEqual([
      'header-app-id',
      'header-client-version',
      'header-content-type',
      'header-authorization-type',
      'header-uin',
      'base-info',
    ])
    expect(violations[0]?.request).toMatchObject({ call: 'notifystart', method: 'POST', status: 200 })
    expect(violations[0]?.sentence).toBe('iLink-App-Id must be bot')
  })

  it('reads headers whatever their case and logs them as sent', async () => {
    const { sim: started, client, token } = await startWithBot()
    sim = started
    await client.raw('msg/notifystart', {
      method: 'POST',
      headers: {
        AUTHORIZATION: `bearer ${token} `,
        Authorizationtype: 'ilink_bot_token',
        'Content-type': 'application/json',
        'X-wechat-uin': 'MzA1NDE5ODk2',
        'Ilink-App-Id': 'bot',
        'Ilink-app-clientversion': '1',
      },
      body: '{"base_info":{"channel_version":"1.0.2","bot_agent":"x"}}',
    })
    expect(rules()).toEqual([])
    const names = sim.world.log().requests[0]?.headers.map(([name]) => name.toLowerCase())
    expect(names).toContain('ilink-app-clientversion')
  })

  it.each(['MzA1NDE5ODk2', 'bm90IGEgbnVtYmVy', 'NDI5NDk2NzI5Ng=='])(
    'wants X-WECHAT-UIN to be a uint32 that changes: %s',
    async (uin) => {
      const { sim: started, client } = await startWithBot()
      sim = started
      const send = () =>
        client.raw('msg/notifystart', {
          method: 'POST',
          headers: { ...client.headers(), 'X-WECHAT-UIN': uin },
          body: '{"base_info":{"channel_version":"2.4.9","bot_agent":"x"}}',
        })
      await send()
      await send()
      expect(rules()).toEqual(uin === 'MzA1NDE5ODk2' ? ['header-uin-constant'] : ['header-uin', 'header-uin'])
    },
  )

  it('wants no base_info, bot_type 3 and at most ten tokens on the QR call', async () => {
    sim = await startSimulator({ seed: 1 })
    const client = new TestClient(sim.url)
    await client.raw('get_bot_qrcode?bot_type=3', {
      method: 'POST',
      headers: client.headers(),
      body: JSON.stringify({ base_info: {} }),
    })
    await client.post('get_bot_qrcode', { local_token_list: [] })
    await client.newCode(Array.from({ length: 11 }, (_, index) => `token-${index}`))
    await client.post('get_bot_qrcode?bot_type=3', { local_token_list: 'one' })
    expect(rules()).toEqual(['base-info-on-qr', 'qr-bot-type', 'qr-local-tokens', 'qr-local-tokens'])
  })

  it('notices a token at another host than its own', async () => {
    const { sim: started, token } = await startWithBot()
    sim = started
    await new TestClient(`http://${sim.redirectHost}`, token).post('msg/notifystart', {})
    expect(rules()).toEqual(['wrong-host'])
  })

  it('notices a stale token only once its successor is in use', async () => {
    const { sim: started, client } = await startWithBot()
    sim = started
    sim.world.bindElsewhere({ account: 'shop' })
    await client.post('msg/notifystart', {})
    await client.newCode()
    sim.world.scan({ account: 'shop' })
    const { botToken } = sim.world.confirm({})
    await client.post('msg/notifystart', {})
    expect(rules()).toEqual([])
    await new TestClient(sim.url, botToken).post('msg/notifystart', {})
    await client.post('msg/notifystart', {})
    expect(rules()).toEqual(['stale-token'])
  })

  it('answers JSON to unknown paths, wrong methods and bodies that are no JSON', async () => {
    const { sim: started, client } = await startWithBot()
    sim = started
    expect((await client.post('logout', {})).status).toBe(404)
    expect((await client.raw('getupdates', {})).status).toBe(405)
    const init = { method: 'POST', headers: client.headers(), body: 'not json' }
    expect((await client.raw('sendmessage', init)).json['ret']).toBe(-2)
    expect(rules()).toEqual(['unknown-path', 'method', 'body-json', 'msg'])
  })

  it('serves clients of the oldest form all the same: GET for the code, few headers, no base_info', async () => {
    sim = await startSimulator({ seed: 1 })
    sim.world.addAccount({ account: 'shop' })
    const plain = new TestClient(sim.url)
    const status = { 'iLink-App-ClientVersion': '1', Connection: 'close' }
    const qrcode = textOf((await plain.raw('get_bot_qrcode?bot_type=3', {})).json, 'qrcode')
    sim.world.scan({ account: 'shop' })
    sim.world.confirm({})
    const { json } = await plain.raw(`get_qrcode_status?qrcode=${qrcode}`, { headers: status })
    const post = (path: string, body: object) =>
      plain.raw(path, {
        method: 'POST',
        headers: { Authorization: `Bearer ${json['bot_token']}` },
        body: JSON.stringify(body),
      })
    sim.world.inject({ account: 'shop', text: 'hello' })
    expect(textsOf(await post('getupdates', { get_updates_buf: '' }))).toEqual(['hello'])
    const sent = await post('sendmessage', {
      msg: {
        from_user_id: '',
        to_user_id: json['ilink_user_id'],
        client_id: 'old:1',
        message_type: 2,
        message_state: 2,
        item_list: [{ type: 1, text_item: { text: 'hi' } }],
      },
    })
    expect(sent.json['message_id']).toBeDefined()
    expect(sim.world.phone({ account: 'shop' }).messages.map(({ text }) => text)).toEqual(['hello', 'hi'])
    expect(rules().length).toBeGreaterThan(0)
  })
})

import { afterEach, describe, expect, it } from 'vitest'
import { apiCallNames } from './args.ts'
import type { FaultKind, Simulator } from './index.ts'
import type { TestClient } from './test-client.ts'
import { messagesOf, startWithBot, textsOf, until } from './test-client.ts'

describe('faults', () => {
  let sim: Simulator
  afterEach(() => sim.close())

  async function start(account: object = {}) {
    const started = await startWithBot({}, account)
    sim = started.sim
    sim.world.inject({ account: 'shop', text: 'waiting' })
    return started
  }
  const shown = (): number =>
    sim.world.phone({ account: 'shop' }).messages.filter(({ by }) => by === 'bot').length

  const callOnce = async (client: TestClient, userId: string, call: (typeof apiCallNames)[number]) => {
    if (call === 'get_bot_qrcode') return client.post('get_bot_qrcode?bot_type=3', {})
    if (call === 'get_qrcode_status') return client.status(await client.newCode())
    if (call === 'getupdates') return client.poll()
    if (call === 'sendmessage') return client.send(userId, 'x')
    if (call === 'notifystart' || call === 'notifystop') return client.post(`msg/${call}`, {})
    return client.post(call, { ilink_user_id: userId })
  }

  it.each(apiCallNames)('strikes %s with every kind of broken answer, once', async (call) => {
    const { client, userId } = await start()
    for (const [kind, extra, expected] of [
      ['status', { status: 502, body: 'Bad Gateway' }, { status: 502, text: 'Bad Gateway' }],
      ['status', { status: 524, body: '<html>error code: 524</html>' }, { status: 524 }],
      ['garbage', { body: '<html></html>' }, { status: 200, text: '<html></html>' }],
      ['empty', {}, { status: 200, text: '' }],
      ['ret', { ret: -1, errmsg: 'synthetic' }, { status: 200, text: '{"ret":-1,"errmsg":"synthetic"}' }],
      ['ret', { errcode: -14 }, { status: 200, text: '{"errcode":-14}' }],
    ] as const) {
      sim.world.fault({ call, kind, ...extra })
      expect(await callOnce(client, userId, call)).toMatchObject(expected)
    }
    for (const kind of ['dropBefore', 'cutOff'] as const) {
      sim.world.fault({ call, kind })
      await expect(callOnce(client, userId, call)).rejects.toThrow()
    }
    expect(sim.world.fault({ clear: true })).toEqual({ standing: 0 })
  })

  it('delays, and hangs until the client gives up', async () => {
    const { client, timers } = await start()
    sim.world.fault({ call: 'notifystart', kind: 'delay', ms: 500 })
    const delayed = client.post('msg/notifystart', {})
    await until(() => timers.waiting === 1)
    timers.pass(500)
    expect((await delayed).json['ret']).toBe(0)

    sim.world.fault({ call: 'notifystart', kind: 'hang' })
    const abort = new AbortController()
    const hanging = client.post('msg/notifystart', {}, abort.signal)
    await until(() => sim.world.log({}).requests.at(-1)?.outcome === 'hanging')
    abort.abort()
    await expect(hanging).rejects.toThrow()
    await until(() => sim.world.log({}).requests.at(-1)?.outcome === 'closed by client')
  })

  it('sends a slow answer piece by piece, whole in the end', async () => {
    const { client, timers } = await start()
    sim.world.fault({ call: 'getupdates', kind: 'slow', ms: 100 })
    const polled = client.poll()
    for (let piece = 0; piece < 7; piece += 1) {
      await until(() => timers.waiting === 1)
      timers.pass(100)
    }
    expect(textsOf(await polled)).toEqual(['waiting'])
  })

  it.each([
    ['dropBefore', 0],
    ['status', 0],
    ['dropAfter', 1],
    ['garbage', 1],
    ['empty', 1],
    ['cutOff', 1],
  ] as const)('%s leaves %i messages on the phone', async (kind, count) => {
    const { client, userId } = await start()
    sim.world.fault({ call: 'sendmessage', kind })
    await client.send(userId, 'x').catch(() => undefined)
    expect(shown()).toBe(count)
  })

  it('puts the effect before or after as told', async () => {
    const { client, userId } = await start()
    sim.world.fault({ call: 'sendmessage', kind: 'status', status: 504, effect: 'after' })
    expect((await client.send(userId, 'x')).status).toBe(504)
    expect(shown()).toBe(1)
    sim.world.fault({ call: 'sendmessage', kind: 'empty', effect: 'before' })
    expect((await client.send(userId, 'x')).text).toBe('')
    expect(shown()).toBe(1)
  })

  it.each(['garbage', 'empty', 'cutOff', 'status'] as const)(
    'never takes a message by an answer that did not carry it whole: %s',
    async (kind) => {
      const { client } = await start()
      sim.world.fault({ call: 'getupdates', kind, effect: 'after' })
      await client.poll().catch(() => undefined)
      expect(textsOf(await client.poll())).toEqual(['waiting'])
    },
  )

  it('loses a batch dropped after the effect in the answered ackMode and repeats it in the other', async () => {
    for (const ackMode of ['answered', 'acknowledged'] as const) {
      const { client } = await start({ ackMode })
      sim.world.fault({ call: 'getupdates', kind: 'dropAfter' })
      await expect(client.poll()).rejects.toThrow()
      sim.world.inject({ account: 'shop', text: 'next' })
      expect(textsOf(await client.poll())).toEqual(ackMode === 'answered' ? ['next'] : ['waiting', 'next'])
      if (ackMode === 'answered') await sim.close()
    }
  })

  it('delivers duplicates with the same id, a new one or none, at once or later', async () => {
    const { client } = await start()
    const idsOfNext = async (): Promise<unknown[]> =>
      messagesOf(await client.poll()).map((message) => message['message_id'])
    sim.world.fault({ call: 'getupdates', kind: 'duplicate' })
    const [one, same] = await idsOfNext()
    expect(same).toBe(one)
    for (const [how, check] of [
      ['newId', (first: unknown, second: unknown) => typeof second === 'bigint' && second !== first],
      ['noId', (_first: unknown, second: unknown) => second === undefined],
    ] as const) {
      sim.world.inject({ account: 'shop', text: how })
      sim.world.fault({ call: 'getupdates', kind: 'duplicate', how })
      const [first, second] = await idsOfNext()
      expect(check(first, second)).toBe(true)
    }
    sim.world.inject({ account: 'shop', text: 'later' })
    sim.world.fault({ call: 'getupdates', kind: 'duplicate', later: true })
    expect(await idsOfNext()).toEqual(await idsOfNext())
  })

  it('reorders a batch, strips ids, adds a message nobody can read', async () => {
    const { client } = await start()
    await client.poll()
    sim.world.inject({ account: 'shop', text: '{n}', count: 3 })
    sim.world.fault({ call: 'getupdates', kind: 'reorder' })
    expect(textsOf(await client.poll())).toEqual(['3', '2', '1'])
    sim.world.inject({ account: 'shop', text: 'a' })
    sim.world.fault({ call: 'getupdates', kind: 'noIds' })
    expect(messagesOf(await client.poll())[0]).not.toHaveProperty('message_id')
    sim.world.inject({ account: 'shop', text: 'b' })
    sim.world.fault({ call: 'getupdates', kind: 'malformedMessage' })
    const answer = await client.poll()
    expect(answer.json['msgs']).toHaveLength(2)
    expect(textsOf(answer)).toContain('b')
  })

  it('answers an empty cursor, an accepted send without id, members of a wrong type', async () => {
    const { client, userId } = await start()
    sim.world.fault({ call: 'getupdates', kind: 'emptyCursor' })
    expect((await client.poll()).json['get_updates_buf']).toBe('')
    sim.world.fault({ call: 'sendmessage', kind: 'noMessageId' })
    expect((await client.send(userId, 'x')).json).toEqual({ ret: 0 })
    sim.world.inject({ account: 'shop', text: 'odd' })
    sim.world.fault({ call: 'getupdates', kind: 'wrongTypes', field: 'from_user_id' })
    expect(typeof messagesOf(await client.poll())[0]?.['from_user_id']).not.toBe('string')
    sim.world.fault({ call: 'getconfig', kind: 'wrongTypes' })
    const { json } = await client.post('getconfig', { ilink_user_id: userId })
    expect(json['ret'] === 0 && typeof json['typing_ticket'] === 'string').toBe(false)
  })

  it('strikes only the named account, and as often as told', async () => {
    const { client } = await start()
    sim.world.fault({ call: 'any', kind: 'status', account: 'other' })
    expect((await client.post('msg/notifystart', {})).status).toBe(200)
    sim.world.fault({ call: 'any', kind: 'status', account: 'shop', times: 2 })
    const statuses = []
    for (let round = 0; round < 3; round += 1)
      statuses.push((await client.post('msg/notifystart', {})).status)
    expect(statuses).toEqual([500, 500, 200])
  })

  it('strikes only messages to the named person', async () => {
    const { client, userId } = await start()
    const { people } = sim.world.addAccount({ account: 'shop', people: [{ name: 'Ann' }] })
    const ann = people.find(({ name }) => name === 'Ann')?.userId ?? ''
    sim.world.inject({ account: 'shop', from: 'Ann', text: 'hello' })
    sim.world.fault({ call: 'sendmessage', kind: 'ret', ret: -2, account: 'shop', to: ann })
    expect((await client.send(userId, 'x')).json['ret']).toBe(0)
    expect((await client.send(ann, 'x')).json['ret']).toBe(-2)
    expect((await client.send(ann, 'x')).json['ret']).toBe(0)

    sim.world.fault({ call: 'sendmessage', kind: 'dropBefore', account: 'shop', to: ann })
    expect(sim.world.fault({ clear: true, account: 'shop', to: userId })).toEqual({ standing: 1 })
    expect(sim.world.fault({ clear: true, account: 'shop', to: ann })).toEqual({ standing: 0 })
    expect(() => sim.world.fault({ call: 'getupdates', kind: 'hang', to: ann })).toThrow('sendmessage')
  })

  it('repeats the same chance from the same seed', async () => {
    const { client } = await start()
    const run = async (): Promise<number[]> => {
      sim.world.fault({ clear: true })
      const kinds: FaultKind[] = ['status', 'empty']
      sim.world.fault({ call: 'notifystart', kind: 'random', rate: 0.5, seed: 7, kinds })
      const lengths = []
      for (let round = 0; round < 20; round += 1) {
        const { status, text } = await client.post('msg/notifystart', {})
        lengths.push(status + text.length)
      }
      return lengths
    }
    const first = await run()
    expect(new Set(first).size).toBe(3)
    expect(await run()).toEqual(first)
  })

  it('says when a kind does not belong to a call', async () => {
    await start()
    expect(() => sim.world.fault({ call: 'sendmessage', kind: 'reorder' })).toThrow('belongs to getupdates')
  })
})

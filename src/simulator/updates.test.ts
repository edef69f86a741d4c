import { afterEach, describe, expect, it } from 'vitest'
import type { Simulator } from './index.ts'
import { messagesOf, startWithBot, TestClient, textsOf, until } from './test-client.ts'
import { field, textOf } from './wire.ts'

describe('receiving', () => {
  let sim: Simulator
  afterEach(() => sim.close())

  async function start(...args: Parameters<typeof startWithBot>) {
    const started = await startWithBot(...args)
    sim = started.sim
    return started
  }
  const cursorOf = (answer: { json: object }): string => textOf(answer.json, 'get_updates_buf') ?? ''

  it('holds, wakes at once for a message and writes its id as an unquoted 64-bit number', async () => {
    const { client, timers, userId } = await start()
    const polled = client.poll()
    await until(() => timers.waiting === 1)
    const [injected] = sim.world.inject({ account: 'shop', text: '你好' }).messages
    const answer = await polled
    expect(textsOf(answer)).toEqual(['你好'])
    expect(answer.text).toContain(`"message_id":${injected?.messageId},`)
    expect(BigInt(injected?.messageId ?? 0)).toBeGreaterThan(2n ** 53n)
    expect(messagesOf(answer)[0]).toMatchObject({ from_user_id: userId, message_type: 1, group_id: '' })
    expect(answer.json['longpolling_timeout_ms']).toBe(35_000)
    expect(sim.world.violations().violations).toEqual([])
  })

  it('answers an empty list when the hold is over', async () => {
    const { client, timers } = await start()
    const polled = client.poll()
    await until(() => timers.waiting === 1)
    timers.pass(35_000)
    expect((await polled).json).toEqual({
      ret: 0,
      msgs: [],
      get_updates_buf: '',
      longpolling_timeout_ms: 35_000,
    })
  })

  it('answers at most a batch and moves the cursor with each', async () => {
    const { client } = await start({ maxBatch: 2 })
    sim.world.inject({ account: 'shop', text: 'm{n}', count: 5 })
    const first = await client.poll()
    const second = await client.poll(cursorOf(first))
    const third = await client.poll(cursorOf(second))
    expect([first, second, third].map(textsOf)).toEqual([['m1', 'm2'], ['m3', 'm4'], ['m5']])
    expect(new Set([first, second, third].map(cursorOf)).size).toBe(3)
  })

  it('forgets what it answered in the default ackMode: an old cursor does not bring it back', async () => {
    const { client, timers } = await start()
    sim.world.inject({ account: 'shop', text: 'once' })
    expect(textsOf(await client.poll(''))).toEqual(['once'])
    const again = client.poll('')
    await until(() => timers.waiting === 1)
    timers.pass(35_000)
    expect(textsOf(await again)).toEqual([])
  })

  it('repeats a batch until the cursor moves on in the acknowledged ackMode, and never goes back', async () => {
    const { client, timers } = await start({}, { ackMode: 'acknowledged' })
    sim.world.inject({ account: 'shop', text: 'one' })
    const first = await client.poll('')
    expect(textsOf(await client.poll(''))).toEqual(['one'])
    sim.world.inject({ account: 'shop', text: 'two' })
    const second = await client.poll(cursorOf(first))
    expect(textsOf(second)).toEqual(['two'])
    expect(textsOf(await client.poll(''))).toEqual(['two'])
    const done = client.poll(cursorOf(second))
    await until(() => timers.waiting === 1)
    timers.pass(35_000)
    expect(textsOf(await done)).toEqual([])
  })

  it('repeats a copy with its new id as long as its message, and tells what goes on', async () => {
    const { client } = await start({ maxBatch: 1 }, { ackMode: 'acknowledged' })
    const told: string[] = []
    sim.world.onPoll((event) => told.push(event.kind))
    sim.world.inject({ account: 'shop', text: 'one' })
    sim.world.fault({ call: 'getupdates', kind: 'duplicate', how: 'newId' })
    const idsOf = (answer: Parameters<typeof messagesOf>[0]) =>
      messagesOf(answer).map((message) => field(message, 'message_id'))
    const first = idsOf(await client.poll(''))
    expect(new Set(first).size).toBe(2)
    expect(idsOf(await client.poll(''))).toEqual(first)
    expect(told).toEqual(['polled', 'copied', 'answered', 'polled', 'answered'])
  })

  for (const ackMode of ['answered', 'acknowledged'] as const) {
    it(`loses nothing when the client hangs up during the hold (${ackMode})`, async () => {
      const { client, timers } = await start({}, { ackMode })
      const abort = new AbortController()
      const polled = client.poll('', abort.signal)
      await until(() => timers.waiting === 1)
      abort.abort()
      await expect(polled).rejects.toThrow()
      sim.world.inject({ account: 'shop', text: 'kept' })
      expect(textsOf(await client.poll(''))).toEqual(['kept'])
      expect(sim.world.violations().violations).toEqual([])
    })
  }

  it('ends the older of two polls on one token and says so', async () => {
    const { client, timers } = await start()
    const older = client.poll()
    await until(() => timers.waiting === 1)
    const newer = client.poll()
    expect(textsOf(await older)).toEqual([])
    await until(() => timers.waiting === 1)
    sim.world.inject({ account: 'shop', text: 'for the newer' })
    expect(textsOf(await newer)).toEqual(['for the newer'])
    expect(sim.world.violations().violations.map(({ rule }) => rule)).toEqual(['second-poll'])
  })

  it('tells a stale token in each spelling, to the open poll at once', async () => {
    const { client, timers } = await start({}, { stale: 'rotating' })
    const polled = client.poll()
    await until(() => timers.waiting === 1)
    sim.world.bindElsewhere({ account: 'shop' })
    const errmsg = 'session timeout'
    expect((await polled).json).toEqual({ ret: -14, errmsg })
    expect((await client.poll()).json).toEqual({ ret: -1, errcode: -14, errmsg })
    expect((await client.post('msg/notifystart', {})).json).toEqual({ errcode: -14, errmsg })
    for (const stale of ['ret', 'errcode', 'errcodeOnly'] as const) {
      sim.world.addAccount({ account: 'shop', stale })
      const { json } = await client.poll()
      expect([json['ret'], json['errcode']]).toEqual(
        { ret: [-14, undefined], errcode: [-1, -14], errcodeOnly: [undefined, -14] }[stale],
      )
    }
  })

  it('answers 200 with -14 to a token it never gave out and to none', async () => {
    await start()
    for (const token of ['invented', undefined]) {
      const answer = await new TestClient(sim.url, token).poll()
      expect(answer.status).toBe(200)
      expect(answer.json['ret']).toBe(-14)
    }
    expect(sim.world.violations().violations.map(({ rule }) => rule)).toEqual([
      'unknown-token',
      'unknown-token',
    ])
  })

  it('hands undelivered messages to the new bot when an account is bound again', async () => {
    await start()
    sim.world.inject({ account: 'shop', text: 'unread' })
    const scanner = new TestClient(sim.url)
    await scanner.newCode()
    sim.world.scan({ account: 'shop' })
    const { botToken, botId } = sim.world.confirm({})
    const answer = await new TestClient(sim.url, botToken).poll()
    expect(textsOf(answer)).toEqual(['unread'])
    expect(messagesOf(answer)[0]).toMatchObject({ to_user_id: botId })
  })

  it('rejects a cursor of another token as a violation and starts over', async () => {
    const { client } = await start()
    sim.world.inject({ account: 'shop', text: 'hi' })
    expect(textsOf(await client.poll('bm90IG91cnM='))).toEqual(['hi'])
    expect(sim.world.violations().violations.map(({ rule }) => rule)).toEqual(['cursor'])
  })
})

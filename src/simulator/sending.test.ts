import { afterEach, describe, expect, it } from 'vitest'
import type { Simulator } from './index.ts'
import { startWithBot } from './test-client.ts'

const hour = 3_600_000

describe('sending', () => {
  let sim: Simulator
  afterEach(() => sim.close())

  /** A bot whose owner has written once. */
  async function start(...args: Parameters<typeof startWithBot>) {
    const started = await startWithBot(...args)
    sim = started.sim
    sim.world.inject({ account: 'shop', text: 'hello' })
    return started
  }
  const rules = (): string[] => sim.world.violations({ clear: true }).violations.map(({ rule }) => rule)
  const shown = (): (string | undefined)[] =>
    sim.world
      .phone({ account: 'shop' })
      .messages.filter(({ by }) => by === 'bot')
      .map(({ text }) => text)

  it('answers an unquoted 64-bit message id and shows the text with its time', async () => {
    const { client, userId } = await start()
    sim.world.advance({ ms: hour })
    const answer = await client.send(userId, 'good day')
    expect(answer.text).toMatch(/^\{"ret":0,"message_id":749\d{16}\}$/)
    const [, line] = sim.world.phone({ account: 'shop' }).messages
    expect(line).toMatchObject({
      by: 'bot',
      kind: 'text',
      text: 'good day',
      messageId: String(answer.json['message_id']),
    })
    expect(Math.abs((line?.at ?? 0) - sim.world.now())).toBeLessThan(hour)
    expect(rules()).toEqual([])
  })

  it.each([
    ['item-list', { item_list: [] }, -2],
    ['item-list', { item_list: undefined }, -2],
    [
      'item-list',
      {
        item_list: [
          { type: 1, text_item: { text: 'a' } },
          { type: 1, text_item: { text: 'b' } },
        ],
      },
      -2,
    ],
    ['message-type', { message_type: 1 }, -2],
    ['message-state', { message_state: 1 }, -2],
    ['to-user-id', { to_user_id: '' }, -2],
    ['recipient', { to_user_id: 'o9cq80nobody@im.wechat' }, -3],
    ['text', { item_list: [{ type: 1, text_item: { text: '' } }] }, -2],
    ['text-length', { item_list: [{ type: 1, text_item: { text: '好'.repeat(5462) } }] }, -2],
    ['media', { item_list: [{ type: 2, image_item: { media: {} } }] }, -2],
    ['item', { item_list: [{ type: 8 }] }, -2],
    ['item', { item_list: [{ type: 11 }] }, -2],
  ])('refuses what breaks the rule %s', async (rule, over, ret) => {
    const { client, userId } = await start()
    const { status, json } = await client.send(userId, 'x', over)
    expect(status).toBe(200)
    expect(json['ret']).toBe(ret)
    expect(json['errmsg']).toEqual(expect.any(String))
    expect(rules()).toEqual([rule])
    expect(shown()).toEqual([])
  })

  it('knows a recipient only by the exact spelling of the id', async () => {
    const { client, userId } = await start()
    expect((await client.send(userId.toLowerCase(), 'x')).json).toEqual({
      ret: -3,
      errmsg: 'invalid arguments',
    })
    expect((await client.send(`wechat:${userId}`, 'x')).json['ret']).toBe(-3)
  })

  it('takes a text of exactly 16,384 bytes', async () => {
    const { client, userId } = await start()
    expect((await client.send(userId, 'x'.repeat(16_384))).json['message_id']).toBeDefined()
  })

  it('takes progress items and counts them', async () => {
    const { client, userId } = await start({}, { quota: 1 })
    const item_list = [{ type: 11, tool_call_start_item: { tool_name: 'search', tool_call_id: '1' } }]
    expect((await client.send(userId, '', { item_list })).json['ret']).toBe(0)
    expect((await client.send(userId, 'x')).json['ret']).toBe(-2)
  })

  it('drops a message without client_id and one that reuses it for another content', async () => {
    const { client, userId } = await start()
    expect((await client.send(userId, 'x', { client_id: undefined })).json).toEqual({ ret: 0 })
    expect((await client.send(userId, 'one', { client_id: 'same' })).json['message_id']).toBeDefined()
    expect((await client.send(userId, 'two', { client_id: 'same' })).json).toEqual({ ret: 0 })
    expect(shown()).toEqual(['one'])
    expect(rules()).toEqual(['client-id', 'client-id-reused'])
  })

  it('answers a repeated send as before and shows it once, whatever context token it bears', async () => {
    const { client, userId } = await start()
    const first = await client.send(userId, 'x', { client_id: 'again' })
    const second = await client.send(userId, 'x', { client_id: 'again', context_token: 'newer' })
    expect(second.text).toBe(first.text)
    expect(shown()).toEqual(['x'])
  })

  it('notes a made-up context token and a sender, and delivers', async () => {
    const { client, userId } = await start()
    await client.send(userId, 'x', { context_token: 'forged' })
    await client.send(userId, 'y', { from_user_id: userId })
    expect(rules()).toEqual(['context-token', 'from-user-id'])
    expect(shown()).toEqual(['x', 'y'])
  })

  it('takes the context token of an inbound message', async () => {
    const { client, userId } = await start()
    sim.world.inject({ account: 'shop', text: 'hello', contextToken: 'token-1' })
    await client.send(userId, 'x', { context_token: 'token-1' })
    expect(rules()).toEqual([])
  })

  it('sends ten messages per inbound message, then refuses until the person writes', async () => {
    const { client, userId } = await start()
    for (let number = 1; number <= 10; number += 1) {
      expect((await client.send(userId, String(number))).json['ret']).toBe(0)
    }
    expect((await client.send(userId, '11')).json).toEqual({ ret: -2, errmsg: 'prepare failed' })
    sim.world.inject({ account: 'shop', text: 'and?' })
    expect((await client.send(userId, '11')).json['ret']).toBe(0)
    expect(rules()).toEqual([])
  })

  it('closes the window 24 h after the person wrote, by the settable clock', async () => {
    const { client, userId } = await start({ clock: { now: () => 1_790_000_000_000 } })
    sim.world.advance({ ms: 24 * hour - 1 })
    expect((await client.send(userId, 'in time')).json['ret']).toBe(0)
    sim.world.advance({ ms: 1 })
    expect((await client.send(userId, 'late')).json).toEqual({ ret: -2, errmsg: 'prepare failed' })
    sim.world.inject({ account: 'shop', text: 'back', agoMs: hour })
    expect((await client.send(userId, 'again')).json['ret']).toBe(0)
    sim.world.advance({ ms: 23 * hour })
    expect((await client.send(userId, 'late')).json['ret']).toBe(-2)
  })

  it('refuses a person who never wrote', async () => {
    const { client } = await start({}, { people: [{ name: 'Li', userId: 'o9cq80Li@im.wechat' }] })
    expect((await client.send('o9cq80Li@im.wechat', 'x')).json).toEqual({ ret: -2, errmsg: 'prepare failed' })
  })

  it('limits the rate when told', async () => {
    const { client, userId } = await start({}, { rateLimit: { count: 2, perMs: 1000 } })
    await client.send(userId, '1')
    await client.send(userId, '2')
    expect((await client.send(userId, '3')).json).toEqual({ ret: -2, errmsg: 'rate limited' })
    sim.world.advance({ ms: 1000 })
    expect((await client.send(userId, '3')).json['ret']).toBe(0)
    sim.world.addAccount({ account: 'shop', rateLimit: null })
    expect((await client.send(userId, '4')).json['ret']).toBe(0)
  })

  it('accepts without id in a muted account: the phone shows nothing', async () => {
    const { client, userId } = await start({}, { sendMode: 'withoutId' })
    expect((await client.send(userId, 'x')).json).toEqual({ ret: 0 })
    expect(shown()).toEqual([])
  })

  it('shows delayed messages together', async () => {
    const { client, userId } = await start(
      { clock: { now: () => 1_790_000_010_000 } },
      { sendMode: 'delayedBatch', batchMs: 60_000 },
    )
    expect((await client.send(userId, '1')).json['message_id']).toBeDefined()
    await client.send(userId, '2')
    expect(shown()).toEqual([])
    sim.world.advance({ ms: 60_000 })
    expect(shown()).toEqual(['1', '2'])
  })

  it('loses the answer after the effect, and deduplicates the retry', async () => {
    const { client, userId } = await start({}, { sendMode: 'lostAnswer' })
    await expect(client.send(userId, 'x', { client_id: 'retry' })).rejects.toThrow()
    expect(shown()).toEqual(['x'])
    sim.world.addAccount({ account: 'shop', sendMode: 'normal' })
    expect((await client.send(userId, 'x', { client_id: 'retry' })).json['message_id']).toBeDefined()
    expect(shown()).toEqual(['x'])
  })

  it('breaks the connection before any effect when told', async () => {
    const { client, userId } = await start({}, { sendMode: 'beforeEffect' })
    await expect(client.send(userId, 'x')).rejects.toThrow()
    expect(shown()).toEqual([])
  })

  it('withholds all but the first reply of a client without the identifying headers in strict mode', async () => {
    const { client, userId } = await start({ strict: true })
    const bare = { 'Content-Type': 'application/json', Authorization: `Bearer ${client.token}` }
    const send = (client_id: string) =>
      client.raw('sendmessage', {
        method: 'POST',
        headers: bare,
        body: JSON.stringify({
          msg: {
            from_user_id: '',
            to_user_id: userId,
            client_id,
            message_type: 2,
            message_state: 2,
            item_list: [{ type: 1, text_item: { text: client_id } }],
          },
        }),
      })
    expect((await send('first')).json['message_id']).toBeDefined()
    expect((await send('second')).json).toEqual({ ret: 0 })
    await client.send(userId, 'complete')
    expect(shown()).toEqual(['first', 'complete'])
  })
})

describe('typing and notify calls', () => {
  let sim: Simulator
  afterEach(() => sim.close())

  it('gives a ticket once the person has written, and shows the indicator for it', async () => {
    const { sim: started, client, userId } = await startWithBot()
    sim = started
    expect((await client.post('getconfig', { ilink_user_id: userId })).json['ret']).toBe(-4)
    sim.world.inject({ account: 'shop', text: 'hello' })
    const { json } = await client.post('getconfig', { ilink_user_id: userId })
    const typing_ticket = json['typing_ticket']
    await client.post('sendtyping', { ilink_user_id: userId, typing_ticket, status: 1 })
    expect(sim.world.phone({ account: 'shop' }).typingSince).toEqual(expect.any(Number))
    await client.post('sendtyping', { ilink_user_id: userId, typing_ticket, status: 2 })
    expect(sim.world.phone({ account: 'shop' }).typingSince).toBeUndefined()
    expect(sim.world.violations().violations).toEqual([])
    const forged = await client.post('sendtyping', {
      ilink_user_id: userId,
      typing_ticket: 'dGlja2V0',
      status: 1,
    })
    expect(forged.json['ret']).toBe(-2)
    await client.post('sendtyping', { ilink_user_id: userId, typing_ticket, status: 3 })
    expect(sim.world.violations().violations.map(({ rule }) => rule)).toEqual(['typing', 'typing'])
  })

  it('records notifystart and notifystop', async () => {
    const { sim: started, client } = await startWithBot()
    sim = started
    expect((await client.post('msg/notifystart', {})).json).toEqual({ ret: 0 })
    expect((await client.post('msg/notifystop', {})).json).toEqual({ ret: 0 })
    const { requests } = sim.world.log({ account: 'shop' })
    expect(requests.map(({ call, outcome }) => [call, outcome])).toEqual([
      ['notifystart', 'answered'],
      ['notifystop', 'answered'],
    ])
  })
})

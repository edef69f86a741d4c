import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { InjectArgs, Simulator } from './index.ts'
import type { TestClient } from './test-client.ts'
import { messagesOf, startWithBot, textsOf } from './test-client.ts'
import type { WireObject } from './wire.ts'
import { field, isObject } from './wire.ts'

const vectors: { inbound: { id: string; body?: string; wire?: string }[] } = JSON.parse(
  readFileSync(new URL('../../test/fixtures/ilink-vectors.json', import.meta.url), 'utf8'),
)

describe('people who write', () => {
  let sim: Simulator
  let client: TestClient
  let userId: string

  beforeEach(async () => {
    ;({ sim, client, userId } = await startWithBot())
  })
  afterEach(() => sim.close())

  const write = async (args: Omit<InjectArgs, 'account'>): Promise<WireObject[]> => {
    sim.world.inject({ account: 'shop', ...args })
    const [message] = messagesOf(await client.poll())
    const items = field(message, 'item_list')
    return Array.isArray(items) ? items.filter(isObject) : []
  }

  it('sends images with keys in each encoding', async () => {
    const hex = /^[0-9a-f]{32}$/
    const [full] = await write({ image: { width: 90, height: 120 } })
    expect(full).toMatchObject({ type: 2, image_item: { thumb_width: 90, thumb_height: 120 } })
    const aeskey = field(full?.['image_item'], 'aeskey')
    expect(aeskey).toMatch(hex)
    const encoded = (item: WireObject | undefined) =>
      Buffer.from(String(field(field(item?.['image_item'], 'media'), 'aes_key')), 'base64')
    expect(encoded(full).toString()).toBe(aeskey)
    const [short] = await write({ image: { key: 'A', fullUrl: false } })
    expect(encoded(short)).toHaveLength(16)
    expect(field(field(short?.['image_item'], 'media'), 'full_url')).toBeUndefined()
    const [plain] = await write({ image: { key: 'none' } })
    expect(field(field(plain?.['image_item'], 'media'), 'aes_key')).toBeUndefined()
  })

  it('sends voice, files, videos, unknown kinds and several items in one message', async () => {
    expect(await write({ voice: { ms: 900, text: '好的' } })).toMatchObject([
      { type: 3, voice_item: { playtime: 900, text: '好的' } },
    ])
    expect(await write({ file: { name: '报价.pdf', size: 69 } })).toMatchObject([
      { type: 4, file_item: { file_name: '报价.pdf', len: '69' } },
    ])
    expect(await write({ video: { seconds: 12, size: 5000 } })).toMatchObject([
      { type: 5, video_item: { play_length: 12, video_size: 5000 } },
    ])
    expect(await write({ unknown: 8 })).toMatchObject([{ type: 8 }])
    expect(await write({ items: [{ text: 'see photo' }, { image: {} }] })).toMatchObject([
      { type: 1, text_item: { text: 'see photo' } },
      { type: 2 },
    ])
  })

  it('quotes by id, inline and in part', async () => {
    const [said] = sim.world.inject({ account: 'shop', text: 'hello hello' }).messages
    await client.poll()
    const messageId = said?.messageId ?? ''
    expect(await write({ text: 'a', quote: { messageId } })).toMatchObject([
      { ref_msg: { svr_id: BigInt(messageId) } },
    ])
    expect(
      await write({ text: 'b', quote: { style: 'inline', title: 'Alice', text: 'body', messageId } }),
    ).toMatchObject([
      {
        ref_msg: { title: 'Alice', message_item: { text_item: { text: 'body' }, msg_id: BigInt(messageId) } },
      },
    ])
    expect(await write({ voice: {}, quote: { image: true } })).toMatchObject([
      { ref_msg: { message_item: { type: 2 } } },
    ])
    const partial = { messageId, style: 'partial', text: 'hello hello', selection: 'lo hello' } as const
    expect(await write({ text: 'c', quote: partial })).toMatchObject([
      { ref_msg: { partial_text: { start: 'lo h', end: 'ello', startindex: 0, endindex: 1 } } },
    ])
    expect(() => sim.world.inject({ account: 'shop', text: 'd', quote: { style: 'id' } })).toThrow(
      'messageId',
    )
  })

  it('writes from the owner, from named people, and as the bot elsewhere', async () => {
    sim.world.inject({ account: 'shop', text: '1' })
    sim.world.inject({ account: 'shop', text: '2', from: '老王' })
    sim.world.inject({ account: 'shop', text: '3', from: 'o9cq80New@im.wechat' })
    sim.world.inject({ account: 'shop', text: '4', fromBot: true })
    const messages = messagesOf(await client.poll())
    const wang = sim.world.addAccount({ account: 'shop' }).people.find(({ name }) => name === '老王')
    expect(messages.map((message) => message['from_user_id']).slice(0, 3)).toEqual([
      userId,
      wang?.userId,
      'o9cq80New@im.wechat',
    ])
    expect(messages[3]).toMatchObject({ to_user_id: userId, message_type: 2 })
    expect(sim.world.phone({ account: 'shop', person: '老王' }).messages.map(({ text }) => text)).toEqual([
      '2',
    ])
  })

  it('writes many at once, without id, again with the same id, and in the past', async () => {
    sim.world.inject({ account: 'shop', text: 'no. {n}', count: 3 })
    expect(textsOf(await client.poll())).toEqual(['no. 1', 'no. 2', 'no. 3'])
    sim.world.inject({ account: 'shop', text: 'bare', noId: true })
    expect(messagesOf(await client.poll())[0]).not.toHaveProperty('message_id')
    const [said] = sim.world.inject({ account: 'shop', text: 'twice', agoMs: 3_600_000 }).messages
    sim.world.inject({ account: 'shop', duplicateOf: said?.messageId ?? '' })
    const [one, other] = messagesOf(await client.poll())
    expect(one).toEqual(other)
    expect(sim.world.now() - Number(one?.['create_time_ms'])).toBeGreaterThanOrEqual(3_600_000)
  })

  it.each(vectors.inbound)('takes over the wire payload $id unchanged', async (vector) => {
    const wire = vector.wire ?? vector.body ?? ''
    const { messages } = sim.world.inject({ account: 'shop', wire })
    if (messages.length === 0) return
    const { text } = await client.poll()
    for (const id of wire.match(/"message_id":\d+/g) ?? []) expect(text).toContain(id)
    expect(text).toContain(wire.slice(wire.indexOf('"item_list"'), wire.indexOf('"context_token"')))
  })

  it('says what cannot be written', () => {
    expect(() => sim.world.inject({ account: 'shop' })).toThrow('say what to write')
    expect(() => sim.world.inject({ account: 'shop', wire: '{' })).toThrow('must be JSON')
    expect(() => sim.world.inject({ account: 'shop', wire: '[1]' })).toThrow('must hold a message')
    expect(() => sim.world.inject({ account: 'shop', duplicateOf: '1' })).toThrow('never sent')
    sim.world.addAccount({ account: 'unbound' })
    expect(() => sim.world.inject({ account: 'unbound', text: 'x' })).toThrow('no live bot')
  })
})

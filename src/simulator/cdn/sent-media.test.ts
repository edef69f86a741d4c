import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { afterEach, describe, expect, it } from 'vitest'
import type { Simulator } from '../index.ts'
import { startWithBot } from '../test-client.ts'
import { mediaOf, prepare, uploadFor } from './test-media.ts'

const { media_round_trip: vector } = JSON.parse(
  readFileSync(new URL('../../../test/fixtures/ilink-vectors.json', import.meta.url), 'utf8'),
)
const plain = Buffer.from('twenty-one bytes here')

describe('sending media', () => {
  let sim: Simulator
  afterEach(() => sim.close())

  async function start() {
    const started = await startWithBot({}, { people: [{ name: 'Li', userId: 'o9cq80Li@im.wechat' }] })
    sim = started.sim
    sim.world.inject({ account: 'shop', text: 'hello' })
    sim.world.inject({ account: 'shop', text: 'hello', from: 'Li' })
    return started
  }
  const rules = (): string[] => sim.world.violations({ clear: true }).violations.map(({ rule }) => rule)
  const shown = (person?: string) =>
    sim.world
      .phone({ account: 'shop', ...(person === undefined ? {} : { person }) })
      .messages.filter(({ by }) => by === 'bot')

  async function uploaded(mediaType: number) {
    const { client, userId } = await start()
    const upload = prepare(userId, plain, mediaType)
    const param = await uploadFor(client, upload)
    const sendItem = (item: object, to = userId) => client.send(to, '', { item_list: [item] })
    return { client, userId, upload, sendItem, media: mediaOf(param, upload.keyHex) }
  }

  it('shows an image, a video and a file with their digests, and gives the bytes', async () => {
    const { client, userId } = await start()
    const sha256 = createHash('sha256').update(plain).digest('hex')
    for (const [mediaType, type, item] of [
      [1, 2, (media: object) => ({ image_item: { media, mid_size: 32 } })],
      [2, 5, (media: object) => ({ video_item: { media, video_size: 32 } })],
      [3, 4, (media: object) => ({ file_item: { media, file_name: '报价.pdf', len: '21' } })],
    ] as const) {
      const upload = prepare(userId, plain, mediaType)
      const media = mediaOf(await uploadFor(client, upload), upload.keyHex)
      const { json } = await client.send(userId, '', { item_list: [{ type, ...item(media) }] })
      expect(json['message_id']).toBeDefined()
    }
    const md5 = createHash('md5').update(plain).digest('hex')
    expect(shown().map(({ media }) => media)).toEqual([
      { kind: 'image', size: 21, md5, sha256, fileName: undefined },
      { kind: 'video', size: 21, md5, sha256, fileName: undefined },
      { kind: 'file', size: 21, md5, sha256, fileName: '报价.pdf' },
    ])
    expect(sim.world.mediaBytes(sha256)).toEqual(plain)
    expect(rules()).toEqual([])
  })

  it('carries the round trip of the vectors over HTTP', async () => {
    const { client, userId } = await start()
    const bytes = Buffer.from(vector.plaintext_hex, 'hex')
    const upload = prepare(userId, bytes, 1, Buffer.from(vector.aeskey, 'hex'))
    expect(upload.cipher.toString('hex')).toBe(vector.ciphertext_hex)
    expect(upload.body).toMatchObject({
      rawsize: vector.rawsize,
      rawfilemd5: vector.rawfilemd5,
      filesize: vector.filesize,
    })
    const param = await uploadFor(client, upload)
    const media = { encrypt_query_param: param, aes_key: vector.outbound_aes_key, encrypt_type: 1 }
    const item_list = [{ type: 2, image_item: { media, mid_size: vector.filesize } }]
    expect((await client.send(userId, '', { item_list })).json['message_id']).toBeDefined()
    expect(shown()[0]?.media).toMatchObject({ size: vector.rawsize, md5: vector.rawfilemd5 })
    const url = `${sim.cdnUrl}/download?encrypted_query_param=${encodeURIComponent(param)}`
    const downloaded = Buffer.from(await (await fetch(url)).arrayBuffer())
    expect(downloaded.toString('hex')).toBe(vector.ciphertext_hex)
    expect(rules()).toEqual([])
  })

  it('accepts a voice and never shows it', async () => {
    const { sendItem, media } = await uploaded(4)
    expect((await sendItem({ type: 3, voice_item: { media } })).json['message_id']).toBeDefined()
    expect(shown()).toEqual([])
    expect(rules()).toEqual([])
  })

  it('takes one upload twice for its recipient, and for nobody else', async () => {
    const { sendItem, media } = await uploaded(1)
    const item = { type: 2, image_item: { media, mid_size: 32 } }
    await sendItem(item)
    await sendItem(item)
    expect(shown()).toHaveLength(2)
    expect((await sendItem(item, 'o9cq80Li@im.wechat')).json['ret']).toBe(-2)
    expect(shown('Li')).toEqual([])
    expect(rules()).toEqual(['media'])
  })

  it('takes no upload of an earlier bot, and none whose bytes never came', async () => {
    const { client, userId, media, sendItem } = await uploaded(1)
    sim.world.bindElsewhere({ account: 'shop' })
    const { bound } = sim.world.addAccount({ account: 'shop', bound: true })
    sim.world.inject({ account: 'shop', text: 'again' })
    await expect(sendItem({ type: 2, image_item: { media, mid_size: 32 } })).resolves.toMatchObject({
      json: { ret: -14 },
    })
    const next = Object.assign(Object.create(client), { token: bound?.botToken })
    const item_list = [{ type: 2, image_item: { media, mid_size: 32 } }]
    expect((await next.send(userId, '', { item_list })).json['ret']).toBe(-2)
    expect(rules()).toContain('media')
  })

  const inEncodingA = (keyHex: string) => Buffer.from(keyHex, 'hex').toString('base64')
  it.each([
    [
      'media',
      1,
      (media: object) => ({ type: 2, image_item: { media: { ...media, encrypt_query_param: 'x' } } }),
    ],
    [
      'media-key',
      1,
      (media: object) => ({ type: 2, image_item: { media: { ...media, aes_key: 'AAAA' }, mid_size: 32 } }),
    ],
    [
      'media-key',
      1,
      (media: object, key: string) => ({
        type: 2,
        image_item: { media: { ...media, aes_key: inEncodingA(key) }, mid_size: 32 },
      }),
    ],
    [
      'media-key',
      1,
      (media: object) => ({ type: 2, image_item: { media, aeskey: '0'.repeat(32), mid_size: 32 } }),
    ],
    [
      'media-encrypt-type',
      1,
      (media: object) => ({ type: 2, image_item: { media: { ...media, encrypt_type: 0 }, mid_size: 32 } }),
    ],
    ['media-size', 1, (media: object) => ({ type: 2, image_item: { media, mid_size: 21 } })],
    ['media-size', 2, (media: object) => ({ type: 5, video_item: { media, video_size: 21 } })],
    ['media-size', 3, (media: object) => ({ type: 4, file_item: { media, file_name: 'a.txt', len: 21 } })],
    ['media-size', 3, (media: object) => ({ type: 4, file_item: { media, file_name: 'a.txt', len: '32' } })],
    ['file-name', 3, (media: object) => ({ type: 4, file_item: { media, len: '21' } })],
    ['media-kind', 3, (media: object) => ({ type: 2, image_item: { media, mid_size: 32 } })],
    ['media-kind', 1, (media: object) => ({ type: 5, video_item: { media, video_size: 32 } })],
  ])('refuses what breaks the rule %s', async (rule, mediaType, item) => {
    const { sendItem, media, upload } = await uploaded(mediaType)
    expect((await sendItem(item(media, upload.keyHex))).json).toMatchObject({ ret: -2 })
    expect(rules()).toEqual([rule])
    expect(shown()).toEqual([])
  })
})

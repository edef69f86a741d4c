import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { InjectArgs, Simulator } from '../index.ts'
import type { TestClient } from '../test-client.ts'
import { messagesOf, startWithBot } from '../test-client.ts'
import type { WireObject } from '../wire.ts'
import { field, isObject, numberOf, textOf } from '../wire.ts'
import { decipher } from './test-media.ts'

const given = Buffer.from('given bytes')

describe('downloads', () => {
  let sim: Simulator
  let client: TestClient

  beforeEach(async () => {
    ;({ sim, client } = await startWithBot())
  })
  afterEach(() => sim.close())

  /** The body of the one item that comes of `args`. */
  const write = async (args: Omit<InjectArgs, 'account'>): Promise<WireObject> => {
    sim.world.inject({ account: 'shop', ...args })
    const items = field(messagesOf(await client.poll())[0], 'item_list')
    const item = Array.isArray(items) ? items[0] : undefined
    return bodyOf(item)
  }
  const bodyOf = (item: unknown): WireObject => {
    const body = ['image_item', 'voice_item', 'file_item', 'video_item'].map((name) => field(item, name))
    return body.find(isObject) ?? {}
  }
  const builtUrl = (media: unknown): string =>
    `${sim.cdnUrl}/download?encrypted_query_param=${encodeURIComponent(textOf(media, 'encrypt_query_param') ?? '')}`
  const fetched = async (url: string): Promise<Buffer> => {
    const response = await fetch(url)
    expect(response.status).toBe(200)
    return Buffer.from(await response.arrayBuffer())
  }
  /** Key bytes of `aes_key` in either encoding. */
  const keyOf = (media: unknown): Buffer | undefined => {
    const key = textOf(media, 'aes_key')
    if (key === undefined) return undefined
    const decoded = Buffer.from(key, 'base64')
    return decoded.length === 16 ? decoded : Buffer.from(decoded.toString('latin1'), 'hex')
  }
  const plainOf = async (media: unknown): Promise<Buffer> => {
    const bytes = await fetched(textOf(media, 'full_url') ?? builtUrl(media))
    const key = keyOf(media)
    return key ? decipher(bytes, key) : bytes
  }

  it.each(['A', 'B', 'none'] as const)('gives the bytes back under a key in encoding %s', async (key) => {
    for (const form of ['image', 'video', 'file', 'voice'] as const) {
      const body = await write({ [form]: { bytes: given, key, ...(form === 'file' ? { name: 'a' } : {}) } })
      const media = field(body, 'media')
      expect(await plainOf(media)).toEqual(given)
      expect(Buffer.from(textOf(media, 'aes_key') ?? '', 'base64')).toHaveLength(
        { A: 16, B: 32, none: 0 }[key],
      )
    }
    expect(sim.world.violations().violations).toEqual([])
  })

  it('takes bytes as base64 too and serves both URL styles', async () => {
    const body = await write({ file: { name: 'a.bin', bytes: given.toString('base64') } })
    const media = field(body, 'media')
    const full = await fetched(textOf(media, 'full_url') ?? '')
    expect(full).toHaveLength(16)
    expect(await fetched(builtUrl(media))).toEqual(full)
    const bare = field(await write({ image: { fullUrl: false } }), 'media')
    expect(field(bare, 'full_url')).toBeUndefined()
    await fetched(builtUrl(bare))
    const foreign = field(await write({ image: { fullUrl: 'https://files.example/x' } }), 'media')
    expect(field(foreign, 'full_url')).toBe('https://files.example/x')
  })

  it('declares true sizes and digests unless told otherwise', async () => {
    const md5 = createHash('md5').update(given).digest('hex')
    expect(await write({ file: { name: 'a', bytes: given } })).toMatchObject({ md5, len: '11' })
    expect(await write({ file: { name: 'a', bytes: given, md5: 'f00', len: '7' } })).toMatchObject({
      md5: 'f00',
      len: '7',
    })
    expect(await write({ video: { bytes: given } })).toMatchObject({ video_md5: md5, video_size: 16 })
    expect(await write({ video: { bytes: given, md5: 'f00', size: 3 } })).toMatchObject({
      video_md5: 'f00',
      video_size: 3,
    })
    expect(await write({ image: { bytes: given, key: 'none' } })).toMatchObject({ mid_size: 11 })
  })

  it.each(['A', 'B', 'none'] as const)(
    'can give everything that was made up, thumbnails too, key %s',
    async (key) => {
      const png = Buffer.from('89504e470d0a1a0a', 'hex')
      const image = await write({ image: { width: 300, height: 420, key } })
      const bytes = await plainOf(field(image, 'media'))
      expect(bytes.subarray(0, 8)).toEqual(png)
      expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([300, 420])
      const video = await write({ video: { key } })
      expect((await plainOf(field(video, 'media'))).toString('latin1', 4, 8)).toBe('ftyp')
      for (const { thumb_media, thumb_size, thumb_width } of [image, video]) {
        expect((await fetched(builtUrl(thumb_media))).length).toBe(thumb_size)
        const thumb = await plainOf(thumb_media)
        expect(thumb.subarray(0, 8)).toEqual(png)
        expect(thumb.readUInt32BE(16)).toBe(thumb_width)
      }
      const file = await write({ file: { name: 'a.dat', size: 300_000, key } })
      const content = await plainOf(field(file, 'media'))
      expect(content).toHaveLength(300_000)
      expect(createHash('md5').update(content).digest('hex')).toBe(textOf(file, 'md5'))
    },
  )

  it('can give the image inside a quote', async () => {
    sim.world.inject({ account: 'shop', text: 'that one', quote: { image: true } })
    const items = field(messagesOf(await client.poll())[0], 'item_list')
    const item = Array.isArray(items) ? items[0] : undefined
    const image = bodyOf(field(field(item, 'ref_msg'), 'message_item'))
    const bytes = await plainOf(field(image, 'media'))
    expect(bytes.toString('latin1', 1, 4)).toBe('PNG')
    expect(numberOf(image, 'mid_size')).toBe(Math.floor(bytes.length / 16 + 1) * 16)
  })

  it('shows on the person’s own phone what was written, byte for byte', async () => {
    await write({ file: { name: 'a.txt', bytes: given } })
    const [line] = sim.world.phone({ account: 'shop' }).messages
    expect(line?.media).toMatchObject({ kind: 'file', size: 11, fileName: 'a.txt' })
    expect(sim.world.mediaBytes(line?.media?.sha256 ?? '')).toEqual(given)
    expect(sim.world.mediaBytes('0'.repeat(64))).toBeUndefined()
  })

  it('answers 404 for an unknown parameter, and for the account whose media are expired', async () => {
    const unknown = await fetch(`${sim.cdnUrl}/download?encrypted_query_param=x`)
    expect(unknown.status).toBe(404)
    expect(unknown.headers.get('x-error-message')).toBe('no such media')
    const media = field(await write({ image: {} }), 'media')
    sim.world.addAccount({ account: 'shop', expireMedia: true })
    expect((await fetch(builtUrl(media))).status).toBe(404)
    sim.world.addAccount({ account: 'shop', expireMedia: false })
    await fetched(builtUrl(media))
    expect(sim.world.violations().violations).toEqual([])
  })

  it('notes a token, and logs sizes instead of bodies', async () => {
    const media = field(await write({ file: { name: 'a', bytes: given } }), 'media')
    await (await fetch(builtUrl(media), { headers: { Authorization: 'Bearer secret' } })).arrayBuffer()
    expect(sim.world.violations().violations.map(({ rule }) => rule)).toEqual(['cdn-authorization'])
    expect(sim.world.log({ call: 'download' }).requests).toMatchObject([
      { account: 'shop', method: 'GET', body: null, sent: 16, status: 200, answer: '' },
    ])
  })
})

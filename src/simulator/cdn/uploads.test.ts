import { randomBytes } from 'node:crypto'
import { request as httpRequest } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import type { Simulator } from '../index.ts'
import { startWithBot } from '../test-client.ts'
import { textOf } from '../wire.ts'
import { prepare, put } from './test-media.ts'

const plain = Buffer.from('a picture, as it were')

describe('uploads', () => {
  let sim: Simulator
  afterEach(() => sim.close())

  async function start(account: object = {}) {
    const started = await startWithBot({}, account)
    sim = started.sim
    return started
  }
  const rules = (): string[] => sim.world.violations({ clear: true }).violations.map(({ rule }) => rule)

  it.each([
    ['upload-filekey', { filekey: 'f'.repeat(31) }, -3],
    ['upload-filekey', { filekey: undefined }, -3],
    ['upload-aeskey', { aeskey: 'g'.repeat(32) }, -3],
    ['upload-media-type', { media_type: 5 }, -3],
    ['upload-media-type', { media_type: 0 }, -3],
    ['upload-size', { rawsize: -1 }, -3],
    ['upload-size', { rawsize: 1.5 }, -3],
    ['upload-size', { filesize: plain.length }, -3],
    ['upload-size', { rawsize: 32, filesize: 32 }, -3],
    ['upload-md5', { rawfilemd5: 'abc' }, -3],
    ['upload-thumb', { no_need_thumb: undefined }, -3],
    ['recipient', { to_user_id: 'o9cq80nobody@im.wechat' }, -1],
    ['recipient', { to_user_id: undefined }, -3],
  ])('refuses an announcement that breaks the rule %s', async (rule, over, ret) => {
    const { client, userId } = await start()
    const { json } = await client.post('getuploadurl', { ...prepare(userId, plain).body, ...over })
    expect(json).toEqual({ ret, errmsg: expect.any(String) })
    expect(rules()).toEqual([rule])
  })

  it('tells a changed spelling from a made-up recipient', async () => {
    const { client, userId } = await start()
    const announce = (to: string) => client.post('getuploadurl', prepare(to, plain).body)
    expect((await announce(userId.toLowerCase())).json['ret']).toBe(-3)
    expect((await announce(`wechat:${userId}`)).json['ret']).toBe(-3)
  })

  it('wants a file key and an AES key that are new, and base_info', async () => {
    const { client, userId } = await start()
    const { body } = prepare(userId, plain)
    const fresh = () => randomBytes(16).toString('hex')
    await client.post('getuploadurl', body)
    await client.post('getuploadurl', { ...body, aeskey: fresh() })
    await client.post('getuploadurl', { ...body, filekey: fresh() })
    expect(rules()).toEqual(['upload-filekey', 'upload-aeskey'])
    await client.raw('getuploadurl', {
      method: 'POST',
      headers: client.headers(),
      body: JSON.stringify(prepare(userId, plain).body),
    })
    expect(rules()).toEqual(['base-info'])
  })

  it.each([
    ['fullUrl', ['ret', 'upload_full_url']],
    ['param', ['ret', 'upload_param']],
    ['both', ['ret', 'upload_full_url', 'upload_param']],
    ['none', ['ret']],
    ['hostile', ['ret', 'upload_full_url', 'upload_param']],
  ] as const)('answers in the style %s', async (uploadStyle, names) => {
    const { client, userId } = await start({ uploadStyle })
    const upload = prepare(userId, plain)
    const { json } = await client.post('getuploadurl', upload.body)
    expect(Object.keys(json)).toEqual(names)
    const full = textOf(json, 'upload_full_url')
    if (uploadStyle === 'hostile') expect(new URL(full ?? '').host).toBe('cdn.hostile.example')
    const param = textOf(json, 'upload_param')
    const { filekey } = upload.body
    const built = `${sim.cdnUrl}/upload?encrypted_query_param=${encodeURIComponent(param ?? '')}&filekey=${filekey}`
    for (const url of [uploadStyle === 'hostile' ? undefined : full, param && built]) {
      if (url === undefined) continue
      const response = await put(url, upload.cipher)
      expect(response.status).toBe(200)
      expect(response.headers.get('x-encrypted-param')).toEqual(expect.any(String))
    }
    // A full URL, once given, is to be used as it stands.
    expect(rules()).toEqual(param && full ? ['cdn-url'] : [])
  })

  describe('of a body', () => {
    async function announced(over: object = {}) {
      const { client, userId } = await start()
      const upload = prepare(userId, plain)
      const { json } = await client.post('getuploadurl', { ...upload.body, ...over })
      return { ...upload, url: textOf(json, 'upload_full_url') ?? '' }
    }

    it.each([
      ['is short', (cipher: Buffer) => cipher.subarray(16)],
      ['is long', (cipher: Buffer) => Buffer.concat([cipher, Buffer.alloc(16)])],
      ['has wrong padding', (cipher: Buffer) => Buffer.alloc(cipher.length, 7)],
    ])('that %s: 400 with a reason', async (_what, spoil) => {
      const { url, cipher } = await announced()
      const response = await put(url, spoil(cipher))
      expect(response.status).toBe(400)
      expect(response.headers.get('x-error-message')).toMatch(/^the body /)
      expect(response.headers.has('x-encrypted-param')).toBe(false)
      expect(rules()).toEqual(['cdn-body'])
    })

    it('of another size or MD5 than announced', async () => {
      const { client, userId } = await start()
      for (const over of [{ rawsize: plain.length - 1 }, { rawfilemd5: '0'.repeat(32) }]) {
        const upload = prepare(userId, plain)
        const { json } = await client.post('getuploadurl', { ...upload.body, ...over })
        expect((await put(textOf(json, 'upload_full_url') ?? '', upload.cipher)).status).toBe(400)
      }
      expect(rules()).toEqual(['cdn-body', 'cdn-body'])
    })

    it('notes another content type and any token', async () => {
      const { url, cipher } = await announced()
      const headers = { 'Content-Type': 'image/png', Authorization: 'Bearer secret' }
      expect((await put(url, cipher, headers)).status).toBe(200)
      expect(rules()).toEqual(['cdn-authorization', 'cdn-content-type'])
    })

    it('refuses a chunked body', async () => {
      const { url, cipher } = await announced()
      const status = await new Promise<number | undefined>((resolve, reject) => {
        const headers = { 'Content-Type': 'application/octet-stream', 'Transfer-Encoding': 'chunked' }
        const sending = httpRequest(url, { method: 'POST', headers }, (answer) => {
          answer.resume()
          resolve(answer.statusCode)
        })
        sending.on('error', reject)
        sending.end(cipher)
      })
      expect(status).toBe(400)
      expect(rules()).toEqual(['cdn-content-length'])
    })

    it('refuses a made-up parameter, another file key, other paths and methods', async () => {
      const { url, cipher } = await announced()
      expect((await put(`${sim.cdnUrl}/upload?encrypted_query_param=x&filekey=y`, cipher)).status).toBe(400)
      expect((await put(url.replace(/filekey=\w+/, 'filekey=00'), cipher)).status).toBe(400)
      expect((await put(`${sim.cdnUrl}/elsewhere`, cipher)).status).toBe(404)
      expect((await fetch(url)).status).toBe(405)
      expect(rules()).toEqual(['cdn-url', 'cdn-url', 'unknown-path', 'method'])
    })

    it('takes 40 MB in a stream and knows them by their digests', async () => {
      const { client, userId } = await start()
      const large = Buffer.alloc(40 * 1024 * 1024, 'linkboard ')
      const upload = prepare(userId, large, 3)
      const { json } = await client.post('getuploadurl', upload.body)
      expect((await put(textOf(json, 'upload_full_url') ?? '', upload.cipher)).status).toBe(200)
      const [entry] = sim.world.log({ call: 'upload' }).requests
      expect(entry).toMatchObject({
        account: 'shop',
        body: null,
        received: upload.cipher.length,
        status: 200,
        outcome: 'answered',
      })
      expect(rules()).toEqual([])
    })
  })
})

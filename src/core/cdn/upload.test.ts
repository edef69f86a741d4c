import { createDecipheriv } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { IlinkTransportError, type TransportErrorKind } from '#core/ilink/errors.ts'
import { HttpFailure, type HttpPort, type HttpRequest } from '#core/ilink/ports.ts'
import vectors from '#test/fixtures/ilink-vectors.json'
import { anUpload, createTestCdn, response, sourceOf } from './testing.ts'

const TAKEN = () => response(200, { 'x-encrypted-param': 'PARAM+/=' })
const away = (notSent: boolean) =>
  new HttpFailure({ kind: 'network', reason: 'connect', code: 'ECONNREFUSED', notSent })

const round = vectors.media_round_trip

function streamOf({ body }: HttpRequest): AsyncIterator<Uint8Array> {
  if (typeof body !== 'object') throw new Error('no streamed body')
  return body.stream()[Symbol.asyncIterator]()
}

/** A CDN client whose every request is answered as `answer` likes, without its body being read first. */
function createUnread(answer: HttpPort['fetch']) {
  let count = 0
  const http: HttpPort = {
    fetch(request) {
      count += 1
      return answer(request)
    },
  }
  return { ...createTestCdn(TAKEN, undefined, { http }), count: () => count }
}

describe('an upload', () => {
  it('makes exactly the request of the fact sheet', async () => {
    const vector = vectors.requests.find(({ id }) => id === 'req-cdn-upload')
    const randoms = [Buffer.from('f00dbabe'.repeat(4), 'hex'), Buffer.from(round.aeskey, 'hex')]
    const random = { bytes: () => randoms.shift() ?? Buffer.alloc(16) }
    const param = 'SyntheticUpload+/=Param'
    const { cdn, requests } = createTestCdn(TAKEN, { fullUrl: null, param }, { random })
    await cdn.upload(anUpload({ source: sourceOf(Buffer.from(round.plaintext_hex, 'hex')) }))
    const [{ request, body } = { request: null, body: null }] = requests
    expect({
      method: request?.method,
      url: request?.url,
      headers: request?.headers,
      body: { hex: Buffer.from(body ?? []).toString('hex') },
    }).toEqual({
      method: vector?.method,
      url: vector?.url,
      headers: vector?.headers,
      body: vector?.body,
    })
  })

  it('announces what it is and sends exactly its ciphertext to the address it was given', async () => {
    const { cdn, requests, announced } = createTestCdn(TAKEN)
    const outcome = await cdn.upload(anUpload())
    const [{ keyHex = '', ...rest } = {}] = announced
    expect(rest).toMatchObject({ fileSize: 16, mediaType: 1, rawSize: 5, toUserId: 'someone@im.wechat' })
    const [sent] = requests
    expect(sent?.request).toMatchObject({
      url: 'https://novac2c.cdn.weixin.qq.com/c2c/upload?encrypted_query_param=x&taskid=1',
      headers: { 'Content-Type': 'application/octet-stream' },
      body: { size: 16 },
      lane: 'media',
    })
    const cipher = createDecipheriv('aes-128-ecb', Buffer.from(keyHex, 'hex'), null)
    expect(cipher.update(sent?.body ?? Buffer.alloc(0)).toString() + cipher.final().toString()).toBe('hello')
    expect(outcome).toEqual({ kind: 'uploaded', encryptQueryParam: 'PARAM+/=', keyHex, cipherSize: 16 })
  })

  it.each([
    ['image', 1],
    ['video', 2],
    ['file', 3],
  ] as const)('calls a %s media type %d', async (kind, mediaType) => {
    const { cdn, announced } = createTestCdn(TAKEN)
    await cdn.upload(anUpload({ kind }))
    expect(announced[0]).toMatchObject({ mediaType })
  })

  it('builds the address from the parameter when the server gave no whole one', async () => {
    const { cdn, requests, announced } = createTestCdn(TAKEN, { fullUrl: null, param: 'Up+/=' })
    await cdn.upload(anUpload())
    expect(requests[0]?.request.url).toBe(
      `https://novac2c.cdn.weixin.qq.com/c2c/upload?encrypted_query_param=Up%2B%2F%3D&filekey=${announced[0]?.filekey}`,
    )
  })

  it('P3: every attempt has a file key and a key of its own, and there are three', async () => {
    const { cdn, announced, requests } = createTestCdn(() => response(500))
    expect(await cdn.upload(anUpload())).toEqual({ kind: 'failed' })
    expect(new Set(announced.flatMap(({ filekey, keyHex }) => [filekey, keyHex])).size).toBe(6)
    expect(requests).toHaveLength(3)
  })

  it('an answer without the parameter is tried again', async () => {
    const answers = [response(200), response(200, { 'x-encrypted-param': 'late' })]
    const { cdn } = createTestCdn(() => answers.shift() ?? response(500))
    expect(await cdn.upload(anUpload())).toMatchObject({ kind: 'uploaded', encryptQueryParam: 'late' })
  })

  it('an answer that never has the parameter fails it', async () => {
    const { cdn, requests } = createTestCdn(() => response(200, { 'x-encrypted-param': ' ' }))
    expect(await cdn.upload(anUpload())).toEqual({ kind: 'failed' })
    expect(requests).toHaveLength(3)
  })

  it('is not taken for whole by an answer that came before its end', async () => {
    const source = sourceOf(Buffer.alloc(200_000))
    const early = createUnread(async (request) => {
      await streamOf(request).next()
      return TAKEN()
    })
    expect(await early.cdn.upload(anUpload({ source }))).toEqual({ kind: 'failed' })
    expect(early.count()).toBe(3)
  })

  it('is a failure of the file when an answer came before the file turned out to be another', async () => {
    const source = { ...sourceOf(Buffer.from('hello')), md5: sourceOf(Buffer.from('world')).md5 }
    const early = createUnread(async (request) => {
      await streamOf(request)
        .next()
        .catch(() => null)
      return TAKEN()
    })
    expect(await early.cdn.upload(anUpload({ source }))).toMatchObject({ kind: 'source-failed' })
    expect(early.count()).toBe(1)
  })

  it('ends when it is aborted in the middle, and closes the file', async () => {
    const abort = new AbortController()
    let isClosed = false
    const source = sourceOf(Buffer.alloc(200_000), {
      async *open() {
        try {
          while (true) yield Buffer.alloc(1_000)
        } finally {
          isClosed = true
        }
      },
    })
    const { cdn, count } = createUnread(async (request) => {
      const stream = streamOf(request)
      await stream.next()
      abort.abort()
      await stream.return?.()
      throw new HttpFailure({ kind: 'aborted', reason: 'other', code: null, notSent: false })
    })
    expect(await cdn.upload(anUpload({ source, signal: abort.signal }))).toEqual({ kind: 'aborted' })
    expect([count(), isClosed]).toEqual([1, true])
  })

  it.each([
    ['network', { kind: 'not-connected' }, 1],
    ['timeout', { kind: 'not-connected' }, 1],
    ['aborted', { kind: 'aborted' }, 1],
    ['http', { kind: 'failed' }, 3],
    ['garbage', { kind: 'failed' }, 3],
    ['redirect', { kind: 'failed' }, 3],
    ['too-large', { kind: 'failed' }, 3],
    ['forbidden-host', { kind: 'forbidden-host', host: 'ilinkai.weixin.qq.com' }, 1],
  ] as const satisfies readonly (readonly [TransportErrorKind, object, number])[])(
    'knows what to make of a server that does not name an address: %s',
    async (kind, outcome, asked) => {
      let count = 0
      const client = {
        async getUploadUrl(): Promise<never> {
          count += 1
          throw new IlinkTransportError({ endpoint: 'getuploadurl', kind, delivery: 'unknown' })
        },
      }
      const { cdn, requests } = createTestCdn(TAKEN, undefined, { client })
      expect(await cdn.upload(anUpload())).toEqual(outcome)
      expect([count, requests.length]).toEqual([asked, 0])
    },
  )

  it('P9: tells nothing of the address in what the CDN says', async () => {
    const named = { fullUrl: null, param: 'Secret+/=Param' }
    const said = 'bad Secret+/=Param, bad Secret%2B%2F%3DParam'
    const { cdn } = createTestCdn(() => response(400, { 'x-error-message': said }), named)
    expect(await cdn.upload(anUpload())).toEqual({
      kind: 'refused',
      serverText: 'bad [removed], bad [removed]',
    })
  })

  it('a 4xx ends it with the reason that the CDN gives, without secrets', async () => {
    const { cdn, announced } = createTestCdn(() =>
      response(403, { 'x-error-message': `key ${announced[0]?.keyHex} is bad` }),
    )
    expect(await cdn.upload(anUpload())).toEqual({ kind: 'refused', serverText: 'key [removed] is bad' })
    const { cdn: other, requests } = createTestCdn(() => response(413, {}, [Buffer.from('too large')]))
    expect(await other.upload(anUpload())).toEqual({ kind: 'refused', serverText: 'too large' })
    expect(requests).toHaveLength(1)
  })

  it('P10: asks no forbidden address, and nothing in its place', async () => {
    const { cdn, requests } = createTestCdn(TAKEN, { fullUrl: 'https://evil.example/upload', param: 'p' })
    expect(await cdn.upload(anUpload())).toEqual({ kind: 'forbidden-host', host: 'evil.example' })
    expect(requests).toEqual([])
  })

  it('P10: does not follow a redirect', async () => {
    const { cdn, requests } = createTestCdn(() => response(302, { location: 'https://evil.example/' }))
    expect(await cdn.upload(anUpload())).toEqual({ kind: 'failed' })
    expect(requests.every(({ request }) => request.url.startsWith('https://novac2c'))).toBe(true)
  })

  it('says apart whether the CDN was reached', async () => {
    const unreachable = createTestCdn(() => Promise.reject(away(true)))
    expect(await unreachable.cdn.upload(anUpload())).toEqual({ kind: 'not-connected' })
    const broken = createTestCdn(() => Promise.reject(away(false)))
    expect(await broken.cdn.upload(anUpload())).toEqual({ kind: 'failed' })
  })

  it('a file that is not what was announced never goes out whole', async () => {
    const { cdn } = createTestCdn(TAKEN)
    const shorter = sourceOf(Buffer.from('hell'), { size: 5 })
    expect(await cdn.upload(anUpload({ source: shorter }))).toMatchObject({ kind: 'source-failed' })
    const changed = { ...sourceOf(Buffer.from('hello')), md5: sourceOf(Buffer.from('world')).md5 }
    expect(await cdn.upload(anUpload({ source: changed }))).toMatchObject({ kind: 'source-failed' })
  })

  it('counts plain bytes', async () => {
    const told: number[] = []
    const { cdn } = createTestCdn(TAKEN)
    const source = sourceOf(Buffer.alloc(200_000))
    await cdn.upload(anUpload({ source, onProgress: (done) => told.push(done) }))
    expect(told).toEqual([65_536, 131_072, 196_608, 200_000])
  })
})

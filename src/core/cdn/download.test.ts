import { describe, expect, it } from 'vitest'
import type { MediaReference } from '#core/ilink/message.ts'
import type { HttpResponse } from '#core/ilink/ports.ts'
import { HttpFailure } from '#core/ilink/ports.ts'
import vectors from '#test/fixtures/ilink-vectors.json'
import { DownloadError } from './download.ts'
import { createTestCdn, response } from './testing.ts'

const { aeskey, ciphertext_hex, plaintext_hex } = vectors.media_round_trip
const CIPHERTEXT = Buffer.from(ciphertext_hex, 'hex')

function reference(over: Partial<MediaReference> = {}): MediaReference {
  return { fullUrl: null, encryptQueryParam: 'Down+/=', keyHex: aeskey, keyState: 'present', ...over }
}

const whole = () =>
  response(200, { 'content-length': '80' }, [CIPHERTEXT.subarray(0, 33), CIPHERTEXT.subarray(33)])

function start(
  respond: () => HttpResponse | Promise<HttpResponse>,
  media = reference(),
  maxBytes: number | null = null,
) {
  const bench = createTestCdn(respond)
  const abort = new AbortController()
  const told: [number, number | null][] = []
  const answer = bench.cdn.download({
    media,
    maxBytes,
    signal: abort.signal,
    onProgress: (done, total) => told.push([done, total]),
  })
  async function read(): Promise<string | DownloadError> {
    const got = await answer
    if (got.kind !== 'open') return got.kind
    const chunks: Uint8Array[] = []
    try {
      for await (const chunk of got.plain) chunks.push(chunk)
    } catch (error) {
      if (error instanceof DownloadError) return error
      throw error
    }
    return Buffer.concat(chunks).toString('hex')
  }
  return { ...bench, answer, read, abort, told }
}

describe('a download', () => {
  it('gives the plain bytes and says how far it is', async () => {
    const { read, requests, told } = start(whole)
    expect(await read()).toBe(plaintext_hex)
    expect(requests[0]?.request).toMatchObject({
      url: 'https://novac2c.cdn.weixin.qq.com/c2c/download?encrypted_query_param=Down%2B%2F%3D',
      method: 'GET',
      headers: {},
      lane: 'media',
    })
    expect(told).toEqual([
      [33, 80],
      [80, 80],
    ])
  })

  it('asks a whole address verbatim', async () => {
    const fullUrl = 'https://novac2c.cdn.weixin.qq.com/c2c/download?encrypted_query_param=a%2fb&taskid=9'
    const { read, requests } = start(whole, reference({ fullUrl }))
    expect(await read()).toBe(plaintext_hex)
    expect(requests[0]?.request.url).toBe(fullUrl)
  })

  it('P10: asks nobody for a forbidden address, and takes no other way', async () => {
    const { answer, requests } = start(whole, reference({ fullUrl: 'https://evil.example/x' }))
    expect(await answer).toEqual({ kind: 'failed', reason: 'host-not-allowed', retry: false })
    expect(requests).toEqual([])
  })

  it('without a key takes the bytes as they are', async () => {
    const { read } = start(whole, reference({ keyHex: null, keyState: 'none' }))
    expect(await read()).toBe(ciphertext_hex)
  })

  it.each([
    [reference({ keyHex: null, keyState: 'undecodable' }), 'bad-key'],
    [reference({ encryptQueryParam: null }), 'no-address'],
  ] as const)('asks nobody when it cannot end well', async (media, reason) => {
    const { answer, requests } = start(whole, media)
    expect(await answer).toEqual({ kind: 'failed', reason, retry: false })
    expect(requests).toEqual([])
  })

  it('is tried again after a failing CDN, with rests between', async () => {
    const answers = [response(500), response(502), whole()]
    const { read, clock, requests } = start(() => answers.shift() ?? response(500))
    const content = read()
    for (const rest of [1_000, 3_000]) {
      await expect.poll(() => clock.pending).toBe(1)
      await clock.advance(rest)
    }
    expect(await content).toBe(plaintext_hex)
    expect(requests).toHaveLength(3)
  })

  it('says that it is gone, at once', async () => {
    const { answer, requests } = start(() => response(404))
    expect(await answer).toEqual({ kind: 'failed', reason: 'gone', retry: false })
    expect(requests).toHaveLength(1)
  })

  it('P10: does not follow a redirect', async () => {
    const { answer, clock, requests } = start(() => response(302, { location: 'https://evil.example/' }))
    for (const rest of [1_000, 3_000]) {
      await expect.poll(() => clock.pending).toBe(1)
      await clock.advance(rest)
    }
    expect(await answer).toEqual({ kind: 'failed', reason: 'server-failed', retry: true })
    expect(requests.map(({ request }) => new URL(request.url).host)).toEqual(
      Array.from({ length: 3 }, () => 'novac2c.cdn.weixin.qq.com'),
    )
  })

  it('tells no connection from a failing server', async () => {
    const failure = new HttpFailure({ kind: 'network', reason: 'dns', code: 'ENOTFOUND', notSent: true })
    const { answer, clock } = start(() => Promise.reject(failure))
    for (const rest of [1_000, 3_000]) {
      await expect.poll(() => clock.pending).toBe(1)
      await clock.advance(rest)
    }
    expect(await answer).toEqual({ kind: 'failed', reason: 'not-connected', retry: true })
  })

  it.each([
    [
      'a body that is cut off',
      () => response(200, { 'content-length': '80' }, [CIPHERTEXT.subarray(0, 48)]),
      'server-failed',
    ],
    ['a ciphertext that is not whole', () => response(200, {}, [CIPHERTEXT.subarray(0, 47)]), 'damaged'],
    ['no bytes at all', () => response(200), 'damaged'],
  ] as const)('%s is noticed', async (_what, respond, reason) => {
    expect(await start(respond).read()).toMatchObject({ reason, retry: true })
  })

  it('stops where it becomes larger than wanted', async () => {
    const announced = start(whole, reference(), 10)
    expect(await announced.answer).toEqual({ kind: 'failed', reason: 'too-large', retry: false })
    const silent = start(() => response(200, {}, [CIPHERTEXT]), reference(), 10)
    expect(await silent.read()).toMatchObject({ reason: 'too-large', retry: false })
  })

  it('ends while it rests', async () => {
    const { answer, abort, clock } = start(() => response(500))
    await expect.poll(() => clock.pending).toBe(1)
    abort.abort()
    expect(await answer).toEqual({ kind: 'aborted' })
  })
})

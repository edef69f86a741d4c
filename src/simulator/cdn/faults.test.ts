import { afterEach, describe, expect, it } from 'vitest'
import type { FaultKind, Simulator } from '../index.ts'
import { startWithBot, until } from '../test-client.ts'
import { textOf } from '../wire.ts'
import { mediaOf, prepare, put } from './test-media.ts'

const plain = Buffer.alloc(400_000, 'linkboard ')

describe('faults of the CDN', () => {
  let sim: Simulator
  afterEach(() => sim.close())

  async function start() {
    const started = await startWithBot()
    sim = started.sim
    sim.world.inject({ account: 'shop', text: 'hello' })
    return started
  }

  async function announced(bytes = plain) {
    const { client, userId, timers } = await start()
    const upload = prepare(userId, bytes, 3)
    const { json } = await client.post('getuploadurl', upload.body)
    const url = textOf(json, 'upload_full_url') ?? ''
    /** Whether the bytes have come: only then can they be sent. */
    const arrived = async (param: string): Promise<boolean> => {
      const file_item = { media: mediaOf(param, upload.keyHex), file_name: 'a', len: String(bytes.length) }
      const { json: answer } = await client.send(userId, '', { item_list: [{ type: 4, file_item }] })
      return answer['ret'] === 0
    }
    return { ...upload, url, timers, arrived, send: () => put(url, upload.cipher) }
  }

  async function downloadable() {
    const { timers } = await start()
    sim.world.inject({ account: 'shop', file: { name: 'a', bytes: plain, key: 'none' } })
    const item = sim.world.phone({ account: 'shop' }).messages.at(-1)?.items[0]
    const { file_item } = JSON.parse(JSON.stringify(item))
    const url: string = file_item.media.full_url
    return { timers, get: async () => Buffer.from(await (await fetch(url)).arrayBuffer()), url }
  }

  it.each([500, 404, 403])('upload: status %i with its reason, then all is well', async (status) => {
    const { send, arrived } = await announced()
    sim.world.fault({ call: 'upload', kind: 'status', status, body: 'too bad', account: 'shop' })
    const refused = await send()
    expect([refused.status, refused.headers.get('x-error-message')]).toEqual([status, 'too bad'])
    const accepted = await send()
    expect(await arrived(accepted.headers.get('x-encrypted-param') ?? '')).toBe(true)
  })

  it.each([
    ['noParam', 200],
    ['empty', 200],
    ['garbage', 200],
  ] as const)('upload: %s brings no parameter, as often as told', async (kind, status) => {
    const { send } = await announced()
    sim.world.fault({ call: 'upload', kind, times: 2 })
    for (const param of [false, false, true]) {
      const response = await send()
      expect(response.status).toBe(status)
      expect(response.headers.has('x-encrypted-param')).toBe(param)
    }
  })

  it.each(['dropBefore', 'dropAfter', 'cutOff'] as const)(
    'upload: %s breaks the connection',
    async (kind) => {
      const { send } = await announced()
      sim.world.fault({ call: 'upload', kind })
      await expect(send()).rejects.toThrow()
      const [entry] = sim.world.log({ call: 'upload' }).requests
      expect(entry?.outcome).toBe('dropped by simulator')
      const received = entry?.received ?? 0
      if (kind === 'dropBefore') expect(received).toBe(0)
      if (kind === 'dropAfter') expect(received).toBe(400_016)
      if (kind === 'cutOff') expect(received).toBeLessThan(400_016)
      expect((await send()).headers.has('x-encrypted-param')).toBe(true)
    },
  )

  it('upload: read in eight pieces when slow', async () => {
    const { send, timers } = await announced()
    sim.world.fault({ call: 'upload', kind: 'slow', ms: 100 })
    const sending = send()
    await until(() => timers.waiting === 1)
    const received = () => sim.world.log({ call: 'upload' }).requests[0]?.received ?? 0
    expect(received()).toBeGreaterThan(0)
    expect(received()).toBeLessThan(200_000)
    await until(() => {
      timers.pass(100)
      return sim.world.log({ call: 'upload' }).requests[0]?.status !== undefined
    })
    expect((await sending).headers.has('x-encrypted-param')).toBe(true)
  })

  it.each(['upload', 'download'] as const)('%s: hangs until the client gives up', async (call) => {
    const { url, cipher } =
      call === 'upload' ? await announced() : { ...(await downloadable()), cipher: plain }
    sim.world.fault({ call, kind: 'hang' })
    const abort = new AbortController()
    const init = call === 'upload' ? { method: 'POST', body: new Uint8Array(cipher) } : {}
    const hanging = fetch(url, { ...init, signal: abort.signal })
    await until(() => sim.world.log({ call }).requests[0]?.outcome === 'hanging')
    abort.abort()
    await expect(hanging).rejects.toThrow()
    await until(() => sim.world.log({ call }).requests[0]?.outcome === 'closed by client')
  })

  it('download: statuses, redirects, nothing, other bytes', async () => {
    const { get, url } = await downloadable()
    sim.world.fault({ call: 'download', kind: 'status', status: 500, body: '' })
    const failed = await fetch(url)
    expect([failed.status, failed.headers.has('x-error-message'), await failed.text()]).toEqual([
      500,
      false,
      '',
    ])
    sim.world.fault({ call: 'download', kind: 'status', status: 302, host: 'https://elsewhere.example/' })
    const moved = await fetch(url, { redirect: 'manual' })
    expect([moved.status, moved.headers.get('location')]).toEqual([302, 'https://elsewhere.example/'])
    sim.world.fault({ call: 'download', kind: 'empty' })
    expect(await get()).toHaveLength(0)
    sim.world.fault({ call: 'download', kind: 'garbage' })
    const other = await get()
    expect(other).toHaveLength(plain.length - 1)
    expect(other.equals(plain.subarray(1))).toBe(false)
    expect(await get()).toEqual(plain)
  })

  it.each(['dropBefore', 'dropAfter', 'cutOff'] as const)(
    'download: %s breaks the connection',
    async (kind) => {
      const { get } = await downloadable()
      sim.world.fault({ call: 'download', kind })
      await expect(get()).rejects.toThrow()
      const sent = sim.world.log({ call: 'download' }).requests[0]?.sent
      expect(sent).toBe(kind === 'cutOff' ? 200_000 : undefined)
      expect(await get()).toEqual(plain)
    },
  )

  it('download: trickles in eight pieces when slow, whole in the end', async () => {
    const { get, timers } = await downloadable()
    sim.world.fault({ call: 'download', kind: 'slow', ms: 100 })
    const getting = get()
    for (let piece = 1; piece <= 8; piece += 1) {
      await until(() => timers.waiting === 1)
      expect(sim.world.log({ call: 'download' }).requests[0]?.sent).toBe(50_000 * piece)
      timers.pass(100)
    }
    expect(await getting).toEqual(plain)
  })

  it.each(['upload', 'download'] as const)('%s: outlives a client that leaves a slow body', async (call) => {
    // More than the buffers between the two can take.
    const large = Buffer.alloc(24 * 1024 * 1024)
    const { url, cipher, timers } =
      call === 'upload' ? await announced(large) : { ...(await downloadable()), cipher: undefined }
    sim.world.fault({ call, kind: 'slow', ms: 100 })
    const abort = new AbortController()
    const headers = { 'Content-Type': 'application/octet-stream' }
    const init = cipher ? { method: 'POST', headers, body: new Uint8Array(cipher) } : {}
    const leaving = fetch(url, { ...init, signal: abort.signal }).then((response) => response.arrayBuffer())
    await until(() => timers.waiting === 1)
    abort.abort()
    await expect(leaving).rejects.toThrow()
    await until(() => {
      timers.pass(100)
      return sim.world.log({ call }).requests[0]?.outcome === 'closed by client'
    })
    expect(timers.waiting).toBe(0)
  })

  it('getuploadurl: refused by code or by status like any other call', async () => {
    const { client, userId } = await start()
    sim.world.fault({ call: 'getuploadurl', kind: 'ret', ret: -2, errmsg: 'prepare failed' })
    sim.world.fault({ call: 'getuploadurl', kind: 'status', status: 502 })
    const announce = () => client.post('getuploadurl', prepare(userId, plain).body)
    expect((await announce()).json).toEqual({ ret: -2, errmsg: 'prepare failed' })
    expect((await announce()).status).toBe(502)
    expect((await announce()).json['ret']).toBe(0)
  })

  it.each(['ret', 'wrongTypes', 'reorder', 'noMessageId'] satisfies FaultKind[])(
    'knows no %s, and leaves one of any call alone',
    async (kind) => {
      const { get } = await downloadable()
      expect(() => sim.world.fault({ call: 'download', kind })).toThrow('belongs to')
      sim.world.fault({ call: 'any', kind })
      expect(await get()).toEqual(plain)
      expect(() => sim.world.fault({ call: 'download', kind: 'noParam' })).toThrow('belongs to upload')
    },
  )
})

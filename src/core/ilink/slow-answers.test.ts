import { describe, expect, it } from 'vitest'
import { settle } from '#core/testing/settle.ts'
import { textItem } from './message-builder.ts'
import { CLOSING_STALL_MS } from './protocol.ts'
import { ACCOUNT, answerOf, type Bench, CONTEXT_TOKEN, createBench, USER } from './testing.ts'

/** A server whose answer comes piece by piece, each when the test says so. */
function dripping(text: string, pieces: number) {
  const bytes = Buffer.from(text)
  const size = Math.ceil(bytes.length / pieces)
  let next = Promise.withResolvers<void>()
  async function* body(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += size) {
      await next.promise
      next = Promise.withResolvers()
      yield bytes.subarray(at, at + size)
    }
  }
  const bench: Bench = createBench(() => ({ ...answerOf(200, ''), body: body() }))
  return {
    bench,
    /** A piece arrives `ms` after the one before. */
    async drip(ms: number) {
      await settle()
      await bench.clock.advance(ms)
      next.resolve()
      await settle()
    },
  }
}

const MESSAGES = `{"ret":0,"msgs":[{"message_id":1,"from_user_id":"${USER}","item_list":[{"type":1,"text_item":{"text":"你好"}}]}],"get_updates_buf":"Yw=="}`

const poll = (bench: Bench) => bench.client.getUpdates({ account: ACCOUNT, cursor: '', holdMs: 35_000 })

describe('P20: bytes that still arrive are never thrown away', () => {
  it('takes a poll whose answer needs far longer than its hold', async () => {
    const { bench, drip } = dripping(MESSAGES, 40)
    const end = poll(bench)
    for (let piece = 0; piece < 40; piece += 1) await drip(29_000)
    expect(await end).toMatchObject({ kind: 'answered', cursor: 'Yw==', messages: [{ kind: 'message' }] })
    expect(bench.clock.pending).toBe(0)
  })

  it('counts the time to the head by the hold, however slow the rest may be', async () => {
    const bench = createBench(() => new Promise(() => {}))
    const end = poll(bench)
    await settle()
    await bench.clock.advance(40_000 + CLOSING_STALL_MS)
    expect(await end).toEqual({ kind: 'unanswered', by: 'timeout' })
  })

  it('ends an answer that stands still for 30 s, which is no empty poll', async () => {
    const { bench, drip } = dripping(MESSAGES, 4)
    const end = poll(bench)
    await drip(1_000)
    await bench.clock.advance(29_999)
    await settle()
    expect(bench.requests[0]?.halfClose?.aborted).toBe(false)
    await bench.clock.advance(1)
    expect(bench.requests[0]?.halfClose?.aborted).toBe(true)
    await bench.clock.advance(CLOSING_STALL_MS)
    expect(await end).toEqual({ kind: 'failed', reason: 'network' })
    expect(bench.requests[0]?.signal.aborted).toBe(true)
    expect(bench.clock.pending).toBe(0)
  })

  it('waits for what comes after all when an answer that stood still is being closed', async () => {
    const { bench, drip } = dripping(MESSAGES, 4)
    const end = poll(bench)
    await drip(1_000)
    await drip(31_000)
    expect(bench.requests[0]?.halfClose?.aborted).toBe(true)
    await drip(29_000)
    await drip(29_000)
    expect(await end).toMatchObject({ kind: 'answered', cursor: 'Yw==' })
    expect(bench.clock.pending).toBe(0)
  })

  it.each([
    ['goes on arriving', 1_900, 'answered'],
    ['stands still', 4_000, 'aborted'],
  ])('ends an answer that its caller gave up by whether it %s', async (_, everyMs, kind) => {
    const { bench, drip } = dripping(MESSAGES, 10)
    const giveUp = new AbortController()
    const end = bench.client.getUpdates({
      ...{ account: ACCOUNT, cursor: '', holdMs: 35_000 },
      signal: giveUp.signal,
    })
    await drip(1_000)
    giveUp.abort()
    for (let piece = 1; piece < 10; piece += 1) await drip(everyMs)
    expect((await end).kind).toBe(kind)
    expect(bench.requests[0]?.halfClose?.aborted).toBe(kind === 'aborted')
  })

  it('closes no sooner a poll whose time had run out when its caller gives it up', async () => {
    const giveUp = new AbortController()
    const bench = createBench(() => new Promise(() => {}))
    const request = { account: ACCOUNT, cursor: '', holdMs: 35_000 }
    const end = bench.client.getUpdates({ ...request, signal: giveUp.signal })
    await bench.clock.advance(40_000)
    giveUp.abort()
    await bench.clock.advance(CLOSING_STALL_MS - 1)
    expect(bench.requests[0]?.signal.aborted).toBe(false)
    await bench.clock.advance(1)
    expect(await end).toEqual({ kind: 'aborted' })
  })

  it('half-closes no other call: it ends at once', async () => {
    const bench = createBench(() => new Promise(() => {}))
    const message = { toUserId: USER, clientId: 'c', item: textItem('x'), contextToken: CONTEXT_TOKEN }
    const outcome = bench.client.sendMessage({ account: ACCOUNT, ...message })
    await bench.clock.advance(15_000)
    expect((await outcome).kind).toBe('unknown-delivery')
    expect(bench.requests[0]?.halfClose).toBeUndefined()
  })

  it('takes the answer to a send that needs longer than the send may wait for one', async () => {
    const { bench, drip } = dripping('{"ret":0,"message_id":7490000000000000736}', 6)
    const message = { toUserId: USER, clientId: 'c', item: textItem('x'), contextToken: CONTEXT_TOKEN }
    const outcome = bench.client.sendMessage({ account: ACCOUNT, ...message })
    for (let piece = 0; piece < 6; piece += 1) await drip(14_000)
    expect(await outcome).toEqual({ kind: 'accepted', messageId: '7490000000000000736' })
  })

  it('takes a code and a status whose answers come slowly', async () => {
    const code = dripping('{"ret":0,"qrcode":"k","qrcode_img_content":"https://x.example"}', 8)
    const got = code.bench.client.getQrCode({ localTokens: [] })
    for (let piece = 0; piece < 8; piece += 1) await code.drip(10_000)
    expect(await got).toMatchObject({ qrcode: 'k' })
    const status = dripping('{"ret":0,"status":"scaned"}', 8)
    const polled = status.bench.client.getQrStatus({ baseUrl: ACCOUNT.baseUrl, qrcode: 'k' })
    for (let piece = 0; piece < 8; piece += 1) await status.drip(10_000)
    expect(await polled).toMatchObject({ status: 'scaned' })
  })

  it('counts nothing while the reader has a piece in hand', async () => {
    const { bench, drip } = dripping(MESSAGES, 2)
    let told = 0
    const end = bench.client.getUpdates({
      ...{ account: ACCOUNT, cursor: '', holdMs: 35_000 },
      onBytes: () => {
        told += 1
      },
    })
    await drip(1)
    await drip(29_999)
    expect((await end).kind).toBe('answered')
    // the head and two pieces
    expect(told).toBe(3)
  })
})

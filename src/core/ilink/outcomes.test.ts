import { describe, expect, it } from 'vitest'
import { settle } from '#core/testing/settle.ts'
import { PIECE_BYTES, utf8Bytes } from '#shared/text/pieces.ts'
import vectors from '#test/fixtures/ilink-vectors.json'
import type { DecodedUpdates } from './message.ts'
import { textItem } from './message-builder.ts'
import type { SendOutcome } from './outcomes.ts'
import type { PollEnd, PollEndKind } from './poll-end.ts'
import { HttpFailure, type HttpResponse } from './ports.ts'
import { CLOSING_STALL_MS, pollTimeoutMs } from './protocol.ts'
import { ACCOUNT, answerOf, type Bench, CONTEXT_TOKEN, createBench, USER } from './testing.ts'

type Answer = { http_status: number | null; body: string | null }

/** A server that gives the vector's answer after `elapsedMs`, or never when there is none. */
function benchFor({ http_status, body }: Answer, elapsedMs: number): Bench {
  const bench = createBench(async (): Promise<HttpResponse> => {
    await bench.clock.advance(http_status === null ? 60_000 : elapsedMs)
    if (http_status === null) return new Promise(() => {})
    return answerOf(http_status, body ?? '')
  })
  return bench
}

function poll(bench: Bench, holdMs = 35_000): Promise<PollEnd<DecodedUpdates>> {
  return bench.client.getUpdates({ account: ACCOUNT, cursor: 'Yw==', holdMs })
}

function send(bench: Bench, signal?: AbortSignal): Promise<SendOutcome> {
  return bench.client.sendMessage({
    account: ACCOUNT,
    toUserId: USER,
    clientId: 'c1',
    item: textItem('x'),
    contextToken: CONTEXT_TOKEN,
    signal,
  })
}

/** What the vectors call the ends of polls. */
const POLL_ENDS: ReadonlyMap<string, PollEndKind> = new Map([
  ['ok', 'answered'],
  ['empty_poll', 'unanswered'],
  ['stale_token', 'stale'],
  ['retry_with_backoff', 'failed'],
])

/** What the vectors call the outcomes of sends. */
const SEND_OUTCOMES: ReadonlyMap<string, SendOutcome['kind']> = new Map([
  ['accepted', 'accepted'],
  ['accepted_unconfirmed', 'accepted-unconfirmed'],
  ['refused_window_or_quota', 'refused-window-or-quota'],
  ['refused_rate', 'rate-limited'],
  ['refused_permanent', 'refused-permanent'],
  ['stale_token', 'stale-token'],
  ['unknown_delivery', 'unknown-delivery'],
])

describe('how polls end', () => {
  const unambiguous = vectors.getupdates_outcomes.filter((vector) => vector.id !== 'gu-524')
  it.each(unambiguous)('$id: $outcome', async (vector) => {
    const outcome = await poll(benchFor(vector, 10))
    expect(outcome.kind).toBe(POLL_ENDS.get(vector.outcome))
  })

  it.each([524, 504])('%i after a hold is an empty poll, within a second a failure', async (status) => {
    const cut = { http_status: status, body: '<html>error code: 524</html>' }
    expect(await poll(benchFor(cut, 16_000))).toEqual({ kind: 'unanswered', by: 'gateway' })
    expect(await poll(benchFor(cut, 200))).toMatchObject({ kind: 'failed', reason: 'server-error' })
  })

  it.each([
    ['tls', 'SELF_SIGNED_CERT_IN_CHAIN', 'certificate'],
    ['dns', 'ENOTFOUND', 'network'],
    ['proxy-refused', null, 'proxy-refused'],
  ] as const)('tells %s apart from other failures of the way', async (reason, code, shown) => {
    const bench = createBench(() => {
      throw new HttpFailure({ kind: 'network', reason, code, notSent: true })
    })
    expect(await poll(bench)).toEqual({ kind: 'failed', reason: shown })
  })

  it('takes a timeout inside the network stack for an empty poll as well', async () => {
    const bench = createBench(() => {
      throw new HttpFailure({
        kind: 'timeout',
        reason: 'other',
        code: 'UND_ERR_HEADERS_TIMEOUT',
        notSent: false,
      })
    })
    expect(await poll(bench)).toEqual({ kind: 'unanswered', by: 'timeout' })
  })

  it.each([
    [35_000, 40_000],
    [10_000, 15_000],
    [0, 40_000],
    [Number.NaN, 40_000],
    [1e12, 305_000],
  ])('gives a hold of %i ms %i ms to end', (holdMs, timeoutMs) => {
    expect(pollTimeoutMs(holdMs)).toBe(timeoutMs)
  })

  it('waits out the hold and no longer, and leaves no timer behind', async () => {
    const bench = createBench(() => new Promise(() => {}))
    let done = false
    const outcome = bench.client.getUpdates({ account: ACCOUNT, cursor: '', holdMs: 35_000 }).then((end) => {
      done = true
      return end
    })
    await settle()
    await bench.clock.advance(39_999)
    expect(bench.requests[0]?.halfClose?.aborted).toBe(false)
    await bench.clock.advance(1)
    expect(bench.requests[0]?.halfClose?.aborted).toBe(true)
    await bench.clock.advance(CLOSING_STALL_MS - 1)
    expect(done).toBe(false)
    await bench.clock.advance(1)
    expect((await outcome).kind).toBe('unanswered')
    expect(bench.clock.pending).toBe(0)
    expect(bench.requests[0]?.signal.aborted).toBe(true)
  })

  it('is half-closed at once when it is aborted (P6), and ends 2 s later at the latest', async () => {
    const controller = new AbortController()
    const bench = createBench(() => new Promise(() => {}))
    const request = { account: ACCOUNT, cursor: '', holdMs: 35_000, signal: controller.signal }
    const outcome = bench.client.getUpdates(request)
    controller.abort()
    await settle()
    expect(bench.requests[0]?.halfClose?.aborted).toBe(true)
    expect(bench.requests[0]?.signal.aborted).toBe(false)
    await bench.clock.advance(CLOSING_STALL_MS)
    expect(await outcome).toEqual({ kind: 'aborted' })
    expect(bench.requests[0]?.signal.aborted).toBe(true)
    expect(bench.clock.pending).toBe(0)
    expect(await bench.client.getUpdates(request)).toEqual({ kind: 'aborted' })
    expect(bench.requests).toHaveLength(1)
  })

  it('sends no token to a host that is not allowed (P10)', async () => {
    const bench = createBench(() => answerOf(200, '{}'))
    const account = { ...ACCOUNT, baseUrl: 'https://weixin.qq.com.evil.example' }
    const outcome = await bench.client.getUpdates({ account, cursor: '', holdMs: 35_000 })
    expect(outcome.kind).toBe('forbidden')
    expect(bench.requests).toEqual([])
  })

  it('reports an empty answer and codes that came as text', async () => {
    expect((await poll(benchFor({ http_status: 200, body: '' }, 1))).kind).toBe('failed')
    expect((await poll(benchFor({ http_status: 200, body: '[]' }, 1))).kind).toBe('failed')
    expect((await poll(benchFor({ http_status: 200, body: '{"errcode":"-14"}' }, 1))).kind).toBe('stale')
  })
})

describe('how sends end', () => {
  it.each(vectors.sendmessage_outcomes)('$id: $outcome', async (vector) => {
    const outcome = await send(benchFor(vector, 10))
    expect(outcome.kind).toBe(SEND_OUTCOMES.get(vector.outcome))
    if (outcome.kind === 'accepted') expect(outcome.messageId).toBe('7490000000000000736')
  })

  it.each([
    ['{"ret":-1,"errmsg":"system busy"}', 'refused-other'],
    ['{"errcode":-2,"errmsg":"Rate Limited"}', 'rate-limited'],
    ['{"ret":-2,"errmsg":"something new"}', 'refused-window-or-quota'],
    ['{"ret":0,"message_id":0}', 'accepted-unconfirmed'],
    ['{"ret":0,"message_id":"7490000000000000736"}', 'accepted'],
    ['<html></html>', 'unknown-delivery'],
    ['"ok"', 'unknown-delivery'],
  ])('%s: %s', async (body, kind) => {
    expect((await send(benchFor({ http_status: 200, body }, 10))).kind).toBe(kind)
  })

  it('knows when nothing can have been sent (P3)', async () => {
    const refused = createBench(() => {
      throw new HttpFailure({ kind: 'network', reason: 'connect', code: 'ECONNREFUSED', notSent: true })
    })
    expect((await send(refused)).kind).toBe('not-sent')
    const aborted = createBench(() => answerOf(200, '{}'))
    expect((await send(aborted, AbortSignal.abort())).kind).toBe('not-sent')
    expect(aborted.requests).toEqual([])
  })

  it('is in doubt after a broken connection, a redirect or an abort under way (P3)', async () => {
    const reset = createBench(() => {
      throw new HttpFailure({ kind: 'network', reason: 'reset', code: 'ECONNRESET', notSent: false })
    })
    expect((await send(reset)).kind).toBe('unknown-delivery')
    const redirect = await send(benchFor({ http_status: 302, body: '' }, 1))
    expect(redirect).toMatchObject({ kind: 'unknown-delivery', error: { kind: 'redirect', status: 302 } })
    const controller = new AbortController()
    const outcome = send(
      createBench(() => {
        controller.abort()
        return new Promise(() => {})
      }),
      controller.signal,
    )
    expect((await outcome).kind).toBe('unknown-delivery')
  })
})

describe('text limits', () => {
  it.each(vectors.text_limits)('$id', ({ char, count, utf8_bytes, within_16384 }) => {
    const bytes = utf8Bytes(char.repeat(count))
    expect(bytes).toBe(utf8_bytes)
    if (within_16384 !== undefined) expect(bytes <= PIECE_BYTES).toBe(within_16384)
  })
})

import { inspect } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TestClock } from '#core/testing/clock.ts'
import { cleanServerText, isIlinkError } from './errors.ts'
import { createHostPolicy } from './hosts.ts'
import { textItem } from './message-builder.ts'
import { HttpFailure, type HttpResponse } from './ports.ts'
import { ACCOUNT, answerOf, CONTEXT_TOKEN, createBench, TOKEN, USER } from './testing.ts'
import { type Call, createTransport } from './transport.ts'

const CALL: Call = {
  endpoint: 'sendmessage',
  url: 'https://ilinkai.weixin.qq.com/ilink/bot/sendmessage?key=secret-query',
  method: 'POST',
  headers: { Authorization: `Bearer ${TOKEN}` },
  body: { text: 'secret-body' },
  timeoutMs: 15_000,
  lane: 'call',
  signal: undefined,
  secrets: [TOKEN, CONTEXT_TOKEN],
  allowEmpty: false,
}

async function failureOf(respond: () => HttpResponse | Promise<HttpResponse>, maxAnswerBytes?: number) {
  const transport = createTransport({
    http: { fetch: async () => respond() },
    clock: new TestClock(),
    hostPolicy: createHostPolicy(),
    ...(maxAnswerBytes === undefined ? {} : { maxAnswerBytes }),
  })
  const thrown: unknown = await transport(CALL).then(
    () => null,
    (error: unknown) => error,
  )
  if (!isIlinkError(thrown)) throw new Error('expected an iLink error')
  return thrown
}

/** Everything of an error that could end up in a log. */
function printed(error: Error): string {
  return [inspect(error, { depth: 10, showHidden: true }), JSON.stringify(error), String(error.stack)].join(
    '\n',
  )
}

describe('one call', () => {
  it('reads an answer whose chunks cut characters in two', async () => {
    const text = '{"ret":0,"message_id":7490000000000000736,"t":"你好👍你好"}'
    const bytes = Buffer.from(text)
    for (let cut = 1; cut < bytes.length; cut += 1) {
      const body = (async function* () {
        yield bytes.subarray(0, cut)
        yield bytes.subarray(cut)
      })()
      const transport = createTransport({
        http: { fetch: async () => ({ ...answerOf(200, ''), body }) },
        clock: new TestClock(),
        hostPolicy: createHostPolicy(),
      })
      expect(await transport(CALL)).toMatchObject({ message_id: '7490000000000000736', t: '你好👍你好' })
    }
  })

  it('reads text that is not UTF-8 as far as it goes, and past a byte order mark', async () => {
    const bytes = Buffer.concat([
      Buffer.from([0xef, 0xbb, 0xbf]),
      Buffer.from('{"t":"'),
      Buffer.from([0xff]),
      Buffer.from('"}'),
    ])
    const transport = createTransport({
      http: { fetch: async () => answerOf(200, bytes) },
      clock: new TestClock(),
      hostPolicy: createHostPolicy(),
    })
    expect(await transport(CALL)).toEqual({ t: '\ufffd' })
  })

  it.each(['', '<html></html>', '{"ret":0', 'null', '7', '[{}]', '\u0000'])(
    'calls %j garbage',
    async (body) => {
      expect(await failureOf(() => answerOf(200, body))).toMatchObject({
        kind: 'garbage',
        delivery: 'unknown',
      })
    },
  )

  it('stops reading an answer that is too large', async () => {
    let given = 0
    const body = (async function* () {
      while (true) {
        given += 1
        yield new Uint8Array(100)
      }
    })()
    const failure = await failureOf(() => ({ ...answerOf(200, ''), body }), 1000)
    expect(failure.kind).toBe('too-large')
    expect(given).toBe(11)
  })

  it.each([301, 302, 307, 308])('does not follow a %i (P10)', async (status) => {
    let discarded = 0
    const failure = await failureOf(() => ({
      ...answerOf(status, ''),
      discard: async () => {
        discarded += 1
      },
    }))
    expect(failure).toMatchObject({ kind: 'redirect', status })
    expect(discarded).toBe(1)
  })

  it('tells a cut-off body, with its reason', async () => {
    const body = (async function* () {
      yield Buffer.from('{"ret"')
      throw new HttpFailure({ kind: 'network', reason: 'reset', code: 'UND_ERR_SOCKET', notSent: false })
    })()
    const failure = await failureOf(() => ({ ...answerOf(200, ''), body }))
    expect(failure).toMatchObject({ kind: 'network', reason: 'reset', code: 'UND_ERR_SOCKET' })
  })

  it('keeps both codes of a refusal and lets −14 decide wherever it stands', async () => {
    const failure = await failureOf(() =>
      answerOf(200, '{"ret":-1,"errcode":-14,"errmsg":"session timeout"}'),
    )
    expect(failure).toMatchObject({
      name: 'IlinkServerError',
      kind: 'stale-token',
      ret: -1,
      errcode: -14,
      code: -14,
      errmsg: 'session timeout',
    })
  })

  it.each([
    [-2, 'overloaded-code'],
    [-3, 'invalid-arguments'],
    [-4, 'no-typing-ticket'],
    [-1, 'refused'],
    [2, 'refused'],
  ])('reads code %i as %s', async (code, kind) => {
    expect(await failureOf(() => answerOf(200, `{"ret":${code}}`))).toMatchObject({ kind, code, errmsg: '' })
  })
})

describe('a call that runs out of time (P3)', () => {
  it.each([
    ['while its connection is opened certainly never left', [true], 'not-sent'],
    ['once it had its connection may have left', [true, false], 'unknown'],
    ['in a port that does not say may have left', [], 'unknown'],
  ])('%s', async (_name, told, delivery) => {
    const clock = new TestClock()
    const transport = createTransport({
      http: {
        fetch: (request) => {
          for (const isConnecting of told) request.connecting?.(isConnecting)
          return new Promise(() => {})
        },
      },
      clock,
      hostPolicy: createHostPolicy(),
    })
    const thrown = transport(CALL).catch((error: unknown) => error)
    await clock.advance(15_000)
    expect(await thrown).toMatchObject({ kind: 'timeout', delivery })
  })
})

describe('secrets in errors (P9)', () => {
  it('cleans and cuts the words of the server', () => {
    expect(cleanServerText(`a\u0000\n\u202eb ${TOKEN}${'字'.repeat(500)}`, [TOKEN])).toBe(
      `a b [removed]${'字'.repeat(200 - 'a b [removed]'.length)}`,
    )
  })

  it('shows neither address nor body nor the error underneath', async () => {
    const leaky = new Error(`POST ${CALL.url} with ${TOKEN}`, { cause: new Error(CONTEXT_TOKEN) })
    const failure = await failureOf(() => {
      throw leaky
    })
    expect(failure).toMatchObject({ kind: 'network', reason: 'other', delivery: 'unknown' })
    for (const secret of [TOKEN, CONTEXT_TOKEN, 'secret-query', 'secret-body', 'POST']) {
      expect(printed(failure)).not.toContain(secret)
    }
  })

  it('shows no secret of any call, whatever the server answers', async () => {
    const secrets = { cursor: 'cursor-secret-1', ticket: 'ticket-secret-2', qrcode: 'qrcode-secret-3' }
    const all = [TOKEN, CONTEXT_TOKEN, ...Object.values(secrets)]
    const errmsg = fc
      .array(fc.oneof(fc.constantFrom(...all), fc.string({ maxLength: 5 })), { maxLength: 6 })
      .map((words) => words.join(''))
    const code = fc.constantFrom(-1, -2, -3, -4, -14, 2)
    const answer = fc.oneof(
      fc.record({ ret: code, errmsg }).map((body) => ({ status: 200, text: JSON.stringify(body) })),
      fc.record({ status: fc.constantFrom(200, 302, 401, 500, 524), text: errmsg }),
    )
    await fc.assert(
      fc.asyncProperty(answer, async ({ status, text }) => {
        const { client } = createBench(() => answerOf(status, text))
        const account = ACCOUNT
        const results = await Promise.allSettled([
          client.getUpdates({ account, cursor: secrets.cursor, holdMs: 35_000 }),
          client.sendMessage({
            account,
            toUserId: USER,
            clientId: 'c',
            item: textItem('x'),
            contextToken: CONTEXT_TOKEN,
          }),
          client.getConfig({ account, userId: USER, contextToken: CONTEXT_TOKEN }),
          client.sendTyping({ account, userId: USER, typingTicket: secrets.ticket, status: 'typing' }),
          client.getQrStatus({ baseUrl: account.baseUrl, qrcode: secrets.qrcode }),
          client.getQrCode({ localTokens: [TOKEN] }),
        ])
        // an answer names only what it was told, so each call is checked for its own secrets
        const own = [
          [TOKEN, secrets.cursor],
          [TOKEN, CONTEXT_TOKEN],
          [TOKEN, CONTEXT_TOKEN],
          [TOKEN, secrets.ticket],
        ]
        for (const [index, result] of results.entries()) {
          const shown = inspect(result, { depth: 10 })
          for (const secret of own[index] ?? [index === 4 ? secrets.qrcode : TOKEN]) {
            expect(shown).not.toContain(secret)
          }
        }
      }),
      { numRuns: 200 },
    )
  })
})

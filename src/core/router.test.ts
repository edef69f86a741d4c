import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contract, type RequestName } from '#shared/contract/index.ts'
import { AppError } from '#shared/errors.ts'
import type { Reader } from './connections/connection.ts'
import { createRouter, type Handlers } from './router.ts'

const NAMES = Object.keys(contract) as RequestName[]
const UUID = '10000000-0000-4000-8000-000000000001'

/** A router whose every handler does the same; `calls` notes what reached a handler. */
function routerThat(answer: (name: string, input: unknown) => unknown) {
  const calls: { name: string; input: unknown }[] = []
  const observed: { name: string; error: unknown }[] = []
  const refused: { name: string | null; fields: string[] }[] = []
  const handlers = Object.fromEntries(
    NAMES.map((name) => [
      name,
      (input: unknown, _reader: Reader) => {
        calls.push({ name, input })
        return answer(name, input)
      },
    ]),
  ) as Handlers
  const route = createRouter(handlers, {
    failed: (name, error) => observed.push({ name, error }),
    refused: (name, fields) => refused.push({ name, fields }),
  })
  const reader: Reader = { revision: 0, watch: () => {}, look: () => {}, watchBroadcast: () => {} }
  const router = (name: unknown, input: unknown) => route(name, input, reader)
  return { router, calls, observed, refused }
}

function thatThrows(error: unknown) {
  return routerThat(() => {
    throw error
  })
}

/** An error as the database throws it. */
function sqliteError(errcode: number): Error {
  return Object.assign(new Error('from the database'), { errcode })
}

describe('the way in for a page', () => {
  it.each([
    'no.such',
    '',
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    'app',
    'APP.SNAPSHOT',
    ' app.snapshot',
    17,
    null,
    undefined,
    {},
    ['app.snapshot'],
    { toString: () => 'app.snapshot' },
  ])('knows no request named %j', async (name) => {
    const { router, calls } = routerThat(() => 'reached')
    expect(await router(name, undefined)).toEqual({ ok: false, error: { code: 'unknown-request' } })
    expect(calls).toEqual([])
  })

  it.each(NAMES)('lets no junk through to %s', async (name) => {
    const { router, calls } = routerThat(() => 'reached')
    const takesNothing = contract[name].input.safeParse(undefined).success
    const takesEmpty = contract[name].input.safeParse({}).success
    const plain = [null, 0, '', 'text', true, [], [{}], () => 1, Symbol('s'), 10n, Number.NaN]
    const objects = [{}, new Date(0), new Map(), { id: 'x' }, { conversationId: -1 }, { id: { $gt: 1 } }]
    for (const input of takesEmpty ? plain : [...plain, ...objects]) {
      expect([input, await router(name, input)]).toEqual([
        input,
        { ok: false, error: { code: 'bad-request' } },
      ])
    }
    if (!takesNothing) expect(await router(name, undefined)).toMatchObject({ ok: false })
    expect(calls).toEqual([])
  })

  it('always answers with a result, and hands on only what the schema takes', async () => {
    const { router, calls } = routerThat(() => null)
    const key = fc.constantFrom(
      'id',
      'conversationId',
      'text',
      'alias',
      'upTo',
      'limit',
      'requestId',
      '__proto__',
    )
    const value = fc.oneof(fc.anything(), fc.constant(UUID), fc.constant(1), fc.constant('hi'))
    const input = fc.oneof(fc.anything(), fc.dictionary(key, value))
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...NAMES), input, async (name, given) => {
        const before = calls.length
        const result = await router(name, given)
        if (result.ok) {
          const call = calls.at(-1)
          expect(contract[name].input.safeParse(call?.input).success).toBe(true)
        } else {
          expect(result).toEqual({ ok: false, error: { code: 'bad-request' } })
          expect(calls).toHaveLength(before)
        }
      }),
      { numRuns: 1000 },
    )
  })

  it.each([
    ['app.openLink', { url: 'file:///etc/passwd' }],
    ['app.openLink', { url: 'javascript:alert(1)' }],
    ['app.openLink', { url: 'https://bank.example@evil.example/' }],
    ['app.openLink', { url: `https://x.test/${'a'.repeat(5000)}` }],
    ['app.watch', { conversationIds: Array.from({ length: 51 }, (_, n) => n + 1) }],
    ['messages.page', { conversationId: 1, limit: 201 }],
    ['messages.page', { conversationId: 1.5, limit: 10 }],
    ['outbox.sendText', { conversationId: 1, requestId: UUID, text: 'x'.repeat(100_001), force: false }],
    ['outbox.sendText', { conversationId: 1, requestId: 'again', text: 'x', force: false }],
    ['outbox.cancel', { id: Number.MAX_SAFE_INTEGER + 1 }],
    ['signIn.submitCode', { id: UUID, code: '12a' }],
    ['signIn.submitCode', { id: UUID, code: '12345678901' }],
    ['accounts.setColour', { id: UUID, colour: 12 }],
    ['settings.update', { theme: 'dark', unknown: true }],
  ])('refuses %s %j', async (name, input) => {
    const { router } = routerThat(() => null)
    expect(await router(name, input)).toEqual({ ok: false, error: { code: 'bad-request' } })
  })

  it('tells which field of which request was wrong, and nothing of its value', async () => {
    const { router, refused, observed } = routerThat(() => null)
    await router('signIn.submitCode', { id: UUID, code: '12a' })
    await router('broadcasts.saveDraft', { id: null, content: { text: 1, files: [{ stagedId: 'secret' }] } })
    await router('settings.update', { theme: 'dark', secret: true })
    await router('a secret', { code: '12a' })
    expect(refused).toEqual([
      { name: 'signIn.submitCode', fields: ['input.code'] },
      {
        name: 'broadcasts.saveDraft',
        fields: expect.arrayContaining(['input.content.text', 'input.content.files[].stagedId']),
      },
      { name: 'settings.update', fields: ['input'] },
      { name: null, fields: [] },
    ])
    expect(JSON.stringify(refused)).not.toMatch(/secret|12a/)
    expect(observed).toEqual([])
  })
})

describe('the answer', () => {
  it('is the handler’s value, of the parsed input', async () => {
    const { router, calls } = routerThat(async () => 'value')
    expect(await router('signIn.submitCode', { id: UUID, code: ' 007 ', extra: 1 })).toEqual({
      ok: true,
      value: 'value',
    })
    expect(calls).toEqual([{ name: 'signIn.submitCode', input: { id: UUID, code: '007' } }])
  })

  it('is the code of an error that has one', async () => {
    const { router, observed } = thatThrows(new AppError('window-closed', 'for developers only'))
    expect(await router('app.painted', undefined)).toEqual({ ok: false, error: { code: 'window-closed' } })
    expect(observed).toEqual([])
  })

  it.each([
    ['a full disk', sqliteError(13), 'storage-full'],
    ['a full disk under a file', Object.assign(new Error('write'), { code: 'ENOSPC' }), 'storage-full'],
    ['a failing disk', sqliteError(10), 'storage-failed'],
    ['a read-only file', sqliteError(1544), 'storage-failed'],
    ['a broken constraint', sqliteError(2067), 'internal'],
    ['anything else', new TypeError('secret token'), 'internal'],
    ['no error at all', undefined, 'internal'],
  ])('is a plain code for %s, and the failure is told for the log', async (_name, error, code) => {
    const { router, observed } = thatThrows(error)
    expect(await router('app.painted', undefined)).toEqual({ ok: false, error: { code } })
    expect(observed).toEqual([{ name: 'app.painted', error }])
  })

  it('is a code also when the handler fails later', async () => {
    const { router } = routerThat(() => Promise.reject(new AppError('not-found')))
    expect(await router('app.painted', undefined)).toEqual({ ok: false, error: { code: 'not-found' } })
  })
})

it('repairs what a person or program writes before anything of the product sees it', async () => {
  const { router, calls } = routerThat(() => undefined)
  const text = 'half \ud83d emoji\u000bnext\u0000'
  await router('outbox.sendText', { conversationId: 1, requestId: UUID, text, force: false })
  await router('conversations.saveDraft', { id: 1, text })
  await router('contacts.setAlias', { id: 1, alias: ' 각\ud83d\n ' })
  await router('accounts.setAlias', { id: UUID, alias: '\u3164' })
  await router('signIn.start', { label: 'a\u0000b', accountId: null })
  expect(calls.map(({ input }) => input)).toMatchObject([
    { text: 'half  emoji\nnext' },
    { text: 'half  emoji\nnext' },
    { alias: '각' },
    { alias: '' },
    { label: 'ab' },
  ])
})

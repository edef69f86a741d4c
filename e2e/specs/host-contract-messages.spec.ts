import { fileURLToPath } from 'node:url'
import { expect, test } from '../fixtures.ts'
import type { Contract } from '../host-contract-app/contract.ts'
import { request, seen } from './host-contract/helpers.ts'

declare const contract: Contract

/** What both hosts must do alike with what travels between page and main. */
test.use({ appDir: fileURLToPath(new URL('../host-contract-app', import.meta.url)), isShared: true })

test.describe('messages between page and main', () => {
  test('carry every type that structured clone carries, in both directions', async ({ page }) => {
    const described = await page.evaluate(async () => {
      const cycle: { self?: unknown } = {}
      cycle.self = cycle
      const shared = { n: 1 }
      const values: unknown[] = [
        undefined,
        null,
        Number.NaN,
        -0,
        Number.NEGATIVE_INFINITY,
        12345678901234567890n,
        new Date(1e12),
        /a+/gi,
        new Map<unknown, unknown>([['k', new Set([1, 'two'])]]),
        new Uint8Array([1, 2, 3]),
        new Float64Array(2),
        new ArrayBuffer(7),
        new TypeError('typed'),
        { present: undefined, list: [[], [1, [2]]] },
      ]
      const there = await Promise.all(values.map((value) => contract.request('describe', value)))
      const back = await contract.request('echo', [values, cycle, shared, shared])
      const [echoed, cycled, one, two] = back as [unknown[], { self: unknown }, object, object]
      return {
        there,
        kinds: echoed.map((value) => Object.prototype.toString.call(value)),
        cyclic: cycled.self === cycled,
        shared: one === two,
        bytes: [...(echoed[9] as Uint8Array)],
        hasKey: 'present' in (echoed[13] as object),
      }
    })
    expect(described.there).toEqual([
      ['undefined', 'undefined'],
      ['object', 'null'],
      ['number', 'NaN'],
      ['number', '-0'],
      ['number', '-Infinity'],
      ['bigint', '12345678901234567890'],
      ['Date', 1e12],
      ['RegExp', '/a+/gi'],
      [
        'Map',
        [
          [
            ['string', 'k'],
            [
              'Set',
              [
                ['number', '1'],
                ['string', 'two'],
              ],
            ],
          ],
        ],
      ],
      ['Uint8Array', 3],
      ['Float64Array', 16],
      ['ArrayBuffer', 7],
      // the bridge from page to preload keeps an error's message alone
      ['Error', 'Error', 'typed'],
      [
        'Object',
        [
          ['present', ['undefined', 'undefined']],
          [
            'list',
            [
              'Array',
              [
                ['Array', []],
                [
                  'Array',
                  [
                    ['number', '1'],
                    ['Array', [['number', '2']]],
                  ],
                ],
              ],
            ],
          ],
        ],
      ],
    ])
    expect(described.kinds.slice(5)).toEqual([
      '[object BigInt]',
      '[object Date]',
      '[object RegExp]',
      '[object Map]',
      '[object Uint8Array]',
      '[object Float64Array]',
      '[object ArrayBuffer]',
      '[object Error]',
      '[object Object]',
    ])
    expect(described).toMatchObject({ cyclic: true, shared: true, bytes: [1, 2, 3], hasKey: true })
  })

  test('refuse what cannot be cloned, and carry only the message of an error', async ({ page }) => {
    const messages = await page.evaluate(async () => {
      const attempt = (work: () => Promise<unknown>): Promise<unknown> =>
        work().then(
          () => 'resolved',
          (error: unknown) => (error instanceof Error ? [error.name, error.message] : error),
        )
      return [
        await attempt(() => contract.request('fail')),
        await attempt(() => contract.unknown()),
        await attempt(() => contract.request('echo', () => 1)),
        await attempt(() => contract.request('unclonable')),
      ]
    })
    expect(messages[0]).toEqual([
      'Error',
      "Error invoking remote method 'request': TypeError: refused by the handler",
    ])
    expect(messages[1]).toEqual([
      'Error',
      "Error invoking remote method 'nobody-listens': Error: No handler registered for 'nobody-listens'",
    ])
    expect(messages[2]).toEqual(['Error', 'An object could not be cloned.'])
    expect(messages[3]).toEqual(['Error', expect.stringContaining('could not be cloned')])
  })

  test('keep their order, in bursts too', async ({ page }) => {
    const received = await page.evaluate(async () => {
      const numbers: unknown[] = []
      const all = Promise.withResolvers<void>()
      contract.subscribe('burst', (n) => {
        numbers.push(n)
        if (numbers.length === 500) all.resolve()
      })
      for (let n = 0; n < 500; n++) contract.post(n)
      await contract.request('sendBurst', 500)
      await all.promise
      return numbers
    })
    expect(received).toEqual(Array.from({ length: 500 }, (_, n) => n))
    expect((await seen(page)).posts).toEqual(received.map((n) => [n]))
  })

  test('name the frame that sent them', async ({ page }) => {
    expect(await request(page, 'frame')).toEqual({
      url: 'contract://app/index.html',
      origin: 'contract://app',
      parent: null,
      isMain: true,
      isWindow: true,
    })
  })
})

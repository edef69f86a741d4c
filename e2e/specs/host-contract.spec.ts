import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { dropFiles } from '../drivers/drop.ts'
import { expect, test } from '../fixtures.ts'
import type { Contract } from '../host-contract-app/contract.ts'
import { processesOn, request, seen } from './host-contract/helpers.ts'

declare const contract: Contract

/** What both hosts must do alike, stated on an app of its own so that it says nothing about Linkboard. */
test.use({ appDir: fileURLToPath(new URL('../host-contract-app', import.meta.url)) })

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
      ['Error', 'TypeError', 'typed'],
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

test.describe('the preload', () => {
  test('has run before the first script of the page and stays out of its sight', async ({ page }) => {
    const facts = await page.evaluate(() => ({
      seenAtStart: Reflect.get(globalThis, 'seenAtStart'),
      preloadGlobal: 'onlyInPreload' in globalThis,
      inner: Object.hasOwn(frames[0] ?? { contract: 'there is no frame' }, 'contract'),
    }))
    expect(facts).toEqual({
      seenAtStart: { bridge: 'object', leaks: [] },
      preloadGlobal: false,
      inner: false,
    })
  })

  test('runs again on every reload', async ({ page }) => {
    await page.reload()
    expect(await page.evaluate(() => Reflect.get(globalThis, 'seenAtStart').bridge)).toBe('object')
    await Promise.all([
      page.waitForEvent('load'),
      page.evaluate(() => void contract.request('reload').catch(() => undefined)),
    ])
    await expect(page.locator('#status')).toHaveText('loaded')
    expect(await request(page, 'echo', 'still here')).toBe('still here')
    await expect.poll(async () => (await seen(page)).loads).toBe(3)
  })

  test('hands values to the page as frozen copies', async ({ page }) => {
    const facts = await page.evaluate(() => ({
      when: contract.when instanceof Date && contract.when.getTime(),
      frozen: Object.isFrozen(contract) && Object.isFrozen(contract.nested.list),
      replaced: Reflect.set(globalThis, 'contract', 1),
      nested: contract.nested,
    }))
    expect(facts).toEqual({
      when: 0,
      frozen: true,
      replaced: false,
      nested: { list: [1, { deep: true }] },
    })
  })

  test('lends functions, promises and callbacks in both directions', async ({ page }) => {
    const facts = await page.evaluate(async () => {
      const message = (error: unknown): string => (error instanceof Error ? error.message : String(error))
      let thrown = ''
      try {
        contract.fail()
      } catch (error) {
        thrown = message(error)
      }
      const { value, again } = await contract.later(new Map([[1, 2]]))
      return {
        sum: contract.add(2, 3),
        thrown,
        rejected: await contract.failLater().catch(message),
        value: value instanceof Map,
        again: again() instanceof Map,
        called: contract.call((a: unknown, b: unknown) => [a, b], 1, { two: 2 }),
        calledLater: await contract.callLater(async (a: unknown) => `${String(a)}!`, 'hey'),
        nothing: contract.call(() => undefined),
      }
    })
    expect(facts).toEqual({
      sum: 5,
      thrown: 'failed on purpose',
      rejected: 'failed later',
      value: true,
      again: true,
      called: [1, { two: 2 }],
      calledLater: 'hey!',
      nothing: undefined,
    })
  })

  test('ends a subscription when asked', async ({ page }) => {
    const values = await page.evaluate(async () => {
      const got: unknown[] = []
      const stop = contract.subscribe('value', (value) => got.push(value))
      await contract.request('sendValue', new Date(7))
      await contract.request('echo', 1)
      stop()
      await contract.request('sendValue', 'late')
      await contract.request('echo', 1)
      return got
    })
    expect(values).toEqual([new Date(7)])
  })
})

test.describe('the page', () => {
  test("is served by the app's own scheme, byte ranges included", async ({ page }) => {
    const answer = await page.evaluate(async () => {
      const whole = await fetch('bytes')
      const part = await fetch('bytes', { headers: { range: 'bytes=10-13' } })
      return {
        url: await (await fetch('/url?a=1')).text(),
        whole: (await whole.arrayBuffer()).byteLength,
        status: part.status,
        range: part.headers.get('content-range'),
        part: [...new Uint8Array(await part.arrayBuffer())],
        missing: (await fetch('missing.html')).status,
      }
    })
    expect(answer).toEqual({
      url: 'contract://app/url?a=1',
      whole: 1000,
      status: 206,
      range: 'bytes 10-13/1000',
      part: [10, 11, 12, 13],
      missing: 404,
    })
  })

  test('keeps its strict content security policy', async ({ page }) => {
    const blocked = await page.evaluate(async () => {
      const script = document.createElement('script')
      script.textContent = 'globalThis.injected = true'
      document.head.append(script)
      // What the test itself evaluates is exempt from the policy, what it leaves behind is not.
      const evaluated = await new Promise((resolve) => {
        setTimeout(() => {
          try {
            resolve(new Function('return "ran"')())
          } catch (error) {
            resolve(error instanceof EvalError && 'refused')
          }
        })
      })
      return [evaluated, 'injected' in globalThis]
    })
    expect(blocked).toEqual(['refused', false])
  })

  test('opens no window and goes nowhere else', async ({ page }) => {
    expect(await page.evaluate(() => window.open('https://elsewhere.example/popup'))).toBeNull()
    await page.locator('#blank').click()
    await page.locator('#away').click()
    await expect
      .poll(async () => await seen(page))
      .toMatchObject({
        opened: ['https://elsewhere.example/popup', 'https://elsewhere.example/blank'],
        navigations: ['https://elsewhere.example/away'],
      })
    expect(page.context().pages()).toHaveLength(1)
    expect(await request(page, 'window')).toMatchObject({ url: 'contract://app/index.html', windows: 1 })
  })

  test('gets no permission that the app refuses', async ({ page }) => {
    const state = await page.evaluate(async () => [
      await Notification.requestPermission(),
      (await navigator.permissions.query({ name: 'geolocation' })).state,
    ])
    expect(state).toEqual(['denied', 'denied'])
    expect((await seen(page)).permissions).toContain('notifications')
  })

  test('fills a window of 1280×800 and has the focus', async ({ page }) => {
    expect(await page.evaluate(() => [innerWidth, innerHeight, document.hasFocus()])).toEqual([
      1280,
      800,
      true,
    ])
    expect(await request(page, 'window')).toMatchObject({ size: [1280, 800], focused: true, visible: true })
  })

  test('follows the chosen theme', async ({ page }) => {
    const isDark = (): Promise<boolean> =>
      page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)
    expect(await request(page, 'theme', 'dark')).toBe(true)
    await expect.poll(isDark).toBe(true)
    expect(await request(page, 'theme', 'light')).toBe(false)
    await expect.poll(isDark).toBe(false)
  })
})

test.describe('files', () => {
  test('that are dropped tell the preload their real path', async ({ page, userDataDir }) => {
    const files = [join(userDataDir, 'one.txt'), join(userDataDir, '二.png')]
    await Promise.all(files.map((file) => writeFile(file, 'content')))
    await dropFiles(page.locator('#text'), files)
    const dropped = (): Promise<unknown> => page.evaluate(() => Reflect.get(globalThis, 'dropped'))
    await expect.poll(dropped).toEqual([
      { name: 'one.txt', path: files[0] },
      { name: '二.png', path: files[1] },
    ])
    expect(await request(page, 'echo', 'after the drop')).toBe('after the drop')
  })

  test('made in the page have none', async ({ page }) => {
    const facts = await page.evaluate(() => ({
      path: contract.pathOf(new File(['x'], 'pasted.png')),
      kind: contract.kindOf(new File(['x'], 'pasted.png')),
    }))
    expect(facts).toEqual({ path: '', kind: '[object File]' })
  })
})

test.describe('main', () => {
  test('keeps secrets that only this profile can read', async ({ app, startApp }) => {
    const secret = '秘密 \u0000 secret'
    expect(await request(app.page, 'canEncrypt')).toBe(true)
    expect(await request(app.page, 'backend')).toBe('basic_text')
    const sealed = await app.page.evaluate(async (text) => {
      const bytes = (await contract.request('encrypt', text)) as Uint8Array
      return [...bytes]
    }, secret)
    expect(Buffer.from(sealed).includes(Buffer.from('secret'))).toBe(false)
    expect(await app.stop()).toBe(0)
    const again = await startApp()
    const opened = await again.page.evaluate(
      async (bytes) => await contract.request('decrypt', new Uint8Array(bytes)),
      sealed,
    )
    expect(opened).toBe(secret)
    await expect(request(again.page, 'decrypt', 'garbage')).rejects.toThrow('decrypt')
  })

  test('knows its language, version and profile', async ({ page, userDataDir }) => {
    expect(await request(page, 'app')).toEqual({
      version: '1.2.3',
      packaged: false,
      locale: expect.stringMatching(/^en/),
      userData: userDataDir,
    })
    expect(await page.evaluate(() => navigator.language)).toMatch(/^en/)
  })

  test('speaks the language it is told to, and so does its page', async ({ startApp }) => {
    const { page } = await startApp({ flags: ['--lang=zh-CN'] })
    expect(await request(page, 'app')).toMatchObject({ locale: 'zh-CN' })
    expect(
      await page.evaluate(() => [navigator.language, new Intl.DateTimeFormat().resolvedOptions().locale]),
    ).toEqual(['zh-CN', 'zh-CN'])
  })

  test('is told of a second start, which ends with 0', async ({ app }) => {
    const second = await app.startAgain()
    expect(second.exitCode).toBe(0)
    expect(second.stdout).toContain('already running')
    await expect.poll(async () => (await seen(app.page)).secondInstances.length).toBe(1)
  })
})

test.describe('the process', () => {
  test('ends with 0 on SIGTERM and leaves nothing running', async ({ app, userDataDir }) => {
    expect(await app.stop()).toBe(0)
    await expect.poll(() => processesOn(userDataDir), { timeout: 2000 }).toEqual([])
  })

  test('killed, leaves nothing running and a profile that opens again', async ({ app, userDataDir }) => {
    await app.page.evaluate(() => localStorage.setItem('kept', 'yes'))
    await app.kill()
    const again = await app.restart()
    expect(await request(again.page, 'echo', 1)).toBe(1)
    await again.kill()
    await expect.poll(() => processesOn(userDataDir), { timeout: 2000 }).toEqual([])
  })

  test('ends when its last window is closed', async ({ app }) => {
    await app.page.evaluate(() => void contract.request('close').catch(() => undefined))
    expect(await app.exited).toBe(0)
  })
})

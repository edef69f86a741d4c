import { fileURLToPath } from 'node:url'
import { expect, test } from '../fixtures.ts'
import type { Contract } from '../host-contract-app/contract.ts'
import { request, seen } from './host-contract/helpers.ts'

declare const contract: Contract

/** What both hosts must do alike with the preload script and its bridge. */
test.use({ appDir: fileURLToPath(new URL('../host-contract-app', import.meta.url)), isShared: true })

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
    const { loads } = await seen(page)
    await page.reload()
    expect(await page.evaluate(() => Reflect.get(globalThis, 'seenAtStart').bridge)).toBe('object')
    await Promise.all([
      page.waitForEvent('load'),
      page.evaluate(() => void contract.request('reload').catch(() => undefined)),
    ])
    await expect(page.locator('#status')).toHaveText('loaded')
    expect(await request(page, 'echo', 'still here')).toBe('still here')
    await expect.poll(async () => (await seen(page)).loads).toBe(loads + 2)
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

  test('tells the page of an error only its message', async ({ page }) => {
    const names = await page.evaluate(async () => {
      const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'none')
      let thrown = ''
      try {
        contract.fail()
      } catch (error) {
        thrown = nameOf(error)
      }
      const rejected = await contract.failLater().catch(nameOf)
      const given = contract.call((error: unknown) => nameOf(error), new RangeError('given'))
      return [thrown, rejected, given]
    })
    expect(names).toEqual(['Error', 'Error', 'Error'])
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

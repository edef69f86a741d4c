import { fileURLToPath } from 'node:url'
import { expect, test } from '../fixtures.ts'
import { request, seen } from './host-contract/helpers.ts'

/** What both hosts must do alike with the page itself. */
test.use({ appDir: fileURLToPath(new URL('../host-contract-app', import.meta.url)), isShared: true })

test.describe('the page', () => {
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

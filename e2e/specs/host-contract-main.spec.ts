import { fileURLToPath } from 'node:url'
import { expect, test } from '../fixtures.ts'
import type { Contract } from '../host-contract-app/contract.ts'
import { processesOn, request, seen } from './host-contract/helpers.ts'

declare const contract: Contract

/** What both hosts must do alike with main and its process. */
test.use({ appDir: fileURLToPath(new URL('../host-contract-app', import.meta.url)), isShared: true })

test.describe('main', () => {
  test('knows its language, version and profile', async ({ app, page }) => {
    expect(await request(page, 'app')).toEqual({
      version: '1.2.3',
      packaged: false,
      locale: expect.stringMatching(/^en/),
      userData: app.userDataDir,
    })
    expect(await page.evaluate(() => navigator.language)).toMatch(/^en/)
  })

  test('speaks the language it is told to, and so does its page', async ({ startApp }) => {
    const { page } = await startApp({ flags: ['--lang=zh-CN', '--proxy-server=socks5://127.0.0.1:9'] })
    expect(await request(page, 'app')).toMatchObject({ locale: 'zh-CN' })
    expect(
      await page.evaluate(() => [navigator.language, new Intl.DateTimeFormat().resolvedOptions().locale]),
    ).toEqual(['zh-CN', 'zh-CN'])
    // what the system says of proxies, whatever the pages are told
    expect(await request(page, 'systemProxy', 'http://127.0.0.1/')).toBe('DIRECT')
  })

  test('is told of a second start, which ends with 0', async ({ app }) => {
    const before = (await seen(app.page)).secondInstances.length
    const second = await app.startAgain()
    expect(second.exitCode).toBe(0)
    expect(second.stdout).toContain('already running')
    await expect.poll(async () => (await seen(app.page)).secondInstances.length).toBe(before + 1)
  })
})

test.describe('the process', () => {
  test('ends on SIGTERM, by a kill or with its last window, leaves nothing running, and opens again what it kept', async ({
    app,
  }) => {
    const secret = '秘密 \u0000 secret'
    expect(await request(app.page, 'canEncrypt')).toBe(true)
    expect(await request(app.page, 'backend')).toBe('basic_text')
    const sealed = await app.page.evaluate(async (text) => {
      const bytes = (await contract.request('encrypt', text)) as Uint8Array
      return [...bytes]
    }, secret)
    expect(Buffer.from(sealed).includes(Buffer.from('secret'))).toBe(false)

    await test.step('ends with 0 on SIGTERM and leaves nothing running', async () => {
      expect(await app.stop()).toBe(0)
      await expect.poll(() => processesOn(app.userDataDir)).toEqual([])
    })

    const second = await app.restart()
    await test.step('keeps secrets that only this profile can read', async () => {
      const opened = await second.page.evaluate(
        async (bytes) => await contract.request('decrypt', new Uint8Array(bytes)),
        sealed,
      )
      expect(opened).toBe(secret)
      await expect(request(second.page, 'decrypt', 'garbage')).rejects.toThrow('decrypt')
    })

    await second.page.evaluate(() => localStorage.setItem('kept', 'yes'))
    await second.kill()
    await expect.poll(() => processesOn(app.userDataDir)).toEqual([])
    const third = await second.restart()
    await test.step('killed, leaves nothing running and a profile that opens again', async () => {
      expect(await request(third.page, 'echo', 1)).toBe(1)
    })

    await test.step('ends when its last window is closed', async () => {
      // the page may be gone before it has answered
      await third.page
        .evaluate(() => void contract.request('close').catch(() => undefined))
        .catch(() => undefined)
      expect(await third.exited).toBe(0)
    })
  })
})

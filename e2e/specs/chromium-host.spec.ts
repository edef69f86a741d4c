import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { App } from '../drivers/app.ts'
import { chooseHost } from '../drivers/choose.ts'
import { expect, test } from '../fixtures.ts'
import { processesOn, request, seen } from './host-contract/helpers.ts'

/** What only the Chromium host has: host control, and its rules when Chromium or main dies. */
const appDir = fileURLToPath(new URL('../host-contract-app', import.meta.url))
test.use({ appDir, isShared: true })
test.skip(() => chooseHost(appDir).host !== 'chromium', 'the app runs in Electron here')

async function control(app: App, path: string, body?: object): Promise<unknown> {
  const response = await fetch(`${app.control}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return await response.json()
}

/** The dialogs that were asked for so far. */
async function dialogs(app: App): Promise<unknown[]> {
  const list = await control(app, '/dialogs')
  if (!Array.isArray(list)) throw new Error('host control gave no list of dialogs')
  return list
}

test('host control takes and gives the focus', async ({ app, page }) => {
  const inPage = (): Promise<unknown> =>
    page.evaluate(() => [document.hasFocus(), Reflect.get(globalThis, 'focusLog').at(-1)])
  const before = (await seen(page)).focus
  expect(before[0]).toBe('focus')
  expect(await control(app, '/focus', { focused: false })).toEqual({ focused: false })
  expect(await inPage()).toEqual([false, 'blur'])
  expect(await request(page, 'window')).toMatchObject({ focused: false, visible: true })
  await control(app, '/focus', { focused: true })
  expect(await inPage()).toEqual([true, 'focus'])
  expect((await seen(page)).focus).toEqual([...before, 'blur', 'focus'])
})

test('host control takes the focus also from a page that was clicked', async ({ app, page }) => {
  const inPage = (): Promise<unknown> =>
    page.evaluate(() => [document.hasFocus(), Reflect.get(globalThis, 'focusLog').at(-1)])
  await page.locator('#status').click()
  await control(app, '/focus', { focused: false })
  expect(await inPage()).toEqual([false, 'blur'])
  await control(app, '/focus', { focused: true })
  expect(await inPage()).toEqual([true, 'focus'])
})

test('host control shows dialogs and answers the next one', async ({ app, page }) => {
  const before = await dialogs(app)
  expect(await request(page, 'saveDialog')).toEqual({
    canceled: false,
    filePath: `${app.userDataDir}/Downloads/report.csv`,
  })
  expect(await request(page, 'openDialog')).toEqual({ canceled: true, filePaths: [] })
  await control(app, '/dialogs/answer', { kind: 'open', canceled: false, filePaths: ['/some/file'] })
  expect(await request(page, 'openDialog')).toEqual({ canceled: false, filePaths: ['/some/file'] })
  expect((await dialogs(app)).slice(before.length)).toMatchObject([
    { kind: 'save' },
    { kind: 'open' },
    { kind: 'open' },
  ])
})

test('host control shows and clicks notifications, badge and tray, and sends power events', async ({
  app,
  page,
}) => {
  await request(page, 'desktop')
  expect(await control(app, '/badge')).toEqual({ count: 3, overlay: 'three', isFlashing: true })
  expect(await control(app, '/notifications')).toMatchObject([
    { id: 0, title: 'Hello', body: 'there', state: 'shown', hasReply: true, replyPlaceholder: 'Reply' },
  ])
  expect(await control(app, '/tray')).toMatchObject({
    tooltip: 'contract',
    menu: [{ label: 'Open' }, { label: 'Quit' }],
  })
  await control(app, '/notifications/0/click', {})
  await control(app, '/notifications/0/reply', { text: 'ok' })
  await control(app, '/notifications/0/dismiss', {})
  await control(app, '/tray/click', {})
  await control(app, '/tray/click', { item: 'Open' })
  await control(app, '/power', { event: 'suspend' })
  await control(app, '/power', { event: 'resume' })
  await control(app, '/power', { event: 'lock-screen' })
  expect((await seen(page)).desktop).toEqual([
    'notification',
    'ok ok',
    'closed',
    'tray',
    'Open',
    'suspend',
    'resume',
    'lock-screen',
  ])
  expect(await control(app, '/power', { event: 'explode' })).toMatchObject({ error: expect.any(String) })
  expect(await control(app, '/notifications/9/click', {})).toMatchObject({ error: expect.any(String) })
})

test('a file that the page offers is saved where a save dialog would say', async ({ app, page }) => {
  const before = await dialogs(app)
  await page.evaluate(() => {
    const link = document.createElement('a')
    link.href = URL.createObjectURL(new Blob(['offered']))
    link.download = 'offer.txt'
    link.click()
  })
  await expect
    .poll(() => readFile(`${app.userDataDir}/Downloads/offer.txt`, 'utf8').catch(() => ''))
    .toBe('offered')
  expect((await dialogs(app)).slice(before.length)).toMatchObject([
    { kind: 'save', options: { defaultPath: 'offer.txt' } },
  ])
})

test('a part of Electron that the host lacks says so', async ({ page }) => {
  expect(await request(page, 'missing')).toEqual([
    'app.relaunch is not part of the Chromium host',
    'systemPreferences is not part of the Chromium host',
    'BrowserWindow.fromDevTools is not part of the Chromium host',
  ])
})

test('after a crash of the page everything works again', async ({ app, page }) => {
  const before = await seen(page)
  const crashed = page.waitForEvent('crash')
  const session = await page.context().newCDPSession(page)
  session.send('Page.crash').catch(() => undefined)
  await crashed
  const again = await app.reconnect()
  await expect(again.locator('#status')).toHaveText('loaded')
  expect(await request(again, 'echo', new Date(3))).toEqual(new Date(3))
  expect(await seen(again)).toMatchObject({ gone: [...before.gone, 'crashed'], loads: before.loads + 1 })
})

test('main and Chromium end with each other, and when the operator closes the window', async ({ app }) => {
  const { userDataDir } = app
  await test.step('when main is killed, Chromium ends within two seconds, with a client attached', async () => {
    process.kill(app.pid, 'SIGKILL')
    await expect.poll(() => processesOn(userDataDir), { timeout: 2000, intervals: [50] }).toEqual([])
  })

  const second = await app.restart()
  await test.step('when Chromium is killed, main ends by itself and says that it failed', async () => {
    expect(await request(second.page, 'echo', 'again')).toBe('again')
    const [chromium] = processesOn(`--user-data-dir=${userDataDir}/chromium`)
    process.kill(Number(chromium), 'SIGKILL')
    expect(await second.exited).toBe(70)
    await expect.poll(() => processesOn(userDataDir)).toEqual([])
  })

  const third = await second.restart()
  await test.step('when the operator closes the window, the app ends as if asked', async () => {
    await third.page.close()
    expect(await third.exited).toBe(0)
  })
})

test('a bad host-control port is one line and a failure', async ({ startApp }) => {
  await expect(startApp({ flags: ['--host-control=many'] })).rejects.toThrow(
    /ended \(64\).*\n\n--host-control wants a port from 0 to 65535, not "many"\n$/,
  )
})

import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { Linkboard } from '../pages/linkboard.ts'
import { expect, signIn, test } from '../simulator-fixture.ts'

/** Running without a window, and starting without anybody: both belong to the desktop that the app runs on. */

test('closing leaves the app in the tray only where there is one, and it starts at login by its file', async ({
  startApp,
  simulator,
}) => {
  const desktop = await mkdtemp(join(tmpdir(), 'linkboard-desktop-'))
  // the bus of a session that shows icons of a tray, as long as it says so
  const bus = join(desktop, 'gdbus')
  const setTray = (isThere: boolean) => writeFile(bus, `#!/bin/sh\necho '(${isThere},)'\n`)
  await setTray(true)
  await chmod(bus, 0o755)
  const app = await startApp({
    env: { PATH: `${desktop}${delimiter}${process.env['PATH']}`, XDG_CONFIG_HOME: desktop },
  })
  const { control, page } = app
  test.skip(control === undefined || process.platform !== 'linux', 'seen on Linux, through host control')
  const act = (path: string) => fetch(`${control}${path}`, { method: 'POST' }).catch(() => undefined)
  const isInFront = () => page.evaluate(() => document.hasFocus())
  const board = new Linkboard(page)
  await signIn(board, simulator, { account: 'shop', alias: 'Shop' })
  await board.rail.goTo('Settings')

  const file = join(desktop, 'autostart', 'linkboard.desktop')
  await board.settings.toggle('Start Linkboard when you sign in').check()
  await expect
    .poll(() => readFile(file, 'utf8').catch(() => ''))
    .toContain(`--user-data-dir=${app.userDataDir}`)
  await board.settings.toggle('Start Linkboard when you sign in').uncheck()
  await expect.poll(() => readFile(file, 'utf8').catch(() => 'gone')).toBe('gone')

  const toTray = board.settings.toggle('Keep running in the tray')
  await expect(toTray).not.toHaveAccessibleDescription(/No tray/)
  await toTray.check()
  await act('/close')
  await expect.poll(isInFront).toBe(false)
  await act('/tray/click')
  await expect.poll(isInFront).toBe(true)

  await setTray(false)
  await act('/close')
  expect(await app.exited).toBe(0)
  await rm(desktop, { recursive: true })
})

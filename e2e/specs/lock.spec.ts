import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { Bridge } from '#shared/bridge.ts'
import { contract, type RequestName } from '#shared/contract/index.ts'
import type { Result } from '#shared/errors.ts'
import type { App } from '../drivers/app.ts'
import { seriousViolations } from '../pages/audit.ts'
import { ask, snapshot } from '../pages/bridge.ts'
import { layoutFaults } from '../pages/layout.ts'
import { Linkboard } from '../pages/linkboard.ts'
import { expect, signIn, test } from '../simulator-fixture.ts'

test.use({ isShared: true })

declare const linkboard: Bridge

/** A locked window: what can be found of a conversation in it, beside it and behind its bridge. */

const PASSPHRASE = 'open sesame'
const SECRET = '老王要开增值税发票'
/** Anything of a conversation: words, names, ids, and numbers of what waits. */
const TRACES = /老王|发票|half a thought|Shop|wxid|im\.wechat|\(\d+\)/u

/** Requests that say nothing of anybody, and are answered while it is locked. */
const ANSWERED: readonly RequestName[] = [
  ...(['lock.state', 'lock.now', 'lock.unlock', 'lock.forget'] as const),
  ...(['app.starting', 'app.painted', 'app.networkChanged'] as const),
]

const lockScreen = ({ page }: App) => ({
  passphrase: page.getByRole('textbox', { name: 'Passphrase', exact: true }),
  unlock: page.getByRole('button', { name: 'Unlock' }),
})

async function act({ control }: App, path: string, body: object): Promise<void> {
  const response = await fetch(`${control}${path}`, { method: 'POST', body: JSON.stringify(body) })
  expect(response.ok).toBe(true)
}

/** A wall time on this computer's clock. */
function inHours(hours: number): string {
  const at = new Date(Date.now() + hours * 3_600_000)
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

/** Names of files under a folder that hold a text. */
async function filesWith(folder: string, text: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
  const held = await Promise.all(
    files.map(async (file) => ((await readFile(file).catch(() => '')).includes(text) ? [file] : [])),
  )
  return held.flat()
}

/** What each request is refused with; what it gives where it is answered. */
async function codesOf(page: Page, names: readonly string[]): Promise<Record<string, unknown>> {
  return await page.evaluate(async (asked) => {
    const answers: Record<string, unknown> = {}
    for (const name of asked) {
      const result: Result<unknown> = await Reflect.apply(linkboard.request, linkboard, [name])
      answers[name] = result.ok ? result.value : result.error.code
    }
    return answers
  }, names)
}

/** What host control shows of the desktop; nothing where the desktop is a real one. */
async function outside({ control }: App): Promise<string> {
  if (control === undefined) return ''
  const read = async (path: string) => await (await fetch(`${control}${path}`)).text()
  const shown: { state: string }[] = JSON.parse(await read('/notifications'))
  return (
    JSON.stringify(shown.filter(({ state }) => state === 'shown')) +
    (await read('/badge')) +
    (await read('/tray'))
  )
}

/** Looks for a conversation everywhere that somebody at this computer can look. */
async function expectNothingReadable(app: App): Promise<void> {
  const { page } = app
  const { passphrase, unlock } = lockScreen(app)
  await expect(passphrase).toBeFocused()
  await expect(unlock).toBeVisible()
  expect(await page.locator('button, a, input, textarea, select, [role]').count()).toBe(3)
  expect(await page.title()).toBe('Linkboard')
  expect(await page.content()).not.toMatch(TRACES)
  const kept = await page.evaluate(() =>
    JSON.stringify([{ ...localStorage }, { ...sessionStorage }, location.href]),
  )
  expect(kept).not.toMatch(TRACES)
  expect(await outside(app)).not.toMatch(TRACES)
  const refused = Object.keys(contract).filter((name) => !ANSWERED.some((one) => one === name))
  expect(await codesOf(page, refused)).toEqual(Object.fromEntries(refused.map((name) => [name, 'locked'])))
  const media = await page.evaluate(async () => (await fetch('/media/1')).status)
  expect(media).toBe(404)
}

test('locked, nothing of a conversation can be read anywhere, over a kill and a restart', async ({
  app,
  board,
  simulator,
}) => {
  const { page } = app
  const { world } = simulator
  await signIn(board, simulator, { account: 'shop', alias: 'Shop' })
  world.inject({ account: 'shop', text: SECRET })
  const shop = await board.open('Shop')
  await expect(shop.log).toContainText(SECRET)
  await page.getByRole('button', { name: 'Lock now' }).click()
  const setting = page.getByRole('dialog', { name: 'Set a passphrase' })
  await setting.getByRole('textbox', { name: 'Passphrase', exact: true }).fill(PASSPHRASE)
  await setting.getByRole('textbox', { name: 'Repeat passphrase' }).fill(PASSPHRASE)
  await setting.getByRole('button', { name: 'Set and lock' }).click()
  await expectNothingReadable(app)
  expect([...(await layoutFaults(page)), ...(await seriousViolations(page))]).toEqual([])

  // what arrives meanwhile is received, and told to nobody
  const before = world.log({ call: 'getupdates' }).requests.length
  world.inject({ account: 'shop', text: `${SECRET} again` })
  await expect.poll(() => world.log({ call: 'getupdates' }).requests.length).toBeGreaterThan(before)
  await expectNothingReadable(app)

  await lockScreen(app).passphrase.fill('wrong')
  await lockScreen(app).unlock.click()
  await expect(page.getByRole('status')).toContainText('That is not the passphrase.')
  await lockScreen(app).passphrase.fill(PASSPHRASE)
  await page.keyboard.press('Enter')
  await expect(board.inbox.row('Shop')).toContainText('again')

  // by the key, with a draft in hand
  const again = await board.open('Shop')
  await again.box.pressSequentially('half a thought')
  await page.keyboard.press('Control+l')
  await expectNothingReadable(app)

  await app.kill()
  const next = await app.restart()
  await expectNothingReadable(next)
  await lockScreen(next).passphrase.fill(PASSPHRASE)
  await next.page.keyboard.press('Enter')
  const there = new Linkboard(next.page)
  const reopened = await there.open('Shop')
  await expect(reopened.box).toHaveValue('half a thought')

  if (next.control === undefined) return
  // the computer sleeps, with something scheduled
  const [conversation] = (await snapshot(next.page)).conversations
  const scheduled = await ask(next.page, 'scheduled.add', {
    conversationId: conversation?.id,
    requestId: crypto.randomUUID(),
    text: SECRET,
    files: [],
    due: inHours(2),
  })
  expect(scheduled).toMatchObject({ ok: true })
  await act(next, '/power', { event: 'suspend' })
  await expectNothingReadable(next)
  await act(next, '/power', { event: 'resume' })

  // P15: a locked page cannot ask before quitting, so the system does
  await act(next, '/tray/click', { item: 'Quit' })
  await expect
    .poll(async () => await (await fetch(`${next.control}/dialogs`)).text())
    .toContain('Quit anyway')
  await expectNothingReadable(next)

  // whoever has forgotten it begins with nothing, on the disk too
  await lockScreen(next).passphrase.fill('forgotten')
  await next.page.keyboard.press('Enter')
  await next.page.getByRole('button', { name: 'Forgot the passphrase?' }).click()
  const way = next.page.getByRole('alertdialog')
  await expect(way.getByRole('radio', { name: 'Keep the history' })).toBeDisabled()
  await way.getByRole('radio', { name: 'Delete everything' }).check()
  await way.getByRole('textbox').fill('sign out')
  await way.getByRole('button', { name: 'Sign out everything' }).click()
  await expect(there.addAccount.opener).toBeVisible()
  expect(world.log({ call: 'notifystop' }).requests.length).toBeGreaterThan(0)
  expect(await filesWith(next.userDataDir, SECRET)).toEqual([])
})

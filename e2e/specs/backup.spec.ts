import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Simulator } from '#simulator/index.ts'
import type { App } from '../drivers/app.ts'
import { seriousViolations } from '../pages/audit.ts'
import { BackupDialogs } from '../pages/backup.ts'
import { ask, snapshot } from '../pages/bridge.ts'
import { Linkboard } from '../pages/linkboard.ts'
import { textsOnPhone } from '../phone.ts'
import { test as base, expect, signIn } from '../simulator-fixture.ts'

/** Encrypted backups: made on one computer, restored on another or over what is there. */

const PASSPHRASE = 'three unlikely words 三'

const test = base.extend<{ otherComputer: string; drive: string }>({
  drive: async ({ userDataDir }, use) => {
    const folder = `${userDataDir}-drive`
    await mkdir(folder)
    await use(folder)
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  },
  otherComputer: async ({ userDataDir }, use) => {
    const folder = `${userDataDir}-other`
    await use(folder)
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  },
})

// Every passphrase costs a second by design, and more where the computer is busy.
test.describe.configure({ timeout: 240_000 })

test.beforeEach(({ app }) => {
  test.skip(app.control === undefined, "the system's own dialogs are not in the hands of a test")
})

/** A profile with an account, a message each way, a draft and a setting; answers the path of its backup. */
async function makeBackup(app: App, simulator: Simulator): Promise<string> {
  const board = new Linkboard(app.page)
  await signIn(board, simulator, { account: 'shop', alias: 'Shop' })
  simulator.world.inject({ account: 'shop', text: 'is it there yet', contextToken: 'a-secret-context-token' })
  const shop = await board.open('Shop')
  // Before it is here, Enter would ask whether to send to somebody who has not written.
  await expect(shop.received('Text')).toHaveCount(1)
  await shop.send('almost')
  await expect(shop.own('Accepted')).toHaveCount(1)
  await shop.box.fill('and then')
  const stored = async () => (await snapshot(app.page)).conversations.map(({ draft }) => draft)
  await expect.poll(stored).toEqual(['and then'])
  await board.rail.goTo('Settings')
  await board.settings.choice('Dark').check()
  const name = await new BackupDialogs(app.page).create(PASSPHRASE)
  return join(app.userDataDir, 'Downloads', name)
}

/** Opens a backup and begins to restore it over what is there; the answer is still to come. */
async function beginRestore(app: App, file: string): Promise<{ readonly restored: Promise<unknown> }> {
  const dialogs = new BackupDialogs(app.page)
  await new Linkboard(app.page).rail.goTo('Settings')
  await app.page.getByRole('button', { name: 'Restore backup…' }).click()
  await dialogs.choose(app, file)
  await dialogs.open(PASSPHRASE)
  await expect(dialogs.accounts).toHaveCount(1)
  return { restored: ask(app.page, 'backup.restore').catch(() => undefined) }
}

/** The account of the backup is there, receives, and nothing half done is left. */
async function expectWhole(again: App, { world }: Simulator): Promise<void> {
  const board = new Linkboard(again.page)
  await expect(board.rail.account('Shop')).toHaveAccessibleName('Shop, Online')
  world.inject({ account: 'shop', text: 'still there?' })
  await expect(board.inbox.row('Shop')).toContainText('1 unread message')
  expect(readdirSync(again.userDataDir)).not.toContain('restore')
}

test('a backup replaces what is there or goes to another computer; P15: a kill while it is restored breaks nothing', async ({
  app,
  board,
  simulator,
  startApp,
  otherComputer,
  drive,
}) => {
  const { world } = simulator
  const file = await makeBackup(app, simulator)

  await test.step('P9: nothing can be read in it', () => {
    const [, authorization = ''] =
      world
        .log({ call: 'getupdates' })
        .requests.at(-1)
        ?.headers.find(([name]) => name.toLowerCase() === 'authorization') ?? []
    const token = authorization.replace('Bearer ', '')
    const bytes = readFileSync(file)
    for (const secret of [token, 'a-secret-context-token', 'is it there yet', 'Shop', PASSPHRASE]) {
      expect(bytes.includes(secret), 'P9: readable in the backup').toBe(false)
    }
  })

  await test.step('a file that is no backup, or a damaged one, is refused in words and nothing changes', async () => {
    const dialogs = new BackupDialogs(board.page)
    const sound = readFileSync(file)
    const damaged = join(app.userDataDir, 'Downloads', 'damaged.linkboard-backup')
    writeFileSync(damaged, Buffer.concat([sound.subarray(0, -100), Buffer.alloc(100)]))
    const foreign = join(app.userDataDir, 'Downloads', 'letter.linkboard-backup')
    writeFileSync(foreign, 'Dear grandmother')
    await board.page.getByRole('button', { name: 'Create backup…' }).click()
    await dialogs.creating.waitFor()
    expect.soft(await seriousViolations(board.page), 'making a backup').toEqual([])
    await board.page.keyboard.press('Escape')
    await board.page.getByRole('button', { name: 'Restore backup…' }).click()
    await dialogs.choose(app, foreign)
    await expect(dialogs.restoring.getByRole('alert')).toContainText('not a backup of Linkboard')
    await dialogs.choose(app, damaged)
    await dialogs.open(PASSPHRASE)
    await expect(dialogs.restoring.getByRole('alert')).toContainText('damaged or incomplete')
    expect.soft(await seriousViolations(board.page), 'restoring a backup').toEqual([])
    await board.page.keyboard.press('Escape')
    await expect(board.rail.account('Shop')).toHaveAccessibleName('Shop, Online')
  })

  await test.step('restoring over a profile in use asks first, replaces all of it and sets it aside', async () => {
    const dialogs = new BackupDialogs(board.page)
    await signIn(board, simulator, { account: 'late', alias: 'Late' })
    await board.page.getByRole('button', { name: 'Restore backup…' }).click()
    await dialogs.choose(app, file)
    await dialogs.open(PASSPHRASE)
    await expect(dialogs.accounts).toContainText(['already here'])
    await dialogs.restore()
    await dialogs.replacing.getByRole('button', { name: 'Cancel' }).click()
    await expect(dialogs.replacing).toBeHidden()
    expect((await snapshot(board.page)).accounts.map(({ alias }) => alias)).toEqual(['Shop', 'Late'])
    await dialogs.restore()
    await dialogs.replacing.getByRole('button', { name: 'Replace everything' }).click()
    await expect(board.notices).toContainText('The backup was restored')
    await expect(board.rail.account('Shop')).toHaveAccessibleName('Shop, Online')
    await expect(board.rail.account('Late')).toHaveCount(0)
    const aside = readdirSync(join(app.userDataDir, 'data')).filter((name) => name.includes('before-restore'))
    expect(aside).toHaveLength(1)
  })

  const unasked =
    await test.step('one is made without being asked, into a folder that is typed, and read back', async () => {
      const dialogs = new BackupDialogs(board.page)
      await board.rail.goTo('Settings')
      await board.settings.toggle('Back up automatically').click()
      await dialogs.automate('backups', PASSPHRASE)
      await expect(dialogs.automating.getByRole('alert')).toContainText('whole path')
      expect.soft(await seriousViolations(board.page), 'automatic backups').toEqual([])
      await dialogs.automate(drive, PASSPHRASE)
      await expect(dialogs.automating).toBeHidden()
      await expect(board.page.getByText(/, read back and complete$/)).toBeVisible()
      const names = readdirSync(drive)
      expect(names).toEqual([expect.stringMatching(/^Linkboard .+\.linkboard-backup$/)])
      expect(readFileSync(join(app.userDataDir, 'backups.json'), 'utf8')).not.toContain(PASSPHRASE)
      return join(drive, names[0] ?? '')
    })

  await app.stop()
  const codes = world.log({ call: 'get_bot_qrcode' }).requests.length
  const other = await startApp({ userDataDir: otherComputer })
  await test.step('a backup moves everything to another computer, which goes on with the stored sign-in', async () => {
    const there = new Linkboard(other.page)
    const dialogs = new BackupDialogs(other.page)
    await there.page.getByRole('button', { name: 'Restore from a backup…' }).click()
    await dialogs.choose(other, unasked)
    await dialogs.open('three likely words')
    await expect(dialogs.restoring.getByRole('alert')).toContainText('does not open this backup')
    await dialogs.open(PASSPHRASE)
    await expect(dialogs.accounts).toHaveText(['Shop'])
    await expect(dialogs.restoring).toContainText('Stop Linkboard on the other computer first')
    await dialogs.restore()

    await expect(there.rail.account('Shop')).toHaveAccessibleName('Shop, Online')
    await expect(there.notices).toContainText('The backup was restored')
    await expect(there.page.locator('html')).toHaveAttribute('data-theme', 'dark')
    const shop = await there.open('Shop')
    await expect(shop.received('Text')).toHaveCount(1)
    await expect(shop.own('Accepted')).toHaveCount(1)
    await expect(shop.box).toHaveValue('and then')
    world.inject({ account: 'shop', text: 'hello, new computer' })
    await expect(shop.received('Text')).toHaveCount(2)
    await shop.send('here I am')
    await expect(shop.own('Accepted')).toHaveCount(2)
    expect(textsOnPhone(simulator, 'shop')).toEqual(['almost', 'here I am'])
    expect(world.log({ call: 'get_bot_qrcode' }).requests).toHaveLength(codes)
  })

  await test.step('P15: killed while a restore is prepared, the profile opens, the old one or the new', async () => {
    await beginRestore(other, file)
    await other.kill()
    await expectWhole(await other.restart(), simulator)
  })
})

test('P15: killed during a restore, once it is settled, the profile opens, the old one or the new', {
  tag: '@nightly',
}, async ({ app, simulator, startApp }) => {
  const file = await makeBackup(app, simulator)
  const { restored } = await beginRestore(app, file)
  expect(await restored).toEqual({ ok: true, value: true })
  await app.kill()
  const again = await startApp()
  await expect(new Linkboard(again.page).notices).toContainText('The backup was restored')
  await expectWhole(again, simulator)
})

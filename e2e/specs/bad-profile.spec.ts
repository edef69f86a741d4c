import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { ask } from '../pages/bridge.ts'
import { Linkboard } from '../pages/linkboard.ts'
import { expect, signIn, test } from '../simulator-fixture.ts'

/** A profile folder that is not as it was left. */

const DAMAGE = Buffer.from('this is neither JSON nor a database\n'.repeat(400))

/** The files beside `name` that hold what was damaged. */
function setAside(folder: string, name: string): Buffer[] {
  const files = readdirSync(folder).filter((entry) => entry.startsWith(`${name}.damaged-`))
  return files.map((file) => readFileSync(join(folder, file)))
}

/** What can become of a database file: replaced, cut short, or spoilt behind a sound beginning. */
const DAMAGES: Readonly<Record<string, (sound: Buffer) => Buffer>> = {
  'that was overwritten': () => DAMAGE,
  'that was cut short': (sound) => sound.subarray(0, 5000),
  'with a sound beginning only': (sound) => Buffer.from(sound).fill(0x5a, 4096),
}

test('P21: a damaged database is set aside, said so, and its account goes on; one of a newer version is left alone', async ({
  app,
  board,
  simulator,
  startApp,
  userDataDir,
}) => {
  const { world } = simulator
  const data = join(userDataDir, 'data')
  const file = join(data, 'linkboard.db')
  await signIn(board, simulator, { account: 'shop', alias: 'Shop' })
  world.inject({ account: 'shop', text: 'stored' })
  await expect(board.inbox.row('Shop')).toContainText('stored')

  await test.step('P21: damage that is met while the app runs is said, and the account goes on', async () => {
    await expect.poll(() => readdirSync(data)).toContain('linkboard.db-note')
    writeFileSync(file, Buffer.from(readFileSync(file)).fill(0x5a, 100))
    writeFileSync(`${file}-wal`, '')
    await board.rail.goTo('Settings')
    await expect(board.notices).toContainText('The message store was damaged', { timeout: 20_000 })
    await expect(board.rail.account('Shop')).toHaveAccessibleName(/^Shop, Online/)
    world.inject({ account: 'shop', text: 'going on' })
    await expect(board.inbox.row('Shop')).toContainText('going on')
  })
  await app.stop()

  for (const [name, damage] of Object.entries(DAMAGES))
    await test.step(`P21: one ${name} is met at the start, and its account goes on without scanning`, async () => {
      const damaged = damage(readFileSync(file))
      writeFileSync(file, damaged)
      const start = await startApp()
      const there = new Linkboard(start.page)
      await expect(there.notices).toContainText('The message store was damaged')
      expect(setAside(data, 'linkboard.db').some((one) => one.equals(damaged))).toBe(true)
      await expect(there.notices).toContainText('A backup may hold')
      await expect(there.rail.account('Shop')).toHaveAccessibleName(/^Shop, Online/)
      world.inject({ account: 'shop', text: `new beginning ${name}` })
      await expect(there.inbox.row('Shop')).toContainText(`new beginning ${name}`)
      await start.stop()
    })

  await test.step('a database of a newer version is left alone, in words and with a failure', async () => {
    const database = new DatabaseSync(file)
    database.exec('PRAGMA user_version = 999')
    database.close()
    const before = readFileSync(file)
    await expect(startApp()).rejects.toThrow(
      /ended \([1-9]\d*\) before it was ready[\s\S]*linkboard: This data folder was last used by a newer Linkboard/,
    )
    expect(readFileSync(file).equals(before)).toBe(true)
  })
})

const RESCUES = [
  {
    language: 'en',
    fact: '1 needs sign-in',
    command: 'sign in again',
    dialog: 'Add account',
    message: 'Message',
  },
  {
    language: 'zh-CN',
    fact: '1 个账号需重新登录',
    command: '重新登录',
    dialog: '添加账号',
    message: '消息',
  },
] as const

for (const words of RESCUES) {
  const title = `flow 6: damaged settings are set aside alone, and secrets so that the account is signed in again in place, by keyboard (${words.language})`
  const tag = words.language === 'en' ? [] : ['@nightly']
  test(title, { tag }, async ({ app, board, simulator, startApp, userDataDir }) => {
    await signIn(board, simulator, { account: 'shop', alias: 'Shop' })
    simulator.world.inject({ account: 'shop', text: 'stored' })
    await expect(board.inbox.row('Shop')).toContainText('stored')
    await app.stop()

    await test.step('a damaged settings file is set aside, everything else stays', async () => {
      writeFileSync(join(userDataDir, 'settings.json'), '{"settings": {"theme": ')
      const start = await startApp()
      const there = new Linkboard(start.page)
      await expect(there.notices).toContainText('The settings file was damaged')
      expect(setAside(userDataDir, 'settings.json')[0]?.toString()).toContain('{"settings"')
      await expect(there.rail.account('Shop')).toHaveAccessibleName(/^Shop, Online/)
      await there.notices.getByRole('button', { name: 'Dismiss' }).click()
      await expect(there.notices).not.toContainText('damaged')
      await start.stop()
    })

    await test.step('flow 6: a damaged secrets file is set aside, and the account is signed in again in place, by keyboard', async () => {
      writeFileSync(join(userDataDir, 'secrets.json'), DAMAGE)
      const { page } = await startApp()
      await ask(page, 'settings.update', { language: words.language })
      await expect(page.getByRole('region').filter({ hasText: 'secrets.json.damaged-' })).toBeVisible()
      expect(setAside(userDataDir, 'secrets.json')[0]?.equals(DAMAGE)).toBe(true)
      const fact = page.getByRole('button', { name: words.fact, exact: true })
      await expect(fact).toBeVisible()

      await page.keyboard.press('Control+k')
      await page.keyboard.insertText(words.command)
      await page.keyboard.press('Enter')
      await expect(page.getByRole('dialog', { name: words.dialog }).getByRole('img')).toHaveCount(1)
      simulator.world.scan({ account: 'shop' })
      simulator.world.confirm()
      const alias = page.getByRole('dialog', { name: words.dialog }).getByRole('textbox')
      await expect(alias).toHaveValue('Shop')
      await expect(alias).toBeFocused()
      await page.keyboard.press('Enter')
      await expect(page.getByRole('dialog')).toHaveCount(0)
      await expect(fact).toHaveCount(0)

      await page.keyboard.press('Control+1')
      await page.keyboard.press('j')
      await page.keyboard.press('Enter')
      await expect(page.getByRole('textbox', { name: words.message, exact: true })).toBeFocused()
      await expect(page.getByRole('log').getByRole('article').filter({ hasText: 'stored' })).toBeVisible()
      // a new sign-in begins without a reply window: the contact has to write first
      simulator.world.inject({ account: 'shop', text: 'are you back?' })
      await expect(
        page.getByRole('log').getByRole('article').filter({ hasText: 'are you back?' }),
      ).toBeVisible()
      await page.keyboard.insertText('here again')
      await page.keyboard.press('Enter')
      await expect.poll(() => simulator.world.log({ call: 'sendmessage' }).requests.length).toBe(1)
    })
  })
}

test('a profile folder that cannot be used is said in words and a failure', async ({
  startApp,
  userDataDir,
}) => {
  mkdirSync(userDataDir, { recursive: true })
  writeFileSync(join(userDataDir, 'data'), 'a file where a folder should be')
  await expect(startApp()).rejects.toThrow(
    /ended \([1-9]\d*\) before it was ready[\s\S]*linkboard: The data folder could not be opened/,
  )
})

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { seriousViolations } from '../pages/audit.ts'
import { expect, signIn, test } from '../simulator-fixture.ts'

test.use({ isShared: true })

/** P23: what there is of one contact is handed out or deleted. */

const LIN = 'o9cq80_linLinLin00Lin001@im.wechat'
const MEI = 'o9cq80_meiMeiMei00Mei002@im.wechat'

test('P23: the history of a contact is exported, then deleted, by the keyboard alone, and begins anew with what they write', async ({
  app,
  board,
  simulator,
}) => {
  const { page } = board
  const { world } = simulator
  const rows = page.getByRole('list', { name: 'Conversations' }).getByRole('listitem')
  const menuItem = async (name: string) => {
    await page.getByRole('button', { name: /^More actions for the conversation/ }).focus()
    await page.keyboard.press('Enter')
    const item = page.getByRole('menuitem', { name })
    for (let n = 0; n < 12 && !(await item.evaluate((one) => one === document.activeElement)); n += 1)
      await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
  }
  await signIn(board, simulator, { account: 'shop', alias: 'Shop' })
  for (let n = 0; n < 120; n += 1) world.inject({ account: 'shop', from: LIN, text: `geheim ${n}` })
  world.inject({ account: 'shop', from: MEI, text: 'stays here' })
  await expect(rows).toHaveCount(2)
  await rows.filter({ hasText: 'geheim' }).getByRole('button').first().click()

  await test.step('the table holds every message', async () => {
    await menuItem('Export history…')
    const dialog = page.getByRole('dialog', { name: /^Export the history/ })
    expect(await seriousViolations(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Export' }).press('Enter')
    if (app.control !== undefined) {
      await expect(dialog.getByRole('status')).toHaveText('Saved.')
      const folder = join(app.userDataDir, 'Downloads')
      const [name = ''] = readdirSync(folder).filter((one) => one.startsWith('linkboard-history-'))
      const table = readFileSync(join(folder, name), 'utf8')
      expect(table.trim().split('\r\n')).toHaveLength(121)
      expect(table).toContain('"geheim 119"')
    }
    await page.keyboard.press('Escape')
    await expect(dialog).toHaveCount(0)
  })

  await test.step('deleting asks, and takes row, conversation and what a search finds', async () => {
    await menuItem('Delete history…')
    const question = page.getByRole('alertdialog', { name: /^Delete everything with/ })
    await expect(question.getByRole('button', { name: 'Cancel' })).toBeFocused()
    expect(await seriousViolations(page)).toEqual([])
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await expect(question).toHaveCount(0)
    await expect(rows).toHaveCount(1)
    await expect(page.getByRole('log', { name: 'Messages' })).toHaveCount(0)
    await page.getByRole('searchbox', { name: 'Search messages' }).fill('geheim')
    await expect(page.getByRole('status').filter({ hasText: 'geheim' })).toBeVisible()
    await page.keyboard.press('Escape')
  })

  await test.step('what they write next stands alone', async () => {
    world.inject({ account: 'shop', from: LIN, text: 'hello again' })
    await rows.filter({ hasText: 'hello again' }).getByRole('button').first().click()
    const log = page.getByRole('log', { name: 'Messages' })
    await expect(log.getByRole('article')).toHaveCount(1)
    await expect(log).toContainText('hello again')
  })
})

import type { App } from '../drivers/app.ts'
import { test } from '../files-fixture.ts'
import { Linkboard } from '../pages/linkboard.ts'
import { textsOnPhone } from '../phone.ts'
import { expect, signIn } from '../simulator-fixture.ts'

test.use({ isShared: true })

/** What is written now and leaves later, or not at all: scheduled messages, and those that are held for a moment. */

const isAwake = async ({ control }: App) =>
  (await (await fetch(`${control}/power`)).json()).blockers.length > 0

test('P15: what is scheduled or held is still there after a kill, has not left, and goes out when it is told to', async ({
  app,
  board,
  simulator,
  files,
}) => {
  await signIn(board, simulator, { account: 'shop', alias: 'Shop' })
  simulator.world.inject({ account: 'shop', text: 'when do you come?' })
  const shop = await board.open('Shop')
  const articles = (of: typeof shop, state: string) =>
    of.log.getByRole('article', { name: new RegExp(`^You, Text, \\d\\d:\\d\\d, ${state}$`) })

  await shop.box.fill('at ten')
  await shop.region.getByRole('button', { name: 'Send later' }).click()
  const dialog = board.page.getByRole('dialog', { name: 'Send later' })
  await expect(dialog.getByLabel('Time')).not.toHaveValue('')
  await dialog.getByRole('button', { name: 'Schedule' }).click()
  await expect(articles(shop, 'Scheduled')).toContainText('at ten')
  await expect(shop.box).toHaveValue('')
  // the window's frame and the system's sleep are in the hands of a test only where the host records them
  if (app.control !== undefined) {
    await expect.poll(() => isAwake(app)).toBe(true)
    await fetch(`${app.control}/close`, { method: 'POST' })
    const question = board.page.getByRole('alertdialog', { name: 'Quit while 1 message is scheduled?' })
    await question.getByRole('button', { name: 'Keep open' }).click()
  }

  await shop.region.locator('input[type=file]').setInputFiles(files.writePicture('shelf.png'))
  await board.review.caption.fill('the shelf')
  await board.review.button('Schedule…').click()
  await expect(dialog).toContainText('shelf.png')
  await dialog.getByRole('button', { name: 'Schedule' }).click()
  await expect(articles(shop, 'Scheduled').filter({ hasText: 'shelf.png' })).toContainText('the shelf')
  await expect(board.review.dialog).toBeHidden()

  const main = board.page.getByRole('navigation', { name: 'Main' })
  await main.getByRole('link', { name: 'Settings' }).click()
  await board.page
    .getByRole('combobox', { name: 'Undo for a few seconds' })
    .selectOption({ label: '30 seconds' })
  await main.getByRole('link', { name: 'Inbox' }).click()
  const back = await board.open('Shop')
  await back.send('too soon')
  await expect(articles(back, 'Held')).toContainText('leaves in')
  await expect(back.box).toBeFocused()
  await board.page.keyboard.press('ControlOrMeta+z')
  await expect(back.box).toHaveValue('too soon')
  await expect(articles(back, 'Held')).toHaveCount(0)
  await back.box.press('Enter')
  await expect(articles(back, 'Held')).toHaveCount(1)

  await app.kill()
  const again = await app.restart()
  const next = new Linkboard(again.page)
  await expect(next.rail.account('Shop')).toHaveAccessibleName(/^Shop, Online/)
  const there = await next.open('Shop')
  await expect(articles(there, 'Scheduled')).toHaveCount(2)
  await articles(there, 'Scheduled')
    .filter({ hasText: 'shelf.png' })
    .getByRole('button', { name: 'Edit' })
    .click()
  await expect(next.review.caption).toHaveValue('the shelf')
  await expect(next.review.files).toContainText('shelf.png')
  await next.review.dialog.press('Escape')
  await there.box.fill('')
  await expect(articles(there, 'Scheduled')).toHaveCount(1)
  const waiting = there.region.getByRole('region', { name: 'Waiting messages' })
  await expect(waiting).toContainText('Linkboard ended before it left')
  expect(textsOnPhone(simulator, 'shop')).toEqual([])
  await waiting.getByRole('button', { name: 'Send all' }).click()
  await expect(there.own('Accepted')).toHaveCount(1)
  await articles(there, 'Scheduled').getByRole('button', { name: 'Send now' }).click()
  await articles(there, 'Held').getByRole('button', { name: 'Undo' }).click()
  await expect(there.box).toHaveValue('at ten')
  expect(textsOnPhone(simulator, 'shop')).toEqual(['too soon'])
  await there.box.fill('')
  if (again.control !== undefined) await expect.poll(() => isAwake(again)).toBe(false)
})

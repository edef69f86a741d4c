import type { App } from '../drivers/app.ts'
import { expect, signIn, test } from '../simulator-fixture.ts'

test.use({ isShared: true })

/** P15: who closes the window while something is being sent is asked first. */

test.beforeEach(({ app }) => {
  test.skip(app.control === undefined, "the window's frame is not in the hands of a test")
})

async function closeWindow({ control }: App): Promise<void> {
  await fetch(`${control}/close`, { method: 'POST' }).catch(() => undefined)
}

test('P15: closing the window during a send asks; it stays open, or quits and the send is unconfirmed', async ({
  app,
  board,
  simulator,
}) => {
  const { world } = simulator
  await signIn(board, simulator, { account: 'shop', alias: 'Shop' })
  world.inject({ account: 'shop', text: 'hello' })
  const shop = await board.open('Shop')
  world.fault({ call: 'sendmessage', kind: 'hang' })
  await shop.send('under way')
  await expect(shop.own('Sending')).toHaveCount(1)
  await shop.send('behind it')
  await expect(shop.own('Queued')).toHaveCount(1)

  const question = board.page.getByRole('alertdialog', { name: 'Quit while 2 messages are being sent?' })
  await closeWindow(app)
  await expect(question).toBeVisible()
  await expect(question.getByRole('button', { name: 'Keep open' })).toBeFocused()
  await question.getByRole('button', { name: 'Keep open' }).click()
  await expect(question).toBeHidden()
  await closeWindow(app)
  await expect(question).toBeVisible()
  await board.page.keyboard.press('Escape')
  await expect(question).toBeHidden()
  await expect(shop.own('Sending')).toHaveCount(1)

  await closeWindow(app)
  await question.getByRole('button', { name: 'Quit anyway' }).click()
  expect(await app.exited).toBe(0)
  expect(world.log({ call: 'sendmessage' }).requests).toHaveLength(1)
  const again = await app.restart()
  const log = again.page.getByRole('log', { name: 'Messages' })
  await again.page.getByRole('list', { name: 'Conversations' }).getByRole('button').first().click()
  await expect(log.getByRole('article', { name: /^You, Text, .*, Unconfirmed$/ })).toContainText('under way')
  await expect(log.getByRole('article', { name: /^You, Text, .*, Accepted$/ })).toContainText('behind it')
})

test('P15: with nothing on its way the window closes at once, with 0', async ({ app, board, simulator }) => {
  await signIn(board, simulator, { account: 'shop', alias: 'Shop' })
  await closeWindow(app)
  expect(await app.exited).toBe(0)
})

test('P15: closing again while being asked is an answer', async ({ app, board, simulator }) => {
  const { world } = simulator
  await signIn(board, simulator, { account: 'shop', alias: 'Shop' })
  world.inject({ account: 'shop', text: 'hello' })
  const shop = await board.open('Shop')
  world.fault({ call: 'sendmessage', kind: 'hang' })
  await shop.send('never answered')
  await expect(shop.own('Sending')).toHaveCount(1)
  await closeWindow(app)
  await expect(board.page.getByRole('alertdialog')).toContainText('Quit anyway')
  await closeWindow(app)
  expect(await app.exited).toBe(0)
})

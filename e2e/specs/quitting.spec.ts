import type { App } from '../drivers/app.ts'
import { Linkboard } from '../pages/linkboard.ts'
import { expect, signIn, test } from '../simulator-fixture.ts'

test.use({ isShared: true })

/** P15: who closes the window while something is being sent is asked first. */

test.beforeEach(({ app }) => {
  test.skip(app.control === undefined, "the window's frame is not in the hands of a test")
})

async function closeWindow({ control }: App): Promise<void> {
  await fetch(`${control}/close`, { method: 'POST' }).catch(() => undefined)
}

test('P15: closing the window asks while something is being sent, and only then; closing it again is an answer', async ({
  app,
  board,
  simulator,
}) => {
  const { world } = simulator
  await signIn(board, simulator, { account: 'shop', alias: 'Shop' })
  world.inject({ account: 'shop', text: 'hello' })
  await expect(board.inbox.row('Shop')).toContainText('hello')

  await test.step('with nothing on its way the window closes at once, with 0', async () => {
    await closeWindow(app)
    expect(await app.exited).toBe(0)
  })

  const second = await app.restart()
  await test.step('closing the window during a send asks; it stays open, or quits', async () => {
    const { page } = second
    const shop = await new Linkboard(page).open('Shop')
    world.fault({ call: 'sendmessage', kind: 'hang' })
    await shop.send('under way')
    await expect(shop.own('Sending')).toHaveCount(1)
    await shop.send('behind it')
    await expect(shop.own('Queued')).toHaveCount(1)

    const question = page.getByRole('alertdialog', { name: 'Quit while 2 messages are being sent?' })
    await closeWindow(second)
    await expect(question).toBeVisible()
    await expect(question.getByRole('button', { name: 'Keep open' })).toBeFocused()
    await question.getByRole('button', { name: 'Keep open' }).click()
    await expect(question).toBeHidden()
    await closeWindow(second)
    await expect(question).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(question).toBeHidden()
    await expect(shop.own('Sending')).toHaveCount(1)

    await closeWindow(second)
    await question.getByRole('button', { name: 'Quit anyway' }).click()
    expect(await second.exited).toBe(0)
    expect(world.log({ call: 'sendmessage' }).requests).toHaveLength(1)
  })

  const third = await second.restart()
  const shop = await new Linkboard(third.page).open('Shop')
  await test.step('then what was under way is unconfirmed, and what was behind it goes out', async () => {
    await expect(shop.own('Unconfirmed')).toContainText('under way')
    await expect(shop.own('Accepted')).toContainText('behind it')
  })

  await test.step('closing again while being asked is an answer', async () => {
    world.fault({ call: 'sendmessage', kind: 'hang' })
    await shop.send('never answered')
    await expect(shop.own('Sending')).toHaveCount(1)
    await closeWindow(third)
    await expect(third.page.getByRole('alertdialog')).toContainText('Quit anyway')
    await closeWindow(third)
    expect(await third.exited).toBe(0)
  })
})

import type { App } from '../drivers/app.ts'
import { expect, signIn, test } from '../simulator-fixture.ts'

test.use({ isShared: true })

/** What the app makes of its window's focus and of the computer's sleep, played through host control. */

test.beforeEach(({ app }) => {
  test.skip(app.control === undefined, 'real focus and sleep are not in the hands of a test')
})

async function control({ control: url }: App, path: string, body: object): Promise<void> {
  const response = await fetch(`${url}${path}`, { method: 'POST', body: JSON.stringify(body) })
  expect(response.ok).toBe(true)
}

test('P16: a message counts as read once it is shown in the focused window, and sleep closes the poll until the computer wakes', async ({
  app,
  board,
  simulator,
}) => {
  const { world } = simulator
  await signIn(board, simulator, { account: 'shop', alias: 'Shop' })

  await test.step('a message counts as read once it is shown in the focused window', async () => {
    world.inject({ account: 'shop', text: 'seen at once' })
    const shop = await board.open('Shop')
    await expect(shop.received('Text')).toHaveCount(1)
    await expect(board.inbox.row('Shop')).not.toContainText('unread')
    await control(app, '/focus', { focused: false })
    world.inject({ account: 'shop', text: 'nobody looks' })
    await expect(shop.received('Text')).toHaveCount(2)
    await expect(board.inbox.row('Shop')).toContainText('1 unread message')
    await expect(board.rail.account('Shop')).toHaveAccessibleName('Shop, Online, 1 unread')
    await expect(shop.log).toContainText('New messages')
    await expect(board.page).toHaveTitle('Linkboard (1)')
    await control(app, '/focus', { focused: true })
    await expect(board.inbox.row('Shop')).not.toContainText('unread')
    await expect(board.page).toHaveTitle('Linkboard')
  })

  await test.step('P16: sleep closes the poll, waking opens a new one, and the rail shows both', async () => {
    const open = () => world.log({ call: 'getupdates' }).requests.filter(({ outcome }) => outcome === 'open')
    await expect.poll(() => open().length).toBe(1)
    const [before] = open()
    await control(app, '/power', { event: 'suspend' })
    await expect(board.rail.account('Shop')).toHaveAccessibleName('Shop, Reconnecting')
    await expect.poll(() => open().length).toBe(0)
    await control(app, '/power', { event: 'resume' })
    await expect.poll(() => open().map(({ n }) => n > (before?.n ?? 0))).toEqual([true])
    await expect(board.rail.account('Shop')).toHaveAccessibleName('Shop, Online')
    world.inject({ account: 'shop', text: 'good morning' })
    await expect(board.inbox.row('Shop')).toContainText('good morning')
  })
})

import { expect, signIn, test } from '../simulator-fixture.ts'

/** Messages of a size, number, id or time that nobody expects. */

test.use({ isShared: true, simulatorOptions: { maxBatch: 10_000 } })

test.beforeEach(async ({ board, simulator }) => {
  await signIn(board, simulator, { account: 'shop', alias: 'Shop' })
})

test('a text of 5 MB is shown piece by piece, and the window goes on answering', async ({
  board,
  simulator,
}) => {
  simulator.world.inject({ account: 'shop', text: `begin ${'长文本 '.repeat(500_000)} end` })
  const shop = await board.open('Shop')
  await expect(shop.received('Text')).toContainText(/^begin/)
  await shop
    .received('Text')
    .getByRole('button', { name: /^Show more/ })
    .click()
  await expect.poll(async () => (await shop.received('Text').textContent())?.length).toBeGreaterThan(90_000)
  await shop.send('that was long')
  await expect(shop.own('Accepted')).toHaveCount(1)
  await board.rail.goTo('Settings')
  await expect(board.page.getByRole('heading', { name: 'Settings' })).toBeVisible()
})

test('10,000 messages at once are stored, counted and shown from the newest', async ({
  board,
  simulator,
}) => {
  simulator.world.inject({ account: 'shop', text: 'message {n}', count: 10_000 })
  await expect(board.inbox.row('Shop')).toContainText(/10,?000 unread messages/)
  const shop = await board.open('Shop')
  await expect(shop.log.getByText('message 10000', { exact: true })).toBeVisible()
  await expect(board.inbox.row('Shop')).not.toContainText('unread')
  expect(await shop.log.getByRole('article').count()).toBeLessThan(200)
  await shop.log.getByRole('article').first().hover()
  await board.page.mouse.wheel(0, -20_000)
  await expect(shop.log.getByText('message 9950', { exact: true })).toBeAttached()
  await shop.button('Jump to newest').click()
  await expect(shop.log.getByText('message 10000', { exact: true })).toBeVisible()
})

test('ids beyond 53 bits stay apart, and a time in the future counts as now', async ({
  board,
  simulator,
}) => {
  const { userId } = simulator.world.addAccount({ account: 'shop' })
  const inTenYears = simulator.world.now() + 10 * 365 * 24 * 60 * 60 * 1000
  const message = (id: string, words: string): string =>
    `{"message_id":${id},"from_user_id":${JSON.stringify(userId)},"message_type":1,"create_time_ms":${inTenYears},` +
    `"context_token":"token","item_list":[{"type":1,"text_item":{"text":${JSON.stringify(words)}}}]}`
  const ids = ['18446744073709551615', '9007199254740992', '9007199254740993', '9007199254740993']
  simulator.world.inject({
    account: 'shop',
    wire: `[${ids.map((id) => message(id, `number ${id}`)).join(',')}]`,
  })
  const shop = await board.open('Shop')
  await expect(shop.received('Text')).toHaveText(ids.slice(0, 3).map((id) => new RegExp(`number ${id}`)))
  await expect(shop.log).toContainText('Today')
  await expect(shop.replyWindow).toHaveAttribute('aria-valuenow', '1440')
})

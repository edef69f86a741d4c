import { expect, signIn, test } from '../simulator-fixture.ts'

/** Messages of a size, number, id or time that nobody expects. */

test.use({ isShared: true, simulatorOptions: { maxBatch: 10_000 } })

const LONG = { userId: 'o9cq80_longLong000Long0Long01@im.wechat', alias: 'Contact Long01' }
const MANY = { userId: 'o9cq80_manyMany000Many0Many02@im.wechat', alias: 'Contact Many02' }

test('messages of a size, number, id or time that nobody expects are shown, and the window goes on answering', async ({
  board,
  simulator,
}) => {
  const { world } = simulator
  await signIn(board, simulator, { account: 'shop', alias: 'Shop' })

  await test.step('ids beyond 53 bits stay apart, and a time in the future counts as now', async () => {
    const { userId } = world.addAccount({ account: 'shop' })
    const inTenYears = world.now() + 10 * 365 * 24 * 60 * 60 * 1000
    const message = (id: string, words: string): string =>
      `{"message_id":${id},"from_user_id":${JSON.stringify(userId)},"message_type":1,"create_time_ms":${inTenYears},` +
      `"context_token":"token","item_list":[{"type":1,"text_item":{"text":${JSON.stringify(words)}}}]}`
    const ids = ['18446744073709551615', '9007199254740992', '9007199254740993', '9007199254740993']
    world.inject({
      account: 'shop',
      wire: `[${ids.map((id) => message(id, `number ${id}`)).join(',')}]`,
    })
    const shop = await board.open('Shop')
    await expect(shop.received('Text')).toHaveText(ids.slice(0, 3).map((id) => new RegExp(`number ${id}`)))
    await expect(shop.log).toContainText('Today')
    await expect(shop.replyWindow).toHaveAttribute('aria-valuenow', '1440')
  })

  await test.step('10,000 messages at once are stored, counted and shown from the newest', async () => {
    world.inject({ account: 'shop', from: MANY.userId, text: 'message {n}', count: 10_000 })
    await expect(board.inbox.row(MANY.alias)).toContainText(/10,?000 unread messages/)
    const many = await board.open(MANY.alias)
    await expect(many.log.getByText('message 10000', { exact: true })).toBeVisible()
    await expect(board.inbox.row(MANY.alias)).not.toContainText('unread')
    expect(await many.log.getByRole('article').count()).toBeLessThan(200)
    await many.log.getByRole('article').first().hover()
    await board.page.mouse.wheel(0, -20_000)
    // how far one turn of the wheel goes hangs on how many older ones are there by then
    const drawn = async () =>
      (await many.log.getByText(/^message \d+$/).allTextContents()).map((text) => Number(text.slice(8)))
    await expect.poll(async () => Math.min(...(await drawn()))).toBeLessThanOrEqual(9950)
    await many.button('Jump to newest').click()
    await expect(many.log.getByText('message 10000', { exact: true })).toBeVisible()
  })

  await test.step('a text of 5 MB is shown piece by piece, and the window goes on answering', async () => {
    world.inject({ account: 'shop', from: LONG.userId, text: `begin ${'长文本 '.repeat(500_000)} end` })
    const long = await board.open(LONG.alias)
    const text = long.received('Text')
    await expect(text).toContainText(/^begin/)
    await text.getByRole('button', { name: /^Show more/ }).click()
    await expect.poll(async () => (await text.textContent())?.length).toBeGreaterThan(90_000)
    await long.send('that was long')
    await expect(long.own('Accepted')).toHaveCount(1)
    await board.rail.goTo('Settings')
    await expect(board.page.getByRole('heading', { name: 'Settings' })).toBeVisible()
  })
})

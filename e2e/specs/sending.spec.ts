import { Linkboard } from '../pages/linkboard.ts'
import { textsOnPhone } from '../phone.ts'
import { expect, signIn, test } from '../simulator-fixture.ts'

test.use({ isShared: true })

/** Answering: what a text costs, when it cannot go, and what the keys do. */

const HOUR_MS = 60 * 60 * 1000

test.beforeEach(async ({ board, simulator }) => {
  await signIn(board, simulator, { account: 'shop', alias: 'Shop' })
})

test('a long text says its cost, then goes out as messages in order that join to the same text', async ({
  board,
  simulator,
}) => {
  const { world } = simulator
  world.inject({ account: 'shop', text: 'please tell me everything' })
  const shop = await board.open('Shop')
  const text = Array.from(
    { length: 150 },
    (_, line) => `第${line}行：报价单、交货期，以及 the rest 😀。\n`,
  ).join('')
  await shop.box.fill(text)
  await expect(shop.region).toContainText('3 messages, 7 left after')
  await shop.box.press('Enter')
  await expect(shop.own('Accepted')).toHaveCount(3)
  const pieces = textsOnPhone(simulator, 'shop')
  expect(pieces.join('\n')).toBe(text.trimEnd())
  for (const piece of pieces) expect([...piece].length).toBeLessThanOrEqual(1800)
  await expect(shop.messagesLeft).toHaveAttribute('aria-valuenow', '7')
  const [first = 0, second = 0, third = 0] = world.log({ call: 'sendmessage' }).requests.map(({ at }) => at)
  expect(Math.min(second - first, third - second), 'pace between sends').toBeGreaterThan(1000)
})

test('Enter sends once however often it is pressed, Shift+Enter breaks the line', async ({
  board,
  simulator,
}) => {
  simulator.world.inject({ account: 'shop', text: 'hello' })
  const shop = await board.open('Shop')
  await expect(shop.box).toBeFocused()
  await board.page.keyboard.type('two')
  await board.page.keyboard.press('Shift+Enter')
  await board.page.keyboard.type('lines')
  await expect(shop.box).toHaveValue('two\nlines')
  await Promise.all([shop.box.press('Enter'), shop.box.press('Enter')])
  await expect(shop.own('Accepted')).toHaveCount(1)
  await expect(shop.box).toHaveValue('')
  await expect(shop.box).toBeFocused()
  await shop.send('after it')
  await expect(shop.own('Accepted')).toHaveCount(2)
  expect(textsOnPhone(simulator, 'shop')).toEqual(['two\nlines', 'after it'])
})

test('a window that is over explains itself and sends only when the operator insists', async ({
  board,
  simulator,
}) => {
  const { world } = simulator
  world.inject({ account: 'shop', text: 'yesterday', agoMs: 25 * HOUR_MS })
  const shop = await board.open('Shop')
  await expect(shop.replyWindow).toHaveAttribute('aria-valuenow', '0')
  await expect(shop.messagesLeft).toHaveAttribute('aria-valuenow', '0')
  await expect(shop.region).toContainText('Ask Shop to write you a message')
  await expect(shop.button('Send')).toHaveCount(0)
  await shop.send('too late?')
  const question = board.page.getByRole('alertdialog')
  await question.getByRole('button', { name: 'Cancel' }).click()
  await expect(shop.box).toHaveValue('too late?')
  expect(world.log({ call: 'sendmessage' }).requests).toEqual([])
  await shop.button('Send anyway').click()
  await question.getByRole('button', { name: 'Send anyway' }).click()
  await expect(shop.own('Refused')).toContainText('The 24 hours to reply were over')
  await expect(board.inbox.row('Shop')).toContainText('Failed')
  await board.inbox.choose('Failed')
  await expect(board.inbox.rows).toHaveCount(1)
})

test('the app goes by its own clock: a day later the window is over', async ({
  app,
  board,
  simulator,
  appEnv,
}) => {
  simulator.world.inject({ account: 'shop', text: 'today' })
  await expect(board.inbox.row('Shop')).toContainText('today')
  await app.stop()
  const almost = await app.restart({ env: { ...appEnv, LINKBOARD_TIME_OFFSET_MS: String(23 * HOUR_MS) } })
  const soon = new Linkboard(almost.page)
  await soon.inbox.choose('Closing soon')
  const closing = await soon.open('Shop')
  await expect(closing.replyWindow).toHaveAttribute('aria-valuenow', /^(60|59|58)$/)
  await almost.stop()
  const later = await app.restart({ env: { ...appEnv, LINKBOARD_TIME_OFFSET_MS: String(25 * HOUR_MS) } })
  const shop = await new Linkboard(later.page).open('Shop')
  await expect(shop.replyWindow).toHaveAttribute('aria-valuetext', /^closed since/)
  await expect(shop.button('Send anyway')).toBeVisible()
})

test('ten replies are all there is: the rest is refused in words', async ({ board, simulator }) => {
  const { world } = simulator
  world.inject({ account: 'shop', text: 'hello' })
  world.inject({ account: 'shop', fromBot: true, text: 'from another program', count: 10 })
  const shop = await board.open('Shop')
  await expect(shop.messagesLeft).toHaveAttribute('aria-valuenow', '0')
  await expect(shop.region).toContainText('All ten replies are used')
  await shop.send('one too many')
  await expect(shop.own('Refused')).toContainText('The roughly ten replies are probably used up')
  await expect(shop.region).toContainText('The server refused the last message')
  world.inject({ account: 'shop', text: 'hello again' })
  await expect(shop.messagesLeft).toHaveAttribute('aria-valuenow', '10')
  await shop.button('Send again').click()
  await expect(shop.own('Accepted')).toContainText('one too many')
  await expect(shop.own('Refused')).toContainText('Sent again')
})

test('"rate limited" is said in words, what is behind it waits for the pause and can be taken back', async ({
  board,
  simulator,
}) => {
  const { world } = simulator
  world.addAccount({ account: 'shop', rateLimit: { count: 1, perMs: HOUR_MS } })
  world.inject({ account: 'shop', text: 'hello' })
  const shop = await board.open('Shop')
  await shop.send('one')
  await shop.send('two')
  await shop.send('three')
  await expect(shop.own('Refused')).toContainText('Too many messages in a short time')
  await expect(shop.own('Refused')).toContainText('two')
  await expect(shop.own('Queued')).toContainText('three')
  await shop.own('Queued').getByRole('button', { name: 'Cancel' }).click()
  await expect(shop.own('Cancelled')).toContainText('three')
  await expect(shop.own('Queued')).toHaveCount(0)
  expect(world.log({ call: 'sendmessage' }).requests).toHaveLength(2)
  expect(textsOnPhone(simulator, 'shop')).toEqual(['one'])
})

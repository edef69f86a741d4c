import { textsOnPhone } from '../phone.ts'
import { expect, signIn, test } from '../simulator-fixture.ts'

test.use({ isShared: true })

/** Answering: what a text costs, when it cannot go, and what the keys do. */

const HOUR_MS = 60 * 60 * 1000

/** Who wrote too long ago. */
const LATE = { userId: 'o9cq80_lateLate000Late0Late9@im.wechat', alias: 'Contact 0Late9' }

test('what is written goes out once, in order, and costs what was said before', async ({
  board,
  simulator,
}) => {
  const { world } = simulator
  await signIn(board, simulator, { account: 'shop', alias: 'Shop' })
  world.inject({ account: 'shop', text: 'hello' })
  const shop = await board.open('Shop')

  await test.step('Enter sends once however often it is pressed, Shift+Enter breaks the line', async () => {
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

  await test.step('a long text says its cost, then goes out as messages in order that join to the same text', async () => {
    world.inject({ account: 'shop', text: 'please tell me everything' })
    await expect(shop.messagesLeft).toHaveAttribute('aria-valuenow', '10')
    const text = Array.from(
      { length: 150 },
      (_, line) => `第${line}行：报价单、交货期，以及 the rest 😀。\n`,
    ).join('')
    await shop.box.fill(text)
    await expect(shop.region).toContainText('3 messages, 7 left after')
    await shop.box.press('Enter')
    await expect(shop.own('Accepted')).toHaveCount(5)
    const pieces = textsOnPhone(simulator, 'shop').slice(2)
    expect(pieces.join('\n')).toBe(text.trimEnd())
    for (const piece of pieces) expect([...piece].length).toBeLessThanOrEqual(1800)
    await expect(shop.messagesLeft).toHaveAttribute('aria-valuenow', '7')
    const sends = world.log({ call: 'sendmessage' }).requests.slice(2)
    const [first = 0, second = 0, third = 0] = sends.map(({ at }) => at)
    expect(Math.min(second - first, third - second), 'pace between sends').toBeGreaterThan(1000)
  })
})

test('what cannot go is not sent behind the back of anybody, and says why in words', async ({
  board,
  simulator,
}) => {
  const { world } = simulator
  const sends = () => world.log({ call: 'sendmessage' }).requests
  await signIn(board, simulator, { account: 'shop', alias: 'Shop' })

  await test.step('a window that is over explains itself and sends only when the operator insists', async () => {
    world.inject({ account: 'shop', from: LATE.userId, text: 'yesterday', agoMs: 25 * HOUR_MS })
    const late = await board.open(LATE.alias)
    await expect(late.replyWindow).toHaveAttribute('aria-valuenow', '0')
    await expect(late.messagesLeft).toHaveAttribute('aria-valuenow', '0')
    await expect(late.region).toContainText('Ask them to write you a message')
    await expect(late.button('Send')).toHaveCount(0)
    await late.send('too late?')
    const question = board.page.getByRole('alertdialog')
    await question.getByRole('button', { name: 'Cancel' }).click()
    await expect(late.box).toHaveValue('too late?')
    expect(sends()).toEqual([])
    await late.button('Send anyway').click()
    await question.getByRole('button', { name: 'Send anyway' }).click()
    await expect(late.own('Refused')).toContainText('The 24 hours to reply were over')
    await expect(board.inbox.row(LATE.alias)).toContainText('Failed')
    await board.inbox.choose('Failed')
    await expect(board.inbox.rows).toHaveCount(1)
    await board.inbox.choose('Open')
  })

  const shop = board.conversation('Shop')

  await test.step('ten replies are all there is: the rest is refused in words', async () => {
    world.inject({ account: 'shop', text: 'hello' })
    world.inject({ account: 'shop', fromBot: true, text: 'from another program', count: 10 })
    await board.open('Shop')
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

  await test.step('"rate limited" is said in words, what is behind it waits for the pause and can be taken back', async () => {
    const before = sends().length
    world.addAccount({ account: 'shop', rateLimit: { count: 1, perMs: HOUR_MS } })
    for (const text of ['one', 'two', 'three']) await shop.send(text)
    await expect(shop.own('Refused').last()).toContainText('Too many messages in a short time')
    await expect(shop.own('Refused').last()).toContainText('two')
    await expect(shop.own('Queued')).toContainText('three')
    await shop.own('Queued').getByRole('button', { name: 'Cancel' }).click()
    await expect(shop.own('Cancelled')).toContainText('three')
    await expect(shop.own('Queued')).toHaveCount(0)
    expect(sends().slice(before)).toHaveLength(2)
    expect(textsOnPhone(simulator, 'shop').slice(-2)).toEqual(['one too many', 'one'])
  })
})

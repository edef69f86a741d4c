import { expect, signIn, test } from '../simulator-fixture.ts'

test.use({ isShared: true })

/** Answers that come slowly, with odd times or from a group, and answers to a send that are none. */

/** Whose messages come with the slow answer. */
const SLOW = { userId: 'o9cq80_slowSlow00SlowSlowly@im.wechat', alias: 'Contact Slowly' }

test.beforeEach(async ({ board, simulator }) => {
  await signIn(board, simulator, { account: 'shop', alias: 'Shop' })
})

test('P3 P20: answers that come with odd times, from a group, slowly or not at all', async ({
  board,
  simulator,
}) => {
  const { world } = simulator

  await test.step('a time in seconds is a message of now, below those before it, with its window open', async () => {
    const { userId } = world.addAccount({ account: 'shop' })
    world.inject({ account: 'shop', text: 'before' })
    const shop = await board.open('Shop')
    await expect(shop.received('Text')).toHaveCount(1)
    const wire = {
      from_user_id: userId,
      message_type: 1,
      create_time_ms: Math.floor(world.now() / 1000),
      context_token: 'token',
      item_list: [{ type: 1, text_item: { text: 'in seconds' } }],
    }
    world.inject({ account: 'shop', wire: JSON.stringify(wire) })
    await expect(shop.received('Text')).toHaveText([/before/, /in seconds/])
    await expect(shop.log).not.toContainText('1970')
    await expect(shop.replyWindow).toHaveAttribute('aria-valuenow', '1440')
  })

  await test.step('a message of a group stands apart from its sender and cannot be answered', async () => {
    const { userId } = world.addAccount({ account: 'shop' })
    world.inject({ account: 'shop', text: 'for you alone' })
    const wire = {
      from_user_id: userId,
      group_id: '48151623@chatroom',
      message_type: 1,
      context_token: 'of the group',
      item_list: [{ type: 1, text_item: { text: 'for everybody' } }],
    }
    world.inject({ account: 'shop', wire: JSON.stringify(wire) })
    const group = await board.open('Group 151623')
    const fromSender = group.log.getByRole('article', { name: /^Contact .{6}, Text, \d\d:\d\d$/ })
    await expect(fromSender).toHaveText([/for everybody/])
    await expect(group.region).toContainText('cannot be answered')
    await expect(group.region.getByRole('textbox', { name: 'Message' })).toHaveCount(0)
    const shop = await board.open('Shop')
    await expect(shop.received('Text')).toHaveText([/before/, /in seconds/, /for you alone/])
    await shop.send('an answer')
    await expect(shop.own('Accepted')).toHaveCount(1)
  })

  await test.step('P3: what stood in place of an answer is said in words', async () => {
    const shop = await board.open('Shop')
    for (const [status, words] of [
      [500, 'The server failed while handling it'],
      [302, 'Something on the way answered instead of the server'],
    ] as const) {
      world.fault({ account: 'shop', call: 'sendmessage', kind: 'status', status })
      await shop.send(`to be answered ${status}`)
      await expect(shop.own('Unconfirmed').last()).toContainText(words)
    }
  })

  await test.step('P20: an answer that arrives slowly is said, and its messages come', async () => {
    world.fault({ account: 'shop', call: 'getupdates', kind: 'slow', ms: 1_200 })
    // the poll that is open answers this one; the next one meets the fault
    world.inject({ account: 'shop', from: SLOW.userId, text: 'quick' })
    await expect.poll(() => world.fault({ clear: true, account: 'none' }).standing).toBe(0)
    world.inject({ account: 'shop', from: SLOW.userId, text: 'slow {n}', count: 20 })
    await board.rail.goTo('Accounts')
    const table = board.page.getByRole('table', { name: 'Accounts' })
    await expect(table).toContainText('The server answers, but slowly', { timeout: 20_000 })
    await expect(table).toContainText('Online')
    await expect(board.rail.account('Shop')).toHaveAccessibleName('Shop, Online, 1 unread', {
      timeout: 20_000,
    })
    await expect(table).not.toContainText('slowly')
    await board.rail.goTo('Inbox')
    const slow = await board.open(SLOW.alias)
    await expect(slow.received('Text')).toHaveCount(21)
  })
})

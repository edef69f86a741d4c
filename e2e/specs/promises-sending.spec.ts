import { snapshot } from '../pages/bridge.ts'
import { Linkboard } from '../pages/linkboard.ts'
import { sentField, textsOnPhone } from '../phone.ts'
import { expect, signIn, test } from '../simulator-fixture.ts'

test.use({ isShared: true })

/** The promises about what goes out: nothing twice, nothing claimed, nothing retried behind the operator's back. */

test('P3, P4: what no answer confirms is unconfirmed, is sent again only as a new message, and warns of a muted account', async ({
  board,
  simulator,
}) => {
  const { world } = simulator
  await signIn(board, simulator, { account: 'shop', alias: 'Shop' })
  world.inject({ account: 'shop', text: 'hello' })
  const shop = await board.open('Shop')

  await test.step('P3: a lost answer is unconfirmed, never resent by itself, and sent again only as a new message', async () => {
    world.addAccount({ account: 'shop', sendMode: 'lostAnswer' })
    await shop.send('did you get this?')
    await expect(shop.own('Unconfirmed')).toContainText('The connection broke before the answer')
    world.addAccount({ account: 'shop', sendMode: 'normal' })
    await shop.button('Send again').click()
    const question = board.page.getByRole('alertdialog')
    await expect(question).toContainText('Nobody can know')
    await question.getByRole('button', { name: 'Send again' }).click()
    await expect(shop.own('Accepted')).toHaveCount(1)
    await expect(shop.own('Unconfirmed')).toContainText('Sent again')
    await expect(shop.button('Send again')).toHaveCount(0)
    const ids = sentField(simulator, 'client_id')
    expect(ids).toHaveLength(2)
    expect(new Set(ids).size).toBe(2)
  })

  await test.step('P4: without an id it is unconfirmed; three in a row warn that the account may be muted', async () => {
    const withoutId = shop.own('Unconfirmed').filter({ hasNotText: 'Sent again' })
    world.addAccount({ account: 'shop', sendMode: 'withoutId' })
    await shop.send('one')
    await expect(withoutId).toHaveCount(1)
    await shop.send('two')
    await expect(withoutId).toHaveCount(2)
    await expect(shop.region.getByRole('alert')).toHaveCount(0)
    await shop.send('three')
    await expect(shop.region.getByRole('alert')).toHaveText(
      'This account may be muted: stop sending, ask the contact to write.',
    )
    await shop.button('Mark as sent').first().click()
    await expect(withoutId.first()).toContainText('Marked as sent')
    expect(await board.page.locator('body').textContent()).not.toMatch(/deliver|\bseen\b|has read/i)

    world.addAccount({ account: 'shop', sendMode: 'normal' })
    await shop.send('four')
    await expect(shop.own('Accepted')).toHaveCount(2)
    await expect(shop.region.getByRole('alert')).toHaveCount(0)
  })
})

test('P5, P7: a send carries the newest token; refused, what is behind it waits in order until the operator says so', async ({
  board,
  simulator,
}) => {
  const { world } = simulator
  await signIn(board, simulator, { account: 'shop', alias: 'Shop' })
  world.inject({ account: 'shop', text: 'old', contextToken: 'older-token' })
  world.inject({ account: 'shop', text: 'new', contextToken: 'newer-token' })
  const shop = await board.open('Shop')

  await test.step('P7: a send carries the newest token that the contact brought', async () => {
    await expect(shop.received('Text')).toHaveCount(2)
    await shop.send('answer')
    await expect(shop.own('Accepted')).toHaveCount(1)
    expect(sentField(simulator, 'context_token')).toEqual(['newer-token'])
  })

  await test.step('P5: a refusal is explained, what is behind it waits in order and goes only when the operator says so', async () => {
    world.addAccount({ account: 'shop', quota: 0 })
    await shop.send('first')
    await shop.send('second')
    await shop.send('third')
    await expect(shop.own('Refused')).toContainText('first')
    await expect(shop.own('Refused')).toContainText('Ask the contact to write, then send again')
    await expect(shop.own('Waiting for contact')).toHaveText([/second/, /third/])
    await shop.send('fourth')
    await expect(shop.own('Waiting for contact')).toHaveText([/second/, /third/, /fourth/])
    await expect(shop.waiting.getByRole('button', { name: 'Send all' })).toBeDisabled()
    await expect(board.rail.account('Shop')).toHaveAccessibleName('Shop, Online')
    await shop.waiting.getByRole('button', { name: 'Edit' }).nth(1).click()
    await expect(shop.box).toHaveValue('third')
    await shop.box.fill('')

    world.addAccount({ account: 'shop', quota: 10 })
    world.inject({ account: 'shop', text: 'I am back' })
    await expect(shop.waiting).toContainText('has written')
    expect(world.log({ call: 'sendmessage' }).requests).toHaveLength(2)
    await shop.waiting.getByRole('button', { name: 'Send all' }).click()
    await expect(shop.own('Accepted')).toHaveText([/answer/, /second/, /fourth/])
    await expect(shop.waiting).toHaveCount(0)
    await expect(shop.own('Refused')).toContainText('first')
    expect(textsOnPhone(simulator, 'shop')).toEqual(['answer', 'second', 'fourth'])
  })
})

test('P14, P15: kill -9 keeps every draft and repeats nothing that was under way; SIGTERM never asks', async ({
  app,
  board,
  simulator,
}) => {
  const { world } = simulator
  const sends = () => world.log({ call: 'sendmessage' }).requests
  await signIn(board, simulator, { account: 'shop', alias: 'Shop' })
  world.inject({ account: 'shop', text: 'hello' })
  world.inject({ account: 'shop', from: 'o9cq80_somebody_else00ABCDEF@im.wechat', text: 'hi' })
  await expect(board.inbox.rows).toHaveCount(2)

  await test.step('a send is under way, another queued, and two conversations have a draft of their own', async () => {
    const shop = await board.open('Shop')
    world.fault({ call: 'sendmessage', kind: 'hang' })
    await shop.send('under way')
    await expect(shop.own('Sending')).toHaveCount(1)
    await expect.poll(() => sends().length).toBe(1)
    await shop.send('behind it')
    await expect(shop.own('Queued')).toHaveCount(1)
    await shop.box.pressSequentially('for the shop')
    const other = await board.open('Contact ABCDEF')
    await expect(other.box).toHaveValue('')
    await other.box.pressSequentially('给别人的')
    await other.box.press('Shift+Enter')
    const stored = async () => (await snapshot(board.page)).conversations.map(({ draft }) => draft).sort()
    await expect.poll(stored, { intervals: [50] }).toEqual(['for the shop', '给别人的\n'])
    expect(sends()).toHaveLength(1)
  })
  await app.kill()
  const restarted = await app.restart()
  const again = new Linkboard(restarted.page)
  const shop = await again.open('Shop')

  await test.step('P15: a send cut short by kill -9 is unconfirmed and not repeated, what was queued goes out once', async () => {
    await expect(shop.own('Unconfirmed')).toContainText('Linkboard was closed while sending')
    await expect(shop.own('Accepted')).toContainText('behind it')
    expect(sends()).toHaveLength(2)
    expect(textsOnPhone(simulator, 'shop')).toEqual(['behind it'])
  })

  await test.step('P14: every conversation kept its own draft, and none of them was sent', async () => {
    await expect(shop.box).toHaveValue('for the shop')
    await expect((await again.open('Contact ABCDEF')).box).toHaveValue('给别人的\n')
    expect(sends()).toHaveLength(2)
  })

  await test.step('P15: SIGTERM during a send never asks and ends with 0', async () => {
    await again.open('Shop')
    world.fault({ call: 'sendmessage', kind: 'hang' })
    await shop.send('never answered')
    await expect(shop.own('Sending')).toHaveCount(1)
    expect(await restarted.stop()).toBe(0)
  })
})

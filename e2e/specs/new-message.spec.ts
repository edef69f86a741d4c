import { seriousViolations } from '../pages/audit.ts'
import { textsOnPhone } from '../phone.ts'
import { expect, signIn, test } from '../simulator-fixture.ts'

test.use({ isShared: true })

/** Reaching a known contact by name, the way of P8, and what contacts see while the operator writes. */

const SHOP = '老王的店'
const LIN = { userId: 'o9cq80_linLinLin00Lin001@im.wechat', alias: 'Contact Lin001' }
const MEI = { userId: 'o9cq80_meiMeiMei00Mei002@im.wechat', alias: 'Contact Mei002' }

test('P8: a message goes through the account written to last or another one, and typing is seen only where that is set', async ({
  board,
  simulator,
}) => {
  const { page, newMessage } = board
  const { world } = simulator
  await signIn(board, simulator, { account: 'shop', alias: SHOP })
  await signIn(board, simulator, { account: 'studio', alias: 'Studio' })
  world.inject({ account: 'studio', from: LIN.userId, text: 'to the studio' })
  await expect(board.inbox.row(LIN.alias)).toHaveCount(1)
  world.advance({ ms: 60_000 })
  world.inject({ account: 'shop', from: LIN.userId, text: 'to the shop' })
  world.inject({ account: 'shop', from: MEI.userId, text: 'hello' })
  await expect(board.inbox.rows, 'the owners of both accounts have not written').toHaveCount(3)

  await test.step('one entry per contact; the way is preselected and visible before anything is sent', async () => {
    await newMessage.opener.click()
    await expect(newMessage.to).toBeFocused()
    await expect(newMessage.through).toBeDisabled()
    await newMessage.to.press('ArrowDown')
    await expect(newMessage.options).toHaveCount(4)
    await newMessage.choose('lin0', LIN.alias)
    await expect(newMessage.to).toHaveValue(LIN.alias)
    await expect(newMessage.route).toHaveText(/^老王的店 · 2[34] h( \d+ m)? · 10 left$/)
    await expect(newMessage.through.locator('option')).toHaveCount(2)
    await expect(newMessage.box).toBeFocused()
    expect(await seriousViolations(page)).toEqual([])
  })

  await test.step('it goes through the preselected account and shows the conversation', async () => {
    await page.keyboard.type('from the shop')
    await page.keyboard.press('Enter')
    await expect(newMessage.dialog).toHaveCount(0)
    const shown = board.conversation(LIN.alias)
    await expect(shown.own('Accepted')).toContainText('from the shop')
    await expect(shown.region).toContainText(`via ${SHOP}`)
    expect(textsOnPhone(simulator, 'shop', LIN.userId)).toEqual(['from the shop'])
    expect(textsOnPhone(simulator, 'studio', LIN.userId)).toEqual([])
  })

  await test.step('the other account can be chosen, and what is written moves along', async () => {
    await page.keyboard.press('Control+n')
    await newMessage.choose('Lin001', LIN.alias)
    await newMessage.box.fill('from the studio')
    await newMessage.through.selectOption({ index: 1 })
    await expect(newMessage.route).toHaveText(/^Studio · /)
    await expect(newMessage.box).toHaveValue('from the studio')
    await newMessage.button('Send').click()
    await expect(newMessage.dialog).toHaveCount(0)
    const shown = board.conversation(LIN.alias)
    await expect(shown.region).toContainText('via Studio')
    await expect(shown.own('Accepted')).toContainText('from the studio')
    expect(textsOnPhone(simulator, 'studio', LIN.userId)).toEqual(['from the studio'])
  })

  await test.step('the conversation leads to the same contact through the other account', async () => {
    const shown = board.conversation(LIN.alias)
    await shown.button(`also via ${SHOP}`).click()
    await expect(shown.own('Accepted')).toContainText('from the shop')
    await expect(shown.box).toHaveValue('')
    await shown.button('also via Studio').click()
    await expect(shown.own('Accepted')).toContainText('from the studio')
  })

  await test.step('P8: who never wrote is reached through the default account; a closed window needs insistence', async () => {
    const sends = () => world.log({ call: 'sendmessage' }).requests
    const before = sends().length
    await newMessage.opener.click()
    await newMessage.choose('lw', SHOP)
    await expect(newMessage.route).toHaveText(`${SHOP} · not written yet`)
    await newMessage.box.fill('hello')
    await expect(newMessage.dialog).toContainText('has not written to this account yet')
    await expect(newMessage.button('Send')).toHaveCount(0)
    await newMessage.button('Send anyway').click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).click()
    expect(sends()).toHaveLength(before)
    await newMessage.button('Open conversation').click()
    await expect(board.conversation(SHOP).box).toHaveValue('hello')
  })

  await test.step('contacts see typing only where the setting says so', async () => {
    const typing = () => world.phone({ account: 'shop' }).typingSince !== undefined
    const shop = board.conversation(SHOP)
    world.inject({ account: 'shop', text: 'are you there?' })
    await expect(shop.received('Text')).toHaveCount(1)
    await shop.box.pressSequentially('not shown')
    await shop.send('not shown either')
    await expect(shop.own('Accepted')).toHaveCount(1)
    expect(world.log({ call: 'sendtyping' }).requests).toEqual([])

    await board.rail.goTo('Settings')
    const toggle = board.settings.toggle('Show contacts when you are typing')
    await expect(toggle).not.toBeChecked()
    await toggle.check()
    await board.rail.goTo('Inbox')
    await shop.box.pressSequentially('shown')
    await expect.poll(typing).toBe(true)
    await shop.box.press('Enter')
    await expect.poll(typing).toBe(false)
    await shop.box.pressSequentially('and again')
    await expect.poll(typing).toBe(true)
    await shop.box.fill('')
    await expect.poll(typing).toBe(false)
    await shop.box.pressSequentially('gone elsewhere')
    await expect.poll(typing).toBe(true)
    await board.rail.goTo('Settings')
    await expect.poll(typing).toBe(false)
  })
})

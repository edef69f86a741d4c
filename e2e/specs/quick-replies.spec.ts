import { ask } from '../pages/bridge.ts'
import { textsOnPhone } from '../phone.ts'
import { expect, signIn, test } from '../simulator-fixture.ts'

test.use({ isShared: true })

/** Words at hand: written once, found by pinyin, edited or sent at once, all by keyboard. */

test('flow 3: quick replies are written, found, edited and sent by keyboard, in both languages', async ({
  app,
  board,
  simulator,
}) => {
  const { page } = app
  await signIn(board, simulator, { account: 'shop', alias: 'Shop' })
  simulator.world.inject({ account: 'shop', text: '在吗' })
  const keys = page.keyboard

  await test.step('one is written in the settings, with two texts', async () => {
    await keys.press('Control+k')
    await page.getByRole('combobox', { name: 'Command' }).fill('Quick replies')
    await keys.press('Enter')
    await page.getByRole('button', { name: 'New quick reply' }).press('Enter')
    await expect(page.getByRole('textbox', { name: 'Title' })).toBeFocused()
    await keys.type('发货')
    await page.getByRole('textbox', { name: 'Text', exact: true }).focus()
    await keys.type('{contact}，已经发货，单号 {blank}')
    await page.getByRole('button', { name: 'Add another text' }).press('Enter')
    await page.getByRole('textbox', { name: 'Text 2' }).focus()
    await keys.type('谢谢')
    await page.getByRole('button', { name: 'Save' }).press('Enter')
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await expect(page.getByRole('button', { name: /^发货/u })).toContainText('2 messages')
    await page.getByRole('button', { name: 'New quick reply' }).press('Enter')
    await keys.type('Hours')
    await page.getByRole('textbox', { name: 'Text', exact: true }).focus()
    await keys.type('Nine to five, {contact}.')
    await page.getByRole('button', { name: 'Save' }).press('Enter')
    await expect(page.getByRole('dialog')).toHaveCount(0)
  })

  await board.rail.goTo('Inbox')
  const shop = await board.open('Shop')
  const list = page.getByRole('listbox', { name: 'Quick replies' })

  await test.step('found by initials it takes the place of what was typed, and its gap is filled in', async () => {
    await keys.type('好的。 /fh')
    await expect(list.getByRole('option')).toHaveCount(1)
    await expect(shop.box).toBeFocused()
    await keys.press('Enter')
    await expect(shop.box).toHaveValue('好的。 Shop，已经发货，单号 {blank}\n\n谢谢')
    await keys.press('Enter')
    await expect(shop.region).toContainText('still to be filled in')
    await keys.type('SF1')
    await keys.press('Enter')
    await expect(shop.own('Accepted')).toHaveCount(1)
    expect(textsOnPhone(simulator, 'shop')).toEqual(['好的。 Shop，已经发货，单号 SF1\n\n谢谢'])
  })

  await test.step('with the modifier it goes out at once, and what else is written stays', async () => {
    await keys.type('half a sentence /hou')
    await expect(list.getByRole('option')).toHaveCount(1)
    await keys.press('Control+Enter')
    await expect(shop.own('Accepted')).toHaveCount(2)
    await expect(shop.box).toHaveValue('half a sentence ')
    expect(textsOnPhone(simulator, 'shop').slice(1)).toEqual(['Nine to five, Shop.'])
  })

  await test.step('in Chinese, opened by what the input method makes of the slash', async () => {
    await ask(page, 'settings.update', { language: 'zh-CN' })
    const box = page.getByRole('textbox', { name: '消息', exact: true })
    await box.press('Control+a')
    const input = await page.context().newCDPSession(page)
    await input.send('Input.imeSetComposition', { text: '、', selectionStart: 1, selectionEnd: 1 })
    await expect(page.getByRole('listbox')).toHaveCount(0)
    await input.send('Input.insertText', { text: '、' })
    const options = page.getByRole('listbox', { name: '快捷回复' }).getByRole('option')
    await expect(options).toHaveCount(2)
    await expect(options.first()).toContainText('2 条消息')
    await keys.press('ArrowDown')
    await keys.press('Escape')
    await expect(options).toHaveCount(0)
    await expect(box).toHaveValue('、')
    await box.fill('')
  })
})

import type { CDPSession } from '@playwright/test'
import { textsOnPhone } from '../phone.ts'
import { expect, signIn, test } from '../simulator-fixture.ts'

test.use({ isShared: true })

/** Writing with an input method: the Enter that takes a candidate is not the Enter that sends. */

test('Enter never sends while an input method composes', async ({ board, simulator }) => {
  await signIn(board, simulator, { account: 'shop', alias: 'Shop' })
  simulator.world.inject({ account: 'shop', text: '在吗' })
  const shop = await board.open('Shop')
  await expect(shop.box).toBeFocused()
  const input = await board.page.context().newCDPSession(board.page)
  await input.send('Input.imeSetComposition', { text: 'zai', selectionStart: 3, selectionEnd: 3 })
  await expect(shop.box).toHaveValue('zai')
  // An ordinary Enter, and one as systems report it that hand keys to the input method first.
  await enter(input, 13)
  await enter(input, 229)
  await expect(shop.box).toHaveValue('zai')
  await input.send('Input.imeSetComposition', { text: '在', selectionStart: 1, selectionEnd: 1 })
  await input.send('Input.insertText', { text: '在' })
  await expect(shop.box).toHaveValue('在')
  await input.send('Input.imeSetComposition', { text: 'de', selectionStart: 2, selectionEnd: 2 })
  await enter(input, 13)
  await input.send('Input.insertText', { text: '的' })
  await expect(shop.box).toHaveValue('在的')
  await expect(shop.own()).toHaveCount(0)
  expect(simulator.world.log({ call: 'sendmessage' }).requests).toEqual([])

  await shop.box.press('Enter')
  await expect(shop.own('Accepted')).toHaveCount(1)
  expect(textsOnPhone(simulator, 'shop')).toEqual(['在的'])
})

/** Presses and releases Enter without the text that a bare keyboard would add. */
async function enter(input: CDPSession, windowsVirtualKeyCode: number): Promise<void> {
  const key = { key: 'Enter', code: 'Enter', windowsVirtualKeyCode }
  await input.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...key })
  await input.send('Input.dispatchKeyEvent', { type: 'keyUp', ...key })
}

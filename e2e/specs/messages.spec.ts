import { expect, signIn, test } from '../simulator-fixture.ts'

test.use({ isShared: true })

/** What is done with messages, by the keyboard alone. */

test('from an empty box through the messages and back: quote, menu, details, draft, and what was unread', async ({
  board,
  simulator,
}) => {
  const { page } = board
  const { world } = simulator
  await signIn(board, simulator, { account: 'shop', alias: 'Shop' })
  for (let n = 1; n <= 30; n += 1) world.inject({ account: 'shop', text: `question ${n}` })
  world.inject({ account: 'shop', text: '好的[微笑] [OK]' })
  world.inject({ account: 'shop', file: { name: 'prices.pdf' } })
  world.inject({ account: 'shop', text: 'A long message, read from its beginning. '.repeat(80).trim() })
  const shop = await board.open('Shop')
  const article = (text: string) => shop.log.getByRole('article').filter({ hasText: text })
  const long = article('A long message')

  // a long message opens at its beginning, and stays there when all of it is shown
  await expect(long).toBeInViewport()
  const top = await long.evaluate((one) => one.getBoundingClientRect().top)
  await long.getByRole('button', { name: 'Show all' }).press('Enter')
  await expect(shop.button('Jump to newest')).toBeVisible()
  expect(Math.abs((await long.evaluate((one) => one.getBoundingClientRect().top)) - top)).toBeLessThan(2)

  // emoticons are read and copied as words
  await expect(shop.log.getByRole('img', { name: '[微笑]' })).toBeAttached()
  const smiling = article('好的')
  await smiling.focus()
  expect(
    await smiling.locator('p').evaluate((words) => {
      getSelection()?.selectAllChildren(words)
      const copied = String(getSelection())
      getSelection()?.removeAllRanges()
      return copied
    }),
  ).toBe('好的[微笑] [OK]')

  // quoting goes into the box, which gets the keys
  await page.keyboard.press('q')
  await expect(shop.box).toBeFocused()
  await expect(shop.box).toHaveValue('“You: 好的[微笑] [OK]”\n')
  await expect(shop.region.getByRole('note')).toContainText('A real quote cannot be sent')
  await page.keyboard.type('Thanks!')
  await page.keyboard.press('Enter')
  const own = shop.own('Accepted')
  await expect(own).toContainText('Thanks!')

  // up from the empty box, the menu of the own message, and its details
  await page.keyboard.press('ArrowUp')
  await expect(own).toBeFocused()
  await page.keyboard.press('Shift+F10')
  await expect(page.getByRole('menuitem')).toHaveText([/^Copy/, /^Resend as draft/, /^Details…/])
  await page.keyboard.press('End')
  await page.keyboard.press('Enter')
  const details = page.getByRole('dialog', { name: 'Message details' })
  await expect(details.getByRole('list', { name: 'History' })).toContainText('Accepted')
  expect(await details.textContent()).not.toContain('Thanks!')
  await page.keyboard.press('Escape')
  await expect(details).toBeHidden()
  await expect(own).toBeFocused()

  // the same once more as a draft, and nothing is sent by that
  await page.keyboard.press('d')
  await expect(shop.box).toBeFocused()
  await expect(shop.box).toHaveValue('“You: 好的[微笑] [OK]”\nThanks!')
  await shop.box.fill('')
  await expect(own).toHaveCount(1)

  // up to the file: its menu knows what can be done with it
  await page.keyboard.press('ArrowUp')
  const file = shop.received('File')
  await file.focus()
  await page.keyboard.press('Shift+F10')
  await expect(page.getByRole('menuitem', { name: 'Save as…' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(file).toBeFocused()
  await page.keyboard.press('f')
  await expect(page.getByRole('dialog', { name: 'Forward' })).toBeVisible()
  await page.keyboard.press('Escape')

  // what was unread begins further up
  await page.keyboard.press('Control+j')
  await expect(article('question 1').first()).toBeInViewport()
  await expect(shop.button('33 unread above')).toHaveCount(0)

  // a refusal is said at the box; the bubble keeps it for who listens
  world.addAccount({ account: 'shop', quota: 1 })
  await shop.send('one')
  await shop.send('two')
  await expect(shop.region).toContainText('The server refused the last message')
  await expect(shop.own('Refused').getByText('Ask the contact to write')).toHaveCSS('width', '1px')
})

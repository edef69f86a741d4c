import { seriousViolations } from '../pages/audit.ts'
import { expect, signIn, test } from '../simulator-fixture.ts'

test.use({ isShared: true })

/** What needs a person reaches the person, and a recipient never changes behind somebody who types. */

test('P18: what failed, what is unconfirmed and an account that may be muted each have a way to them', async ({
  board,
  simulator,
}) => {
  const { page, inbox } = board
  const { world } = simulator
  await signIn(board, simulator, { account: 'shop', alias: 'Shop' })
  await signIn(board, simulator, { account: 'studio', alias: 'Studio' })
  for (const account of ['shop', 'studio']) world.inject({ account, text: 'hello' })
  const attention = page.getByRole('region', { name: 'Attention' })
  const fact = (name: string) => attention.getByRole('button', { name, exact: true })

  const shop = await board.open('Shop')
  await expect(attention).toHaveCount(0)
  world.addAccount({ account: 'shop', sendMode: 'withoutId' })
  for (const text of ['one', 'two', 'three']) await shop.send(text)
  await expect(shop.own('Unconfirmed')).toHaveCount(3)
  await expect(fact('3 unconfirmed')).toBeVisible()
  await expect(fact('1 may be muted')).toBeVisible()
  world.fault({ account: 'studio', call: 'sendmessage', kind: 'ret', ret: -2, errmsg: 'prepare failed' })
  const studio = await board.open('Studio')
  await studio.send('no')
  await expect(fact('1 failed')).toBeVisible()
  await expect(inbox.row('Shop')).toContainText('Unconfirmed')
  await expect(inbox.row('Shop')).not.toContainText('Failed')
  expect(await seriousViolations(page)).toEqual([])

  await fact('3 unconfirmed').click()
  await expect(inbox.rows).toHaveCount(2)
  await expect(inbox.row('Studio')).toContainText('open, not in this filter')
  await fact('1 may be muted').click()
  await expect(board.accounts.actions('Shop')).toBeVisible()
  await expect(board.accounts.actions('Studio')).toHaveCount(0)
  await expect(board.rail.link('Accounts')).toHaveAccessibleDescription('1 account needs you')
  expect(await seriousViolations(page)).toEqual([])
  await page.getByRole('button', { name: 'Open the inbox of Shop' }).click()
  await expect(inbox.rows).toHaveCount(1)

  await signIn(board, simulator, { account: 'desk', alias: 'Desk' })
  world.inject({ account: 'desk', text: 'still there?', agoMs: 22.5 * 3_600_000 })
  await fact('1 closing soon').click()
  await expect(inbox.rows).toHaveCount(1)
  await expect(inbox.row('Desk')).toContainText(/1 h (31|30|29|28) m/)
  const today = page.getByRole('region', { name: 'Today' })
  await expect(today.getByRole('region', { name: 'Closing next' }).getByRole('button').first()).toContainText(
    'Desk',
  )
  await expect(today.getByRole('region', { name: 'The day so far' })).toContainText('people wrote3')
  expect(await seriousViolations(page)).toEqual([])
})

test('P17: what is typed goes where the person has gone, to another account, a list or a name; at 200 % all is in view', async ({
  board,
  simulator,
}) => {
  const { addAccount, page, inbox } = board
  const { world } = simulator
  const shop = board.conversation('Shop')
  await signIn(board, simulator, { account: 'shop', alias: 'Shop' })
  await signIn(board, simulator, { account: 'studio', alias: 'Studio' })
  for (const [account, alias] of [
    ['shop', 'Shop'],
    ['studio', 'Studio'],
  ] as const) {
    world.inject({ account, text: 'hello' })
    await expect(inbox.row(alias)).toContainText('hello')
  }

  await test.step('keys of the list work after a click on a filter', async () => {
    await inbox.filter('Open').click()
    await page.keyboard.press('ArrowDown')
    await expect(inbox.filter('Open')).toBeChecked()
    await expect(inbox.rows.first().getByRole('button').first()).toBeFocused()
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await expect(shop.box).toBeFocused()
    await page.keyboard.press('Escape')
  })

  await test.step('P17: choosing another account by key while writing takes the keys and the conversation away', async () => {
    await board.open('Shop')
    await expect(shop.box).toBeFocused()
    await page.keyboard.type('for the shop')
    await page.keyboard.press('Control+2')
    await expect(inbox.row('Studio').getByRole('button').first()).toBeFocused()
    await page.keyboard.type(' only, back to you')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('region', { name: /^Conversation with/ })).toHaveCount(0)
    await page.keyboard.press('Control+1')
    await inbox.row('Shop').getByRole('button').first().click()
    await expect(shop.box).toHaveValue('for the shop')
    await page.keyboard.press('Control+1')
    await page.keyboard.type('x')
    await expect(shop.box).toHaveValue('for the shop')
    await expect(shop.region).toBeVisible()
    await expect(page.locator('body')).not.toBeFocused()
  })

  await test.step('P17: an account that is added meanwhile leaves both where they are', async () => {
    await addAccount.open()
    await addAccount.picture().waitFor()
    world.addAccount({ account: 'third', label: 'Third' })
    world.scan({ account: 'third' })
    world.confirm()
    await addAccount.finish('Third')
    await expect(page.locator('body')).not.toBeFocused()
    await expect(shop.region).toBeVisible()
  })

  await test.step('a name typed at once is not lost', async () => {
    await board.rail.goTo('Accounts')
    await board.accounts.choose('Shop', 'Rename…')
    await page.keyboard.type(' am Markt')
    await page.keyboard.press('Enter')
    await expect(board.accounts.actions('Shop am Markt')).toBeVisible()
  })

  await test.step('at 200 % a code is whole on the screen, and so is the menu of an account', async () => {
    await page.setViewportSize({ width: 640, height: 400 })
    await addAccount.open()
    await expect(addAccount.picture()).toBeInViewport({ ratio: 1 })
    const code = await addAccount.picture().boundingBox()
    const footer = await addAccount.dialog.getByRole('button', { name: 'Another code' }).boundingBox()
    expect((code?.y ?? 0) + (code?.height ?? 0)).toBeLessThanOrEqual(footer?.y ?? 0)
    await page.keyboard.press('Escape')
    await board.rail.goTo('Accounts')
    await board.accounts.actions('Shop am Markt').click()
    for (const item of await page.getByRole('menuitem').all()) await expect(item).toBeInViewport({ ratio: 1 })
  })
})

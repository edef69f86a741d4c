import { walkByTab } from '../pages/audit.ts'
import { Linkboard } from '../pages/linkboard.ts'
import { expect, signIn, test } from '../simulator-fixture.ts'

test.use({ isShared: true })

/** The app for people who do not use a mouse or do not see the screen, or see it in the dark. */

test('every control of every screen is reached by Tab and shows its focus', async ({ board, simulator }) => {
  const walk = async (screen: string): Promise<void> => {
    expect.soft(await walkByTab(board.page), screen).toEqual({ missed: [], invisible: [] })
  }
  await walk('first start')
  await signIn(board, simulator, { account: 'shop', alias: 'Shop' })
  simulator.world.inject({ account: 'shop', text: 'hello https://example.com' })
  const shop = await board.open('Shop')
  await shop.send('hi')
  await expect(shop.own('Accepted')).toHaveCount(1)
  await walk('inbox and conversation')
  await board.rail.goTo('Broadcasts')
  await walk('broadcasts')
  await board.rail.goTo('Accounts')
  await walk('accounts')
  await board.rail.goTo('Settings')
  await walk('settings')
})

// the first Tab of a window that nobody has used yet
test.describe('in a fresh window', () => {
  test.use({ isShared: false })

  test('the main job is done by keyboard alone', async ({ board, simulator }) => {
    const { page } = board
    const { world } = simulator
    world.addAccount({ account: 'shop' })
    await page.keyboard.press('Tab')
    await expect(board.addAccount.opener).toBeFocused()
    await page.keyboard.press('Enter')
    await board.addAccount.picture().waitFor()
    world.scan({ account: 'shop' })
    world.confirm()
    await expect(board.addAccount.alias).toBeFocused()
    await page.keyboard.type('Shop')
    await page.keyboard.press('Enter')
    await expect(board.addAccount.dialog).toHaveCount(0)
    await signIn(board, simulator, { account: 'studio', alias: 'Studio' })
    world.inject({ account: 'studio', text: 'first' })
    await expect(board.inbox.row('Studio')).toContainText('first')
    world.inject({ account: 'shop', text: 'second' })
    await expect(board.inbox.row('Shop')).toContainText('second')

    await page.keyboard.press('Control+2')
    await expect(board.inbox.rows).toHaveCount(1)
    await expect(board.inbox.row('Studio')).toBeVisible()
    await page.keyboard.press('Control+1')
    await expect(board.inbox.row('Shop')).toBeVisible()
    await expect(board.inbox.rows).toHaveCount(1)
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    const shop = new Linkboard(page).conversation('Shop')
    await expect(shop.box).toBeFocused()
    await page.keyboard.type('by keyboard')
    await page.keyboard.press('Enter')
    await expect(shop.own('Accepted')).toHaveCount(1)
    await page.keyboard.press('Escape')
    await expect(board.inbox.row('Shop').getByRole('button').first()).toBeFocused()
  })
})

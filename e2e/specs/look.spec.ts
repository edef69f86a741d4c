import { overflow, wordsOn } from '../pages/audit.ts'
import type { Linkboard } from '../pages/linkboard.ts'
import { expect, signIn, test } from '../simulator-fixture.ts'

test.use({ isShared: true })

/** Both languages, and a small window. */

/** Latin letters that belong into a Chinese interface: names, addresses, units, keys and the server's own words. */
const AT_HOME =
  /Linkboard|WeChat|ClawBot|English|Chromium|Electron|http:\/\/\S+|linux|darwin|win32|Linux|Ctrl|Shift|KB|MB|GB|Enter|MIT|HTTPS?|SOCKS5?|socks5|https?|prepare failed/g

/** Words of another language among everything the page says. */
async function leftovers(board: Linkboard): Promise<string[]> {
  const words = (await wordsOn(board.page)).replace(AT_HOME, '')
  return words.split('\n').filter((line) => /[A-Za-z]{2,}/.test(line))
}

test('the language changes at once, and the Chinese interface is Chinese throughout', async ({
  board,
  simulator,
}) => {
  await signIn(board, simulator, { account: 'shop', alias: '小店' })
  const { world } = simulator
  world.inject({ account: 'shop', text: '在吗' })
  for (const form of [{ image: {} }, { voice: {} }, { video: {} }, { unknown: 8 }]) {
    world.inject({ account: 'shop', ...form })
  }
  world.addAccount({ account: 'shop', quota: 1 })
  const shop = await board.open('小店')
  for (const text of ['一', '二', '三']) await shop.send(text)
  await expect(shop.own('Waiting for contact')).toHaveCount(1)
  await board.rail.goTo('Settings')
  await board.settings.choice('简体中文').check()
  const { page } = board
  await expect(page.getByRole('heading', { name: '设置' })).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN')
  expect.soft(await leftovers(board), 'settings').toEqual([])
  await page.getByRole('link', { name: '账号' }).click()
  expect.soft(await leftovers(board), 'accounts').toEqual([])
  await page.getByRole('link', { name: '会话' }).click()
  await expect(page.getByRole('log').getByRole('article')).toHaveCount(8)
  expect.soft(await leftovers(board), 'inbox and conversation').toEqual([])
  await page.getByRole('button', { name: '添加账号' }).first().click()
  await page.getByRole('dialog').getByRole('img').waitFor()
  expect.soft(await leftovers(board), 'add account').toEqual([])
})

test.describe('started in Chinese', () => {
  test.use({ appFlags: ['--lang=zh-CN'] })

  test('the first screen is Chinese, and English is one choice away', async ({ board, simulator }) => {
    const { page } = board
    await expect(page.getByRole('button', { name: '添加账号' })).toBeVisible()
    expect(await leftovers(board)).toEqual([])
    await page.getByRole('button', { name: '添加账号' }).click()
    await page.getByRole('dialog').getByRole('img').waitFor()
    simulator.world.addAccount({ account: 'shop' })
    simulator.world.scan({ account: 'shop' })
    simulator.world.confirm()
    await page.getByRole('dialog').getByRole('textbox', { name: '账号名称' }).fill('小店')
    await page.keyboard.press('Enter')
    await page.getByRole('link', { name: '设置' }).click()
    await board.settings.choice('English').check()
    await expect(board.rail.link('Inbox')).toBeVisible()
  })
})

test('at 1024 by 640 and with long names nothing is cut off sideways', async ({ board, simulator }) => {
  const { page } = board
  await page.setViewportSize({ width: 1024, height: 640 })
  const fits = async (screen: string): Promise<void> => {
    expect.soft(await overflow(page), screen).toBeLessThanOrEqual(0)
  }
  await fits('first start')
  const alias = 'A name of sixty characters that nobody would ever give a shop'.slice(0, 60)
  await signIn(board, simulator, { account: 'shop', alias })
  simulator.world.inject({
    account: 'shop',
    text: `${'unbreakable'.repeat(60)} https://example.com/${'a'.repeat(300)}`,
  })
  const shop = await board.open(alias)
  await shop.send('reply'.repeat(100))
  await expect(shop.own('Accepted')).toHaveCount(1)
  await fits('inbox and conversation')
  for (const control of [shop.box, shop.button('Send'), shop.replyWindow, shop.messagesLeft]) {
    await expect(control).toBeInViewport({ ratio: 1 })
  }
  await board.rail.goTo('Accounts')
  await fits('accounts')
  await expect(board.accounts.actions(alias)).toBeInViewport({ ratio: 1 })
  await board.rail.goTo('Settings')
  await fits('settings')
  await board.addAccount.open()
  await board.addAccount.picture().waitFor()
  await fits('add account')
  await expect(board.addAccount.picture()).toBeInViewport({ ratio: 1 })
})

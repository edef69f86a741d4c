import type { Page } from '@playwright/test'
import type { Simulator } from '#simulator/index.ts'
import { seriousViolations } from '../pages/audit.ts'
import type { Linkboard } from '../pages/linkboard.ts'
import { expect, signIn, test } from '../simulator-fixture.ts'

test.use({ isShared: true })

/** Flow 9: find it again, by the keyboard alone and in both languages. */

const LIN = 'o9cq80_linLinLin00Lin001@im.wechat'
const MEI = 'o9cq80_meiMeiMei00Mei002@im.wechat'

/** What the page calls things, in each language. */
const WORDS = {
  en: {
    field: 'Search messages',
    results: 'Search results',
    log: 'Messages',
    find: 'Search in conversation',
    kind: 'Kind',
    message: 'Message',
  },
  'zh-CN': {
    field: '搜索消息',
    results: '搜索结果',
    log: '消息',
    find: '在会话中搜索',
    kind: '类型',
    message: '消息',
  },
} as const

/** Two accounts, two people, and a history long enough that a hit lies outside of what is loaded first. */
async function fill(board: Linkboard, simulator: Simulator): Promise<void> {
  const { world } = simulator
  await signIn(board, simulator, { account: 'shop', alias: 'Shop' })
  await signIn(board, simulator, { account: 'studio', alias: '工作室' })
  world.inject({ account: 'shop', from: LIN, text: '請問這款還有現貨嗎？订单 SF1234567890' })
  for (let n = 0; n < 150; n += 1) world.inject({ account: 'shop', from: LIN, text: `line ${n}` })
  world.inject({ account: 'shop', from: LIN, text: '现货今天可以发吗' })
  world.inject({ account: 'studio', from: MEI, text: 'Catalogue, please 😊' })
  await expect(board.page.getByRole('listitem').filter({ hasText: 'Catalogue' })).toHaveCount(1)
  await expect(board.page.getByRole('listitem').filter({ hasText: '现货今天' })).toHaveCount(1)
}

async function walk(page: Page, words: (typeof WORDS)[keyof typeof WORDS]): Promise<void> {
  const field = page.getByRole('searchbox', { name: words.field, exact: true })
  const results = page.getByRole('list', { name: words.results, exact: true })
  const hits = results.getByRole('listitem')
  const log = page.getByRole('log', { name: words.log, exact: true })

  await test.step('one and two Chinese characters find what was written in the other script, the newest first', async () => {
    await page.keyboard.press('Control+Shift+f')
    await expect(field).toBeFocused()
    await page.keyboard.type('货')
    await expect(hits).toHaveCount(2)
    await page.keyboard.press('Control+a')
    await page.keyboard.type('现货')
    await expect(hits).toHaveCount(2)
    await expect(hits.first()).toContainText('现货今天可以发吗')
    await expect(hits.last().locator('mark')).toHaveText('現貨')
    expect(await seriousViolations(page)).toEqual([])
  })

  await test.step('Enter opens at the hit in its context, and Escape leads back with the query kept', async () => {
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await expect(log.getByRole('article').filter({ hasText: '請問這款' })).toBeInViewport()
    await expect(log.locator('mark')).toHaveText('現貨')
    await expect(page.getByRole('textbox', { name: words.message, exact: true })).not.toBeFocused()
    await page.keyboard.press('Escape')
    await expect(hits.last().getByRole('button')).toBeFocused()
    await expect(field).toHaveValue('现货')
  })

  await test.step('the conversation itself is searched, from the hit on', async () => {
    await page.keyboard.press('Enter')
    await page.keyboard.press('Control+f')
    const find = page.getByRole('searchbox', { name: words.find, exact: true })
    await expect(find).toBeFocused()
    await expect(find).toHaveValue('现货')
    const status = page.getByRole('search').filter({ has: find }).getByRole('status')
    await expect(status).toContainText('2')
    await page.keyboard.press('Shift+Enter')
    await expect(log.getByRole('article').filter({ hasText: '现货今天' })).toBeInViewport()
    await page.keyboard.press('Escape')
    await expect(find).toHaveCount(0)
    await expect(log).toBeFocused()
  })

  await test.step('people, numbers, emoji and the beginnings of words are found; what is not is said', async () => {
    await page.keyboard.press('Control+Shift+f')
    for (const [typed, found] of [
      ['7890', 'SF1234567890'],
      ['😊', 'Catalogue'],
      ['cata', 'Catalogue'],
      ['Mei002', 'Mei002'],
    ] as const) {
      await page.keyboard.press('Control+a')
      await page.keyboard.type(typed)
      await expect(hits.first()).toContainText(found)
      await expect(hits).toHaveCount(1)
    }
    await page.keyboard.press('Enter')
    await page.keyboard.press('Control+Shift+f')
    await page.keyboard.type('鑫鑫')
    await expect(results).toHaveCount(1)
    await expect(hits).toHaveCount(0)
    await expect(page.getByRole('status').filter({ hasText: '鑫鑫' })).toBeVisible()
    await page.keyboard.press('Escape')
  })
}

test('flow 9: what was written is found again, by the keyboard alone', async ({ board, simulator }) => {
  await fill(board, simulator)
  await walk(board.page, WORDS.en)
})

test('flow 9: and in Chinese, chosen in the settings', { tag: '@nightly' }, async ({ board, simulator }) => {
  await fill(board, simulator)
  await board.rail.goTo('Settings')
  await board.settings.choice('简体中文').check()
  await walk(board.page, WORDS['zh-CN'])
})

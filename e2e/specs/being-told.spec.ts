import type { Page } from '@playwright/test'
import { gatherCrowd } from '../crowd.ts'
import type { App } from '../drivers/app.ts'
import { ask, found } from '../pages/bridge.ts'
import { tabTo } from '../pages/keyboard.ts'
import { expect, signIn, test } from '../simulator-fixture.ts'

test.use({ isShared: true })

/** What is told outside the window, seen through host control: notifications, badge and tray, and where they lead. */

const ACCOUNTS = 42
const HOUR_MS = 3_600_000

interface Shown {
  readonly id: number
  readonly title: string
  readonly body: string
  readonly state: string
}

interface Line {
  readonly label: string
}

test.beforeEach(({ app }) => {
  test.skip(app.control === undefined, 'the real desktop shows them to people only')
})

async function get<T>({ control }: App, path: string): Promise<T> {
  return await (await fetch(`${control}${path}`)).json()
}

async function act({ control }: App, path: string, body: object = {}): Promise<void> {
  const response = await fetch(`${control}${path}`, { method: 'POST', body: JSON.stringify(body) })
  expect(response.ok).toBe(true)
}

/** What has been shown since somebody looked last. */
function watchNotifications(app: App) {
  let seen = 0
  const all = () => get<Shown[]>(app, '/notifications')
  return {
    async reset() {
      seen = (await all()).length
    },
    async news(): Promise<Shown[]> {
      return (await all()).slice(seen)
    },
    async titles(): Promise<string[]> {
      return (await all()).slice(seen).map(({ title }) => title)
    },
  }
}

async function menu(app: App): Promise<string[]> {
  return (await get<{ menu: Line[] }>(app, '/tray')).menu.map(({ label }) => label)
}

test('P18: of 42 accounts exactly what matters is told, none of it twice, and a click leads to the message', async ({
  app,
  board,
  simulator,
}) => {
  test.setTimeout(120_000)
  const { page } = board
  const { world } = simulator
  const told = watchNotifications(app)
  await gatherCrowd(
    page,
    simulator,
    Array.from({ length: ACCOUNTS }, (_, n) => ({ account: `Shop ${n + 1}`, people: [] })),
  )
  for (const n of [1, 2, 3]) world.inject({ account: `Shop ${n}`, text: 'hello' })
  // looked at in the focused window: read, and told to nobody
  for (const n of [1, 2, 3]) await expect((await board.open(`Shop ${n}`)).received('Text')).toHaveCount(1)
  await expect(page).toHaveTitle('Linkboard')
  await act(app, '/focus', { focused: false })
  await told.reset()

  // it closes in half an hour and a few seconds: the first reminder has passed, the last is due
  world.inject({ account: 'Shop 4', text: 'and mine?', agoMs: 23.5 * HOUR_MS - 4_000 })
  await expect.poll(told.titles).toEqual(['Shop 4', '31 min left to reply to Shop 4'])
  await expect.poll(told.titles).toContain('30 min left to reply to Shop 4')
  world.inject({ account: 'Shop 1', text: 'Is it ready?' })
  await expect.poll(told.titles).toContain('Shop 1')
  world.addAccount({ account: 'Shop 2', sendMode: 'withoutId' })
  const to = await found(page, ({ accounts, conversations }) => {
    const id = accounts.find(({ alias }) => alias === 'Shop 2')?.id
    return conversations.find((one) => one.accountId === id && one.lastInboundAt !== null)?.id
  })
  for (const text of ['one', 'two', 'three'])
    await ask(page, 'outbox.sendText', {
      conversationId: to,
      requestId: crypto.randomUUID(),
      text,
      force: false,
    })
  await expect.poll(told.titles).toContain('Shop 2 may be muted')
  expect(await told.titles()).toEqual([
    'Shop 4',
    '31 min left to reply to Shop 4',
    '30 min left to reply to Shop 4',
    'Shop 1',
    'Unconfirmed: a message to Shop 2',
    'Unconfirmed: a message to Shop 2',
    'Unconfirmed: a message to Shop 2',
    'Shop 2 may be muted',
  ])
  expect(await get(app, '/badge')).toEqual({ count: 2, overlay: null, isFlashing: true })
  expect((await menu(app)).slice(0, 8)).toEqual([
    '1 account needs you',
    '1 closing soon',
    '2 unread conversations',
    '',
    'Shop 2: may be muted',
    'Shop 4: 1 closing soon',
    'Shop 1: 1 unread',
    'Shop 3',
  ])
  await act(app, '/power', { event: 'suspend' })
  await act(app, '/power', { event: 'resume' })

  // a click raises the window at the message; what is open in it and what the strip shows is told no more
  const message = (await told.news()).find(({ title }) => title === 'Shop 1')
  expect(message?.body).toBe('Is it ready?')
  await act(app, `/notifications/${message?.id}/click`)
  expect((await told.news()).find(({ id }) => id === message?.id)?.state).toBe('closed')
  const shop = board.conversation('Shop 1')
  await expect(shop.received('Text')).toHaveCount(2)
  await expect(page.locator(':focus')).toHaveCount(1)
  await expect.poll(async () => (await get<{ isFlashing: boolean }>(app, '/badge')).isFlashing).toBe(false)
  await told.reset()
  world.inject({ account: 'Shop 1', text: 'I am looking at it' })
  await expect(shop.received('Text')).toHaveCount(3)
  world.inject({ account: 'Shop 3', text: 'and I am not' })
  await expect.poll(told.titles).toEqual(['Shop 3'])

  await act(app, '/tray/click', { item: '1 account needs you' })
  await expect(board.accounts.actions('Shop 2')).toBeVisible()
  await act(app, '/tray/click', { item: '2 unread conversations' })
  await expect(page.getByRole('radio', { name: /^Unread/ })).toBeChecked()
})

const LANGUAGES = [
  {
    language: 'en',
    settings: 'Settings',
    find: 'Find a setting',
    quiet: 'quiet',
    from: 'From',
    quietOn: 'No notifications during these hours',
    content: 'Show names and text',
    hidden: 'New message',
    tray: '1 unread conversation',
  },
  {
    language: 'zh-CN',
    settings: '设置',
    find: '查找设置',
    quiet: '安静',
    from: '从',
    quietOn: '这段时间里不通知',
    content: '显示名字和内容',
    hidden: '新消息',
    tray: '1 个未读会话',
  },
] as const

for (const words of LANGUAGES) {
  const title = `flow 8: quiet hours and hidden words are set by keyboard and hold at once (${words.language})`
  test(title, { tag: words.language === 'en' ? [] : ['@nightly'] }, async ({ app, board, simulator }) => {
    const { page } = board
    const { world } = simulator
    await signIn(board, simulator, { account: 'shop', alias: 'Shop' })
    await ask(page, 'settings.update', { language: words.language })
    const told = watchNotifications(app)
    await told.reset()

    await page.keyboard.press('Control+K')
    await page.keyboard.insertText(words.settings)
    await page.keyboard.press('Enter')
    const field = page.getByRole('searchbox', { name: words.find })
    const quiet = page.getByRole('switch', { name: words.quietOn })
    await tabTo(field)
    await page.keyboard.insertText(words.quiet)
    await tabTo(quiet)
    await page.keyboard.press('Space')
    await expect(quiet).toBeChecked()
    // all of the day but for half an hour that is far from now: from six in the evening, or from six in the morning
    const [edge, step] = new Date().getHours() < 12 ? ['End', 'ArrowUp'] : ['Home', 'ArrowDown']
    await tabTo(page.getByRole('combobox', { name: words.from }))
    await choose(page, edge, step, edge === 'End' ? 10 : 13)
    await page.keyboard.press('Tab')
    await choose(page, edge, step, edge === 'End' ? 11 : 12)

    await act(app, '/focus', { focused: false })
    world.inject({ account: 'shop', text: 'secret words' })
    await expect.poll(() => menu(app)).toContain(words.tray)
    expect(await told.news()).toEqual([])

    await act(app, '/focus', { focused: true })
    await tabTo(field)
    await page.keyboard.press('Escape')
    await page.keyboard.insertText(words.content)
    await tabTo(page.getByRole('switch', { name: words.content }))
    await page.keyboard.press('Space')
    await tabTo(field)
    await page.keyboard.press('Escape')
    await page.keyboard.insertText(words.quiet)
    await tabTo(quiet)
    await page.keyboard.press('Space')
    await expect.poll(told.news).toMatchObject([{ title: 'Linkboard', body: words.hidden }])
    expect(await told.news()).toHaveLength(1)
  })
}

/** Chooses the option so many steps from an end of the list that has the focus. */
async function choose(page: Page, edge: string, step: string, steps: number): Promise<void> {
  await page.keyboard.press(edge)
  for (let n = 0; n < steps; n += 1) await page.keyboard.press(step)
}

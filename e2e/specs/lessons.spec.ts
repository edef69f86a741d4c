import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Page } from '@playwright/test'
import { startSimulator } from '#simulator/index.ts'
import type { App } from '../drivers/app.ts'
import { expect, type StartChanges, test } from '../fixtures.ts'
import { ask, found, snapshot } from '../pages/bridge.ts'
import { ENGLISH_LESSONS, LessonsBar } from '../pages/lessons.ts'
import { Linkboard } from '../pages/linkboard.ts'
import { signIn } from '../simulator-fixture.ts'

/** Practice mode teaches by doing: lessons are done with the real screens, by the keyboard. */

const LANGUAGES = [
  {
    language: 'en',
    lessons: ENGLISH_LESSONS,
    message: 'Message',
    sendAgain: 'Send again',
    markAsSent: 'Mark as sent',
    signedIn: /^Signed in/,
    snooze: 'Snooze',
    results: 'Search results',
    quickReplies: 'Quick replies',
    sendLater: 'Send later',
    schedule: 'Schedule',
    step: {
      wait: 'The message was refused',
      again: 'has written',
      decide: 'It is unconfirmed now',
      rescue: 'receives nothing now',
      finish: 'One is snoozed',
    },
  },
  {
    language: 'zh-CN',
    lessons: {
      region: '练习任务',
      start: '开始',
      next: '下一个练习',
      showMe: '带我去',
      all: '全部练习',
      hide: '收起练习任务',
      done: '完成了：',
    },
    message: '消息',
    sendAgain: '再发一次',
    markAsSent: '标记为已发出',
    signedIn: /^登录成功/,
    snooze: '稍后处理',
    results: '搜索结果',
    quickReplies: '快捷回复',
    sendLater: '定时发送',
    schedule: '设为定时',
    step: {
      wait: '这条发送失败了',
      again: '来消息了',
      decide: '这条未确认',
      rescue: '现在收不到消息',
      finish: '已有一个稍后处理',
    },
  },
] as const

test.describe('in practice mode', () => {
  test.use({ appFlags: ['--demo'] })

  for (const words of LANGUAGES) {
    const tag = words.language === 'en' ? [] : ['@nightly']
    test(`lessons are done by the keyboard, and each says so (${words.language})`, { tag }, async ({
      app,
    }) => {
      const { page } = app
      await ask(page, 'settings.update', { language: words.language })
      const bar = new LessonsBar(page, words.lessons)
      const keys = page.keyboard
      const box = page.getByRole('textbox', { name: words.message, exact: true })
      const write = async (text: string) => {
        await expect(box).toBeFocused()
        await keys.type(text)
        await keys.press('Enter')
      }

      await test.step('1: somebody is answered before their time is up', async () => {
        await bar.press('start')
        await expect(bar.status).toContainText('宋女士')
        await bar.press('showMe')
        await write('可以改')
        await bar.isDone()
        await expect(box).toBeFocused()
      })

      await test.step('2: what was refused is sent again once the contact has written', async () => {
        await bar.press('next')
        await bar.press('showMe')
        await write('修好了')
        await expect(bar.status).toContainText(words.step.wait)
        await expect(bar.status).toContainText(words.step.again)
        await page.getByRole('button', { name: words.sendAgain, exact: true }).first().press('Enter')
        await bar.isDone()
      })

      await test.step('3: what nobody can know is decided', async () => {
        await bar.press('next')
        await bar.press('showMe')
        await write('上午十点')
        await expect(bar.status).toContainText(words.step.decide)
        await page.getByRole('button', { name: words.markAsSent, exact: true }).first().press('Enter')
        await bar.isDone()
      })

      await test.step('a reload of the page keeps what was done', async () => {
        await page.reload()
        await bar.isDone()
      })

      await test.step('4: an account is brought back', async () => {
        await bar.press('next')
        await expect(bar.status).toContainText(words.step.rescue)
        await bar.press('showMe')
        // right after the reload the screen that it leads to may have yet to be loaded
        await expect(page.locator('[data-sign-in]')).toBeFocused()
        await keys.press('Enter')
        const dialog = page.getByRole('dialog')
        await expect(dialog.getByRole('status').first()).toHaveText(words.signedIn)
        await keys.press('Escape')
        await bar.isDone()
      })

      await test.step('6: a quick reply is used', async () => {
        await bar.begin(6)
        await bar.press('showMe')
        await expect(box).toBeFocused()
        await keys.type('/')
        await page.getByRole('listbox', { name: words.quickReplies }).getByRole('option').first().waitFor()
        await keys.press('Enter')
        await expect(box).toHaveValue(/9:30/)
        await keys.press('Enter')
        await bar.isDone()
      })

      await test.step('7: one is snoozed, and one is done', async () => {
        await bar.press('next')
        await expect(bar.status).toContainText('姜姐')
        await page.locator('main [data-conversation]').filter({ hasText: '姜姐' }).waitFor()
        await bar.press('showMe')
        await keys.press('s')
        await page.getByRole('dialog', { name: words.snooze }).waitFor()
        await keys.press('Enter')
        await expect(bar.status).toContainText(words.step.finish)
        await bar.press('showMe')
        await keys.press('e')
        await bar.isDone()
      })

      await test.step('8: what was asked for is found in another account', async () => {
        await bar.press('next')
        await bar.press('showMe')
        await keys.type('青花')
        await page.getByRole('list', { name: words.results }).getByText('QH-3086').waitFor()
        await keys.press('Escape')
        await page
          .getByRole('listitem', { name: '白女士', exact: true })
          .getByRole('button')
          .first()
          .press('Enter')
        await write('QH-3086')
        await bar.isDone()
      })

      await test.step('10: a message is left for later', async () => {
        await bar.begin(10)
        await bar.press('showMe')
        await expect(box).toBeFocused()
        await keys.type('中山路 18 号')
        await page.getByRole('button', { name: words.sendLater, exact: true }).press('Enter')
        const dialog = page.getByRole('dialog', { name: words.sendLater })
        await dialog.getByRole('button', { name: words.schedule, exact: true }).press('Enter')
        await bar.isDone()
      })

      const { lessons } = await snapshot(page)
      const done = lessons?.all.filter(({ standing }) => standing === 'done')
      expect(done?.map(({ id }) => id)).toEqual([
        ...['answer-in-time', 'refused', 'unconfirmed', 'rescue'],
        ...['quick-reply', 'tidy', 'search', 'send-later'],
      ])
    })
  }
})

/** Every file of the product's in a profile by its content, of a database every table by its rows. */
function contentOf(folder: string): Record<string, string> {
  const own = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => /^(data\/|[a-z-]+\.json$)/u.test(relative(folder, file)) && !/-(shm|wal)$/u.test(file))
  const contents = own.flatMap((file): [string, string][] => {
    const name = relative(folder, file)
    if (!file.endsWith('.db')) return [[name, readFileSync(file, 'utf8')]]
    return tablesOf(file).map(([table, rows]) => [`${name} ${table}`, rows])
  })
  return Object.fromEntries(contents)
}

/**
 * The rows of every table of a database, as text. Of the timeline, in which every start of the operator's own accounts is
 * written down, it is told only whose it is.
 */
function tablesOf(file: string): [string, string][] {
  const database = new DatabaseSync(file, { readOnly: true })
  try {
    const names = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all()
    return names.map(({ name }) => {
      const table = String(name)
      const rows = database.prepare(READ[table] ?? `SELECT * FROM "${table}"`).all()
      return [table, JSON.stringify(rows)]
    })
  } finally {
    database.close()
  }
}

const READ: Readonly<Record<string, string>> = {
  account_events: 'SELECT DISTINCT account_id FROM account_events',
  sqlite_sequence: "SELECT * FROM sqlite_sequence WHERE name <> 'account_events'",
}

async function practise(page: Page): Promise<void> {
  const board = new Linkboard(page)
  const bar = new LessonsBar(page)
  await bar.press('start')
  await expect(bar.status).toContainText('宋女士')
  await bar.press('showMe')
  await board.conversation('宋女士').send('可以改')
  await bar.isDone()
  await bar.begin(6)
  await bar.press('showMe')
  await board.conversation('丁小姐').box.fill('您好，我们每天 9:30 到 21:00 营业，周末不休息。')
  await page.keyboard.press('Enter')
  await bar.isDone()
  await bar.begin(5)
  await bar.press('showMe')
  const asking = board.conversation('叶老师')
  await asking.region.locator('input[type=file]').setInputFiles({
    ...{ name: '价目表.txt', mimeType: 'text/plain' },
    buffer: Buffer.from('杯子 39'),
  })
  await board.review.send()
  await bar.isDone()
  await bar.begin(4)
  const { accountId } = await found(page, ({ lessons }) =>
    lessons?.all.find((one) => one.standing === 'under-way'),
  )
  await ask(page, 'signIn.start', { label: null, accountId })
  await bar.isDone()
}

/** A profile with an account that has a message and a draft, a quick reply, and settings of its own. */
async function fillProfile(startApp: (changes?: StartChanges) => Promise<App>): Promise<void> {
  const simulator = await startSimulator({ seed: 1 })
  const env = { LINKBOARD_ILINK_URL: simulator.url, LINKBOARD_CDN_URL: simulator.cdnUrl }
  const app = await startApp({ env })
  await signIn(new Linkboard(app.page), simulator, { account: 'shop', alias: 'Shop' })
  simulator.world.inject({ account: 'shop', text: '青花杯还有吗' })
  const { id } = await found(app.page, ({ conversations }) => conversations.find(({ unread }) => unread > 0))
  await ask(app.page, 'conversations.saveDraft', { id, text: 'half a sentence' })
  await ask(app.page, 'settings.update', { theme: 'dark' })
  const items = [{ kind: 'text', text: 'Nine to five.' }]
  await ask(app.page, 'quickReplies.save', { id: null, title: 'Hours', group: '', items })
  await app.stop()
  await simulator.close()
}

test('lessons leave nothing behind in the profile', async ({ startApp, userDataDir }) => {
  await fillProfile(startApp)
  // the server is gone for good, which the first start without it notes
  await (await startApp()).stop()
  const before = contentOf(userDataDir)
  expect(Object.keys(before)).toEqual(
    expect.arrayContaining(['data/linkboard.db messages', 'secrets.json', 'settings.json']),
  )

  const practising = await startApp()
  const board = new Linkboard(practising.page)
  await ask(practising.page, 'practice.start')
  await practise(practising.page)
  await board.notices.getByRole('button', { name: 'Leave practice mode' }).click()
  await expect(board.rail.accounts).toHaveCount(1)
  const { lessons, accounts, conversations, quickReplies } = await snapshot(practising.page)
  expect(lessons).toBeNull()
  expect(accounts.map(({ alias }) => alias)).toEqual(['Shop'])
  expect(conversations.map(({ draft }) => draft)).toEqual(['half a sentence'])
  expect(quickReplies.map(({ title }) => title)).toEqual(['Hours'])
  await expect(new LessonsBar(practising.page).region).toHaveCount(0)
  await practising.stop()
  expect(contentOf(userDataDir)).toEqual(before)
})

test('outside of practice mode nothing of the lessons is loaded, and what asks for them is refused', async ({
  app,
}) => {
  const board = new Linkboard(app.page)
  await expect(board.practice).toBeEnabled()
  const scripts = () =>
    app.page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name))
  expect((await scripts()).filter((name) => name.includes('lessons'))).toEqual([])
  expect(await ask(app.page, 'practice.begin', { lesson: 'refused' })).toEqual({
    ok: false,
    error: { code: 'not-possible-now' },
  })
  await board.practice.click()
  await new LessonsBar(app.page).region.waitFor()
  expect((await scripts()).filter((name) => name.includes('lessons'))).not.toEqual([])
})

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { unzipSync } from 'fflate'
import { gatherCrowd } from '../crowd.ts'
import type { App } from '../drivers/app.ts'
import { test } from '../files-fixture.ts'
import { seriousViolations } from '../pages/audit.ts'
import { ask } from '../pages/bridge.ts'
import { goBy, tabTo } from '../pages/keyboard.ts'
import { textsOnPhone } from '../phone.ts'
import { secretsIn, secretsOnWire } from '../secrets.ts'
import { expect, signIn } from '../simulator-fixture.ts'

test.use({ isShared: true })

/** Things that must feel effortless, by the keyboard alone: media, a broadcast, and what makes Linkboard trusted. */

const PASSPHRASE = 'three unlikely words'

/** What the page calls things. */
const LANGUAGES = [
  {
    language: 'en',
    message: 'Message',
    attach: 'Attach files',
    review: 'Review and send',
    files: 'Files',
    caption: 'Caption',
    up: 'Move up second.txt',
    cancel: 'Cancel',
    broadcasts: 'Broadcasts',
    newBroadcast: 'New broadcast',
    next: 'Next',
    ben: 'Ben via shop',
    start: 'Start broadcast',
    send: 'Send',
    pause: 'Pause',
    resume: 'Resume',
    finished: 'Finished',
    exporting: 'Export results',
    exported: 'Saved.',
    settings: 'Settings',
    setPassphrase: 'Set a passphrase',
    passphrase: 'Passphrase',
    repeat: 'Repeat passphrase',
    backup: 'Create backup',
    done: 'Done',
    evidence: 'Save evidence…',
  },
  {
    language: 'zh-CN',
    message: '消息',
    attach: '添加文件',
    review: '检查并发送',
    files: '文件',
    caption: '文字说明',
    up: '上移“second.txt”',
    cancel: '取消',
    broadcasts: '群发',
    newBroadcast: '新建群发',
    next: '下一步',
    ben: 'Ben，账号：shop',
    start: '开始群发',
    send: '发送',
    pause: '暂停',
    resume: '继续',
    finished: '已完成',
    exporting: '导出结果',
    exported: '已保存。',
    settings: '设置',
    setPassphrase: '设置密码',
    passphrase: '密码',
    repeat: '再输一次备份密码',
    backup: '创建备份',
    done: '完成',
    evidence: '保存诊断包…',
  },
] as const

type Words = (typeof LANGUAGES)[number]

const tagOf = ({ language }: Words) => ({ tag: language === 'en' ? [] : ['@nightly'] })

async function act({ control }: App, path: string, body: object): Promise<void> {
  const response = await fetch(`${control}${path}`, { method: 'POST', body: JSON.stringify(body) })
  expect(response.ok).toBe(true)
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

/** Asks for files by key from the message box; the system's dialog, which no test can use, is answered in its place. */
async function attach(page: Page, words: Words, files: string[]): Promise<void> {
  await tabTo(button(page, words.attach), { back: true })
  const input = page.locator('input[type=file]')
  await input.evaluate((element) =>
    element.addEventListener('click', (event) => {
      event.preventDefault()
      element.setAttribute('data-asked', '')
    }),
  )
  await page.keyboard.press('Enter')
  await expect(input).toHaveAttribute('data-asked')
  await input.setInputFiles(files)
}

for (const words of LANGUAGES) {
  test(
    `flow 4: files are picked, put in order, sent, watched and stopped (${words.language})`,
    tagOf(words),
    async ({ board, simulator, files }) => {
      const { page } = board
      const keys = page.keyboard
      await signIn(board, simulator, { account: 'shop', alias: 'Shop' })
      simulator.world.inject({ account: 'shop', text: 'show me' })
      await ask(page, 'settings.update', { language: words.language })
      await goBy(page, 'Shop')
      const box = page.getByRole('textbox', { name: words.message, exact: true })
      await expect(box).toBeFocused()
      await keys.insertText('as promised')
      await attach(page, words, [files.writePicture('first.png'), files.write('second.txt', 'two')])

      const sheet = page.getByRole('dialog', { name: words.review })
      const rows = sheet.getByRole('list', { name: words.files }).getByRole('listitem')
      await expect(rows).toHaveCount(2)
      const caption = sheet.getByRole('textbox', { name: words.caption })
      await expect(caption).toHaveValue('as promised')
      await expect(caption).toBeFocused()
      expect(await seriousViolations(page)).toEqual([])
      await tabTo(button(page, words.up))
      await keys.press('Enter')
      await expect(rows.first()).toContainText('second.txt')
      await tabTo(caption)
      await keys.press('Enter')
      await expect(sheet).toBeHidden()
      const { world } = simulator
      const arrived = () => world.phone({ account: 'shop' }).messages.filter(({ by }) => by === 'bot')
      await expect.poll(() => arrived().map(({ kind }) => kind)).toEqual(['text', 'file', 'image'])
      await expect(box).toBeFocused()

      world.fault({ call: 'upload', kind: 'hang' })
      await attach(page, words, [files.writePicture('wrong.png')])
      await expect(rows).toHaveCount(1)
      await keys.press('Enter')
      const progress = page.getByRole('log').getByRole('progressbar')
      await expect(progress).toHaveAttribute('value', /[1-9]/)
      const stop = page.getByRole('log').getByRole('button', { name: words.cancel, exact: true })
      await tabTo(stop, { back: true })
      await keys.press('Enter')
      await expect(progress).toHaveCount(0)
      expect(arrived()).toHaveLength(3)
    },
  )

  test(
    `flow 7: a broadcast is written, chosen for, planned, paused, finished and kept (${words.language})`,
    tagOf(words),
    async ({ app, board, simulator }) => {
      const { page } = board
      const keys = page.keyboard
      await gatherCrowd(page, simulator, [{ account: 'shop', people: ['Ann', 'Ben', 'Cai'] }])
      await ask(page, 'settings.update', {
        language: words.language,
        broadcast: { paceMs: 1_500, reserve: 2, perMinute: 6_000 },
      })
      await goBy(page, words.broadcasts)
      await tabTo(button(page, words.newBroadcast).first())
      await keys.press('Enter')
      const dialog = page.getByRole('dialog', { name: words.newBroadcast })
      const next = dialog.getByRole('button', { name: words.next, exact: true })
      await tabTo(dialog.getByRole('textbox', { name: words.message, exact: true }))
      await keys.insertText('closed on Friday')
      await tabTo(next)
      await keys.press('Enter')
      await tabTo(dialog.getByRole('checkbox', { name: words.ben, exact: true }))
      await keys.press('Space')
      await tabTo(next)
      await keys.press('Enter')
      await tabTo(dialog.getByRole('button', { name: words.start, exact: true }))
      await keys.press('Enter')
      const question = page.getByRole('alertdialog')
      await tabTo(question.getByRole('button', { name: words.send, exact: true }))
      await keys.press('Enter')
      await expect(dialog).toBeHidden()
      await expect.poll(() => textsOnPhone(simulator, 'shop', 'Ann').length).toBe(1)
      await tabTo(button(page, words.pause))
      await keys.press('Enter')
      await expect(button(page, words.resume)).toBeFocused()
      await keys.press('Enter')
      const main = page.getByRole('main')
      await expect(main.getByText(words.finished, { exact: true }).first()).toBeVisible()
      expect(['Ann', 'Ben', 'Cai'].map((name) => textsOnPhone(simulator, 'shop', name))).toEqual([
        ['closed on Friday'],
        [],
        ['closed on Friday'],
      ])
      await tabTo(button(page, words.exporting))
      await keys.press('Enter')
      await expect(main.getByText(words.exported)).toBeVisible()
      const saved = () =>
        readdirSync(join(app.userDataDir, 'Downloads')).filter((name) => name.endsWith('.csv'))
      await expect.poll(saved).not.toEqual([])
    },
  )

  test(
    `flow 10: it wakes, locks, backs up and hands over what it wrote down (${words.language})`,
    tagOf(words),
    async ({ app, board, simulator }) => {
      // both passphrases cost their time by design
      test.setTimeout(240_000)
      const { page } = board
      const keys = page.keyboard
      const { world } = simulator
      await signIn(board, simulator, { account: 'shop', alias: 'Shop' })
      await ask(page, 'settings.update', { language: words.language })
      const row = page.getByRole('list').getByRole('listitem').filter({ hasText: 'good morning' })

      if (app.control !== undefined) {
        await act(app, '/power', { event: 'suspend' })
        world.inject({ account: 'shop', text: 'good morning', contextToken: 'a-context-token-of-the-night' })
        await act(app, '/power', { event: 'resume' })
      } else
        world.inject({ account: 'shop', text: 'good morning', contextToken: 'a-context-token-of-the-night' })
      await expect(row).toBeVisible()

      await keys.press('Control+l')
      const setting = page.getByRole('dialog', { name: words.setPassphrase })
      await expect(setting.getByRole('textbox').first()).toBeFocused()
      await keys.insertText(PASSPHRASE)
      await keys.press('Tab')
      await keys.insertText(PASSPHRASE)
      await keys.press('Enter')
      await expect(page.getByRole('textbox', { name: words.passphrase, exact: true })).toBeFocused()
      await expect(row).toHaveCount(0)
      await keys.insertText(PASSPHRASE)
      await keys.press('Enter')
      await expect(row).toBeVisible()
      await ask(page, 'lock.remove', { former: PASSPHRASE })

      await goBy(page, words.settings)
      await tabTo(button(page, `${words.backup}…`))
      await keys.press('Enter')
      const backup = page.getByRole('dialog', { name: words.backup })
      await expect(backup.getByRole('textbox').first()).toBeFocused()
      await keys.insertText(PASSPHRASE)
      await tabTo(backup.getByLabel(words.repeat))
      await keys.insertText(PASSPHRASE)
      await keys.press('Enter')
      await expect(backup.getByRole('status')).toContainText('.linkboard-backup', { timeout: 60_000 })
      await tabTo(backup.getByRole('button', { name: words.done }))
      await keys.press('Enter')
      await tabTo(button(page, words.evidence))
      await keys.press('Enter')
      const saved = () => readdirSync(join(app.userDataDir, 'Downloads'))
      await expect.poll(() => saved().filter((name) => name.endsWith('.zip'))).toHaveLength(1)
      const secrets = secretsOnWire(simulator)
      expect([...secrets.values()]).toEqual(expect.arrayContaining(['bot_token', 'context_token']))
      for (const name of saved()) {
        const bytes = readFileSync(join(app.userDataDir, 'Downloads', name))
        const parts = name.endsWith('.zip') ? Object.values(unzipSync(bytes)) : [bytes]
        for (const part of parts)
          expect(secretsIn(Buffer.from(part).toString('latin1'), secrets), name).toEqual([])
      }
    },
  )
}

import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright'
import * as actions from './actions.ts'
import { ROOT, withPracticeApp } from './practice.ts'

/** The README's pictures, at the size of a fresh window: 1280 by 800. */
const FOLDER = join(ROOT, 'docs', 'images')

/** Somebody who has sent more than texts. */
const TALKATIVE = '老王'

/** The log of a conversation is drawn at once, what was sent in it a moment later. */
async function allDrawn(page: Page): Promise<void> {
  await page.waitForFunction(() => document.querySelector('[role="log"]')?.querySelector('img'))
  await page.evaluate(async () => await Promise.all([...document.images].map((image) => image.decode())))
}

async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(FOLDER, `${name}.png`), animations: 'disabled', scale: 'css' })
  console.log(`docs/images/${name}.png`)
}

async function takeAll(page: Page): Promise<void> {
  await actions.hideLessons(page)
  await page.getByRole('region', { name: 'Today', exact: true }).waitFor()
  await actions.firstConversation(page).waitFor()
  await picture(page, 'today')
  await actions.search(page, '的')
  await picture(page, 'search')
  await actions.clearSearch(page)
  await actions.askToSnooze(page)
  await picture(page, 'snooze')
  await page.keyboard.press('Escape')
  await page.keyboard.press('ControlOrMeta+k')
  await page.getByRole('dialog', { name: 'Command palette' }).getByRole('option').first().waitFor()
  await picture(page, 'palette')
  await page.keyboard.press('Escape')
  for (const theme of ['Light', 'Dark']) {
    await actions.goTo(page, 'Settings')
    await actions.choose(page, theme)
    await actions.goTo(page, 'Inbox')
    await actions.openConversationWith(page, TALKATIVE)
    await allDrawn(page)
    await picture(page, `conversation-${theme.toLowerCase()}`)
  }
  await actions.goTo(page, 'Settings')
  await actions.choose(page, 'Light')
  await actions.goTo(page, 'Inbox')
  await actions.openConversationWith(page, TALKATIVE)
  const sheet = await actions.dropPicture(page)
  await picture(page, 'review-and-send')
  await sheet.getByRole('button', { name: 'Cancel' }).click()
  await actions.planBroadcast(page)
  await picture(page, 'broadcast-plan')
  await page.keyboard.press('Escape')
  await actions.goTo(page, 'Side by side')
  await actions.openInEveryColumn(page)
  await picture(page, 'side-by-side')
  await actions.goTo(page, 'Inbox')
  await actions.showSignInCode(page)
  await picture(page, 'add-account')
  await page.keyboard.press('Escape')
  await actions.goTo(page, 'Settings')
  await actions.choose(page, '简体中文')
  // from here on names are Chinese, so screens go by their place
  await page.getByRole('navigation').getByRole('link').first().click()
  await picture(page, 'conversation-zh')
}

try {
  await mkdir(FOLDER, { recursive: true })
  await withPracticeApp([], async ({ page }) => await takeAll(page))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}

import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright'
import * as moves from './moves.ts'
import { ROOT, withPracticeApp } from './practice.ts'

/** The README's pictures, at the size of a fresh window: 1280 by 800. */
const FOLDER = join(ROOT, 'docs', 'images')

async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(FOLDER, `${name}.png`), animations: 'disabled', scale: 'css' })
  console.log(`docs/images/${name}.png`)
}

async function takeAll(page: Page): Promise<void> {
  for (const theme of ['Light', 'Dark']) {
    await moves.goTo(page, 'Settings')
    await moves.choose(page, theme)
    await moves.goTo(page, 'Inbox')
    await moves.openFirstConversation(page)
    await picture(page, `conversation-${theme.toLowerCase()}`)
  }
  await moves.goTo(page, 'Settings')
  await moves.choose(page, 'Light')
  await moves.goTo(page, 'Inbox')
  await moves.openFirstConversation(page)
  const sheet = await moves.dropPicture(page)
  await picture(page, 'review-and-send')
  await sheet.getByRole('button', { name: 'Cancel' }).click()
  await moves.planBroadcast(page)
  await picture(page, 'broadcast-plan')
  await page.keyboard.press('Escape')
  await moves.goTo(page, 'Side by side')
  await moves.openInEveryColumn(page)
  await picture(page, 'side-by-side')
  await moves.goTo(page, 'Inbox')
  await moves.showSignInCode(page)
  await picture(page, 'add-account')
}

try {
  await mkdir(FOLDER, { recursive: true })
  await withPracticeApp([], async ({ page }) => await takeAll(page))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}

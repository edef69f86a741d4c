import type { Locator, Page } from '@playwright/test'

/** More stops than any screen has between two of its controls. */
const MOST_STOPS = 150

/** Goes on by Tab until something has the focus; with `back` the other way. */
export async function tabTo(wanted: Locator, { back = false } = {}): Promise<void> {
  const page = wanted.page()
  for (let presses = 0; presses < MOST_STOPS; presses += 1) {
    await page.keyboard.press(back ? 'Shift+Tab' : 'Tab')
    if (await wanted.evaluate((element) => element === document.activeElement)) return
  }
  throw new Error('Tab never came to it')
}

/** Goes by the command palette to what it finds first. */
export async function goBy(page: Page, words: string): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.keyboard.insertText(words)
  await page.keyboard.press('Enter')
}

import type { Locator, Page } from 'playwright'

/** What an operator does in the app, by the names of its English interface. */

/** Goes to one of the main screens. */
export async function goTo(
  page: Page,
  screen: 'Inbox' | 'Side by side' | 'Broadcasts' | 'Accounts' | 'Settings',
): Promise<void> {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: screen }).click()
}

/** The bar with the lessons of practice mode. */
export function lessons(page: Page): Locator {
  return page.getByRole('region', { name: 'Practice lessons' })
}

/** Puts the lessons away, so that pictures show the app as it is outside of practice mode. */
export async function hideLessons(page: Page): Promise<void> {
  await lessons(page).getByRole('button', { name: 'Hide lessons' }).click()
  await lessons(page).waitFor({ state: 'hidden' })
}

/** Brings the lessons back from the line that marks practice mode, and begins one by its number. */
export async function beginLesson(page: Page, number: number): Promise<void> {
  const button = page.getByRole('button', { name: 'Lessons', exact: true })
  if ((await button.getAttribute('aria-expanded')) === 'false') await button.click()
  await lessons(page)
    .getByRole('button', { name: /All lessons$/ })
    .click()
  await page.getByRole('menuitemradio', { name: new RegExp(`^${number}\\. `) }).click()
}

/** Waits until the lesson before the operator is said to be done. */
export async function lessonDone(page: Page): Promise<void> {
  await lessons(page)
    .getByRole('status')
    .filter({ hasText: /^Done: / })
    .waitFor()
}

/** The first conversation on screen in which something was said. */
export function firstConversation(page: Page): Locator {
  const rows = page.getByRole('list', { name: 'Conversations' }).getByRole('listitem')
  return rows.filter({ hasNotText: 'No messages yet' }).first()
}

/** Opens the first conversation and waits until its messages are there. */
export async function openFirstConversation(page: Page): Promise<void> {
  await firstConversation(page).getByRole('button').first().click()
  await page.getByRole('region', { name: /^Conversation with / }).waitFor()
  await page.getByRole('log', { name: 'Messages' }).getByRole('article').last().waitFor()
}

/** Opens the conversation of somebody by the command palette, and waits until its messages are there. */
export async function openConversationWith(page: Page, name: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+k')
  await page.getByRole('combobox', { name: 'Command' }).fill(name)
  await page.keyboard.press('Enter')
  await page.getByRole('region', { name: `Conversation with ${name}` }).waitFor()
  await page.getByRole('log', { name: 'Messages' }).getByRole('article').last().waitFor()
}

/** Searches people and messages, and waits for what is found. */
export async function search(page: Page, text: string): Promise<void> {
  await page.getByRole('searchbox', { name: 'Search messages' }).fill(text)
  await page.getByRole('list', { name: 'Search results' }).getByRole('listitem').first().waitFor()
}

/** Empties the field, so that the conversations are back. */
export async function clearSearch(page: Page): Promise<void> {
  await page.getByRole('searchbox', { name: 'Search messages' }).fill('')
  await page.keyboard.press('Escape')
  await firstConversation(page).waitFor()
}

/** Asks when the first conversation is to come back. */
export async function askToSnooze(page: Page): Promise<void> {
  await firstConversation(page).getByRole('button').first().click({ button: 'right' })
  await page.getByRole('menuitem', { name: /^Snooze/ }).click()
  await page.getByRole('dialog', { name: 'Snooze' }).waitFor()
}

/** Opens the first conversation of every column side by side. */
export async function openInEveryColumn(page: Page): Promise<void> {
  const columns = page.getByRole('region', { name: /^Column: / })
  await columns.first().waitFor()
  for (const column of await columns.all()) {
    const rows = column.getByRole('list', { name: 'Conversations' }).getByRole('listitem')
    await rows.first().getByRole('button').first().click()
    await column.getByRole('article').last().waitFor()
  }
}

/** Drops a file onto the open conversation, as one made by the page, and waits for the sheet. */
export async function dropPicture(page: Page): Promise<Locator> {
  const log = page.getByRole('log', { name: 'Messages' })
  const data = await page.evaluateHandle(async () => {
    const canvas = document.createElement('canvas')
    canvas.width = 640
    canvas.height = 400
    const pen = canvas.getContext('2d')
    if (pen !== null) {
      pen.fillStyle = 'teal'
      pen.fillRect(0, 0, 640, 400)
      pen.fillStyle = 'gold'
      pen.fillRect(80, 80, 480, 240)
    }
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve))
    const transfer = new DataTransfer()
    transfer.items.add(new File([blob ?? ''], 'new-colours.png', { type: 'image/png' }))
    transfer.items.add(new File(['Prices from today on'], '价目表.txt', { type: 'text/plain' }))
    return transfer
  })
  for (const type of ['dragenter', 'dragover', 'drop']) await log.dispatchEvent(type, { dataTransfer: data })
  const sheet = page.getByRole('dialog', { name: 'Review and send' })
  await sheet.getByRole('listitem').nth(1).waitFor()
  await sheet.getByRole('img').or(sheet.locator('img')).first().waitFor()
  return sheet
}

/** Sends a text in the open conversation and waits until the server has taken it. */
export async function reply(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Message', exact: true }).fill(text)
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await page
    .getByRole('article', { name: /^You, Text, .*, Accepted$/ })
    .filter({ hasText: text })
    .waitFor()
}

/** Writes a broadcast to all recent contacts and looks at its plan. */
export async function planBroadcast(page: Page): Promise<void> {
  await goTo(page, 'Broadcasts')
  await page.getByRole('button', { name: 'New broadcast', exact: true }).first().click()
  const dialog = page.getByRole('dialog', { name: 'New broadcast' })
  const text = '{contact}，新品目录已经更新，欢迎来看看。\n{contact}, our new list is out.'
  await dialog.getByRole('textbox', { name: 'Message', exact: true }).fill(text)
  await dialog.getByRole('button', { name: 'Next', exact: true }).click()
  await dialog.getByRole('table', { name: 'Contacts' }).waitFor()
  await dialog.getByRole('button', { name: 'Next', exact: true }).click()
  await dialog.getByRole('table', { name: 'Included' }).getByRole('row').nth(1).waitFor()
}

/** Starts what was planned, and waits until somebody has got it. */
export async function startBroadcast(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Start broadcast', exact: true }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Send', exact: true }).click()
  const ledger = page.getByRole('table', { name: 'Recipients' })
  await ledger.getByText('Accepted', { exact: true }).first().waitFor()
}

/** Opens the dialog with a fresh code. */
export async function showSignInCode(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'Add account', exact: true }).first().click()
  const dialog = page.getByRole('dialog', { name: 'Add account' })
  await dialog.getByRole('img', { name: 'Sign-in QR code' }).first().waitFor()
  return dialog
}

/** Waits until somebody has scanned and confirmed the code; then names the new account. */
export async function nameNewAccount(dialog: Locator, alias: string): Promise<void> {
  await dialog
    .getByRole('status')
    .filter({ hasText: /^Signed in/ })
    .waitFor()
  await dialog.getByRole('textbox', { name: 'Alias' }).fill(alias)
}

/** Leaves the dialog of a signed-in account. */
export async function finishSignIn(page: Page, dialog: Locator): Promise<void> {
  await dialog.getByRole('button', { name: 'Done' }).click()
  await dialog.waitFor({ state: 'hidden' })
  await page.getByRole('list', { name: 'Account list' }).getByRole('listitem').first().waitFor()
}

/** Chooses the first account, so that its own inbox is shown. */
export async function openFirstAccount(page: Page): Promise<void> {
  const account = page.getByRole('list', { name: 'Account list' }).getByRole('listitem').first()
  await account.getByRole('link').or(account.getByRole('button')).first().click()
  await firstConversation(page).waitFor()
}

/** Chooses between the values of a setting, on the settings screen. */
export async function choose(page: Page, value: string): Promise<void> {
  await page.getByRole('radio', { name: value, exact: true }).click()
}

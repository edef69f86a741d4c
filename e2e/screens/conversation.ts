import { BUSY, CLOSED, LOCKED_OUT, LONG, SHOP } from '../full-house.ts'
import { dropPicture } from '../walkthrough/actions.ts'
import { type Desk, floating, leave, type Screen } from './screen.ts'

/** The list above a message box. */
function quickReplies(name: string): Screen {
  const box = ({ board }: Desk) => board.conversation(BUSY).box
  return {
    name,
    open: async (desk) => {
      await box(desk).focus()
      await desk.page.keyboard.type('/')
      await desk.page.getByRole('listbox', { name: 'Quick replies' }).waitFor()
    },
    close: async (desk) => {
      await leave(desk)
      await box(desk).fill('')
    },
  }
}

/** When a text is to leave, to somebody whose reply window is open. */
function sendLater(name: string): Screen {
  const dialog = ({ page }: Desk) => page.getByRole('dialog', { name: 'Send later' })
  return {
    name,
    open: async (desk) => {
      const { box } = await desk.board.open(LONG)
      await box.fill('Tomorrow at ten, 明天上午十点。')
      await desk.page.getByRole('button', { name: 'Send later' }).click()
      await dialog(desk).waitFor()
    },
    close: async (desk) => {
      await leave(desk)
      await dialog(desk).waitFor({ state: 'hidden' })
      await desk.board.conversation(LONG).box.fill('')
      await desk.board.open(BUSY)
    },
  }
}

const inMenu =
  (menu: string | RegExp, item: string | RegExp) =>
  async ({ page }: Desk) => {
    await page.getByRole('button', { name: menu }).first().click()
    await page.getByRole('menuitem', { name: item }).click()
  }

/** Conversations of every kind, alone and side by side. */
export const CONVERSATION: readonly Screen[] = [
  {
    name: 'conversation of all kinds',
    open: async ({ board }) => {
      const busy = await board.open(BUSY)
      await busy.own('Refused').or(busy.own('Waiting for contact')).first().waitFor()
    },
  },
  {
    name: 'its beginning',
    open: async ({ board, page }) => {
      const { log } = board.conversation(BUSY)
      await log.getByRole('article').first().scrollIntoViewIfNeeded()
      await page.getByText('订单').first().waitFor()
    },
  },
  {
    name: 'find in a conversation',
    open: async ({ page }) => {
      await page.keyboard.press('ControlOrMeta+f')
      await page.getByRole('searchbox', { name: 'Search in conversation' }).fill('one')
    },
    close: async (desk) => {
      await leave(desk)
    },
  },
  quickReplies('quick replies'),
  sendLater('send later'),
  floating('scheduled messages', 'dialog', async ({ page }) => {
    await page.keyboard.press('ControlOrMeta+k')
    await page.getByRole('combobox', { name: 'Command' }).fill('Scheduled messages')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog', { name: 'Scheduled messages' }).waitFor()
  }),
  {
    name: 'contact panel',
    open: async ({ page }) => {
      await page.getByRole('button', { name: 'Contact panel' }).click()
      await page.getByRole('complementary', { name: 'Contact' }).waitFor()
    },
  },
  floating('menu of the contact panel', 'menu', async ({ page }) => {
    await page.getByRole('complementary', { name: 'Contact' }).getByRole('button', { name: /^More/ }).click()
  }),
  {
    name: 'contact panel put away',
    open: async ({ page }) => {
      await page.getByRole('button', { name: 'Close the contact panel' }).click()
      await page.getByRole('complementary', { name: 'Contact' }).waitFor({ state: 'hidden' })
    },
  },
  floating('exporting a history', 'dialog', inMenu(/^More actions for the conversation/, 'Export history…')),
  floating(
    'deleting a history',
    'alertdialog',
    inMenu(/^More actions for the conversation/, 'Delete history…'),
  ),
  floating('menu of a conversation', 'menu', async ({ page }) => {
    await page
      .getByRole('button', { name: /^More actions for the conversation/ })
      .first()
      .click()
  }),
  floating('gallery', 'dialog', inMenu(/^More actions for the conversation/, 'Pictures and files')),
  floating('a day to go to', 'dialog', inMenu(/^More actions for the conversation/, /date/)),
  floating('picture shown large', 'dialog', async ({ board }) => {
    const { log } = board.conversation(BUSY)
    await log.getByRole('article').first().scrollIntoViewIfNeeded()
    const pictures = board.conversation(BUSY).received('Image')
    await pictures.getByRole('button', { name: 'Enlarge the picture' }).first().click()
  }),
  floating('menu of a message', 'menu', async ({ board }) => {
    await board.conversation(BUSY).received('File').last().click({ button: 'right' })
  }),
  floating('details of a message', 'dialog', async ({ board, page }) => {
    await board.conversation(BUSY).log.getByRole('article').last().click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Details…' }).click()
    await page.getByRole('dialog').getByText('Number here').waitFor()
  }),
  floating('forwarding', 'dialog', async ({ board, page }) => {
    const pictures = board.conversation(BUSY).received('Image')
    await pictures.getByRole('button', { name: 'Forward…' }).first().click()
    await page.getByRole('dialog').getByRole('radio').first().waitFor()
  }),
  floating('review and send', 'dialog', async ({ page }) => void (await dropPicture(page))),
  {
    name: 'closed window with a waiting message',
    open: async ({ board }) => {
      await board.inbox.choose('All')
      await board.open(CLOSED)
    },
  },
  {
    name: 'account without a sign-in',
    open: async ({ board }) => {
      await board.open(LOCKED_OUT)
    },
  },
  {
    name: 'longest name',
    open: async ({ board }) => {
      await board.open(LONG)
    },
  },
  {
    name: 'side by side',
    open: async ({ board, page }) => {
      await board.rail.goTo('Side by side')
      await board.sideBySide.columns.nth(2).waitFor()
      await board.sideBySide.column(SHOP).open(BUSY)
      await page.getByRole('region', { name: `Conversation with ${BUSY}` }).waitFor()
    },
  },
  quickReplies('quick replies in a column'),
  floating('menu of columns', 'menu', async ({ board }) => await board.sideBySide.adder.click()),
]

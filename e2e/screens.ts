import type { Page } from '@playwright/test'
import type { Simulator } from '#simulator/index.ts'
import { BUSY, CLOSED, CUT_OFF, LOCKED_OUT, LONG, SHOP, STRANGE } from './full-house.ts'
import type { Linkboard } from './pages/linkboard.ts'
import { beginLesson, dropPicture, lessons, showSignInCode } from './walkthrough/actions.ts'

/** What a screen is opened with. */
export interface Desk {
  readonly page: Page
  readonly board: Linkboard
  readonly simulator: Simulator
}

/** Something that can be looked at by itself. It is opened and left in English and in a window of the first size. */
export interface Screen {
  readonly name: string
  open(desk: Desk): Promise<void>
  /** Leads back to where the next one can be opened; by default nothing has to be left. */
  close?(desk: Desk): Promise<void>
}

const leave = async ({ page }: Desk): Promise<void> => await page.keyboard.press('Escape')

/** Something that floats above the rest, gone again by Escape. */
function floating(name: string, role: 'dialog' | 'alertdialog' | 'menu', open: Screen['open']): Screen {
  return {
    name,
    open: async (desk) => {
      await open(desk)
      await desk.page.getByRole(role).first().waitFor()
    },
    close: async (desk) => {
      const shown = desk.page.getByRole(role).first()
      await leave(desk)
      await shown.waitFor({ state: 'hidden' })
    },
  }
}

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

const rowMenu = async ({ board, page }: Desk, item?: string | RegExp): Promise<void> => {
  await board.inbox.row(BUSY).getByRole('button').first().click({ button: 'right' })
  if (item !== undefined) await page.getByRole('menuitem', { name: item }).click()
}

/** Before there is any account. */
export const FIRST_SCREENS: readonly Screen[] = [
  { name: 'first start', open: async ({ board }) => await board.addAccount.opener.waitFor() },
  floating('first code', 'dialog', async ({ page }) => void (await showSignInCode(page))),
]

/** With the lessons of practice mode, in which no other server can be. */
export const PRACTICE_SCREENS: readonly Screen[] = [
  { name: 'lessons', open: async ({ page }) => await lessons(page).waitFor() },
  floating('all lessons', 'menu', async ({ page }) => {
    await lessons(page)
      .getByRole('button', { name: /All lessons$/ })
      .click()
  }),
  {
    name: 'a lesson under way',
    open: async ({ page }) => {
      await beginLesson(page, 2)
      await lessons(page).getByRole('button', { name: 'Show me' }).click()
      await page.getByRole('region', { name: /^Conversation with / }).waitFor()
    },
  },
]

const INBOX: readonly Screen[] = [
  {
    name: 'inbox and today',
    open: async ({ board, page }) => {
      await board.rail.goTo('Inbox')
      await board.inbox.row(BUSY).waitFor()
      await page.getByRole('region', { name: 'Today' }).waitFor()
    },
  },
  floating('menu of a row', 'menu', async (desk) => await rowMenu(desk)),
  floating('more filters', 'menu', async ({ page }) => {
    await page.getByRole('button', { name: 'More filters' }).click()
  }),
  floating('snooze', 'dialog', async (desk) => await rowMenu(desk, /^Snooze/)),
  floating('tags', 'dialog', async (desk) => await rowMenu(desk, 'Tags…')),
  floating('rename a contact', 'dialog', async (desk) => await rowMenu(desk, 'Rename…')),
  {
    name: 'selected rows',
    open: async ({ board, page }) => {
      for (const name of [BUSY, LONG])
        await board.inbox
          .row(name)
          .getByRole('button')
          .first()
          .click({ modifiers: ['ControlOrMeta'] })
      await page.getByRole('toolbar', { name: 'Selected conversations' }).waitFor()
    },
    close: leave,
  },
  {
    name: 'an empty filter',
    open: async ({ board, page }) => {
      await board.inbox.choose('Snoozed')
      await page.getByText('Nothing is snoozed.').waitFor()
    },
    close: async ({ board }) => await board.inbox.choose('Open'),
  },
  {
    name: 'inbox of one account',
    open: async ({ board }) => {
      await board.rail.account(SHOP).getByRole('button').first().click()
      await board.inbox.row(BUSY).waitFor()
    },
    close: async ({ board }) => await board.rail.goTo('Inbox'),
  },
  {
    name: 'search results',
    open: async ({ page }) => {
      await page.getByRole('searchbox', { name: 'Search messages' }).fill('a')
      await page.getByRole('list', { name: 'Search results' }).getByRole('listitem').first().waitFor()
    },
  },
  {
    name: 'nothing found',
    open: async ({ page }) => {
      await page.getByRole('searchbox', { name: 'Search messages' }).fill('nobody ever wrote this')
      await page.getByText(/^Nothing found/).waitFor()
    },
    close: async ({ board, page }) => {
      await page.getByRole('searchbox', { name: 'Search messages' }).fill('')
      await page.keyboard.press('Escape')
      await board.inbox.row(BUSY).waitFor()
    },
  },
  floating('palette', 'dialog', async ({ page }) => {
    await page.keyboard.press('ControlOrMeta+k')
    await page.getByRole('dialog').getByRole('option').first().waitFor()
  }),
  floating('shortcuts', 'dialog', async ({ board, page }) => {
    await board.inbox.row(BUSY).getByRole('button').first().focus()
    await page.keyboard.press('?')
  }),
  floating('new message', 'dialog', async ({ board }) => {
    await board.newMessage.opener.click()
    await board.newMessage.to.fill('a')
    await board.newMessage.options.first().waitFor()
    await board.newMessage.options.first().click()
    await board.newMessage.through.waitFor()
  }),
]

const CONVERSATION: readonly Screen[] = [
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

const BROADCASTS: readonly Screen[] = [
  { name: 'no broadcasts', open: async ({ board }) => await board.rail.goTo('Broadcasts') },
  {
    name: 'content of a broadcast',
    open: async ({ board }) => {
      await board.broadcasts.startNew()
      await board.broadcasts.message.fill('{contact}，新品目录已经更新，欢迎来看看。\nOur new list is out.')
      await board.broadcasts.fileInput.setInputFiles({
        name: 'price list of the coming season, all sizes and colours.txt',
        mimeType: 'text/plain',
        buffer: Buffer.from('prices'),
      })
      await board.broadcasts.dialog.getByText('price list').first().waitFor()
    },
  },
  {
    name: 'keeping its content',
    open: async ({ page }) => {
      await page.getByRole('button', { name: 'Save as template' }).click()
      await page.getByRole('dialog', { name: 'Save as template' }).waitFor()
    },
    close: async (desk) => {
      await leave(desk)
      await desk.page.getByRole('dialog', { name: 'Save as template' }).waitFor({ state: 'hidden' })
    },
  },
  {
    name: 'its recipients',
    open: async ({ board }) => {
      await board.broadcasts.next()
      await board.broadcasts.dialog.getByRole('table', { name: 'Contacts' }).waitFor()
    },
  },
  {
    name: 'keeping its filters',
    open: async ({ page }) => {
      await page.getByRole('button', { name: 'Save as segment' }).click()
      await page.getByRole('dialog', { name: 'Save as segment' }).waitFor()
    },
    close: async (desk) => {
      await leave(desk)
      await desk.page.getByRole('dialog', { name: 'Save as segment' }).waitFor({ state: 'hidden' })
    },
  },
  {
    name: 'its plan',
    open: async ({ board }) => {
      await board.broadcasts.next()
      await board.broadcasts.planned('Included').first().waitFor()
    },
  },
  {
    name: 'the time at which it starts',
    open: async ({ board, page }) => {
      await board.broadcasts.button('Schedule…').click()
      await page.getByRole('dialog', { name: 'Start at a time' }).waitFor()
    },
    close: async (desk) => {
      await leave(desk)
      await desk.page.getByRole('dialog', { name: 'Start at a time' }).waitFor({ state: 'hidden' })
    },
  },
  {
    name: 'the question before it starts',
    open: async ({ board }) => {
      await board.broadcasts.button('Start broadcast').click()
      await board.broadcasts.question.waitFor()
    },
  },
  {
    name: 'a run',
    open: async ({ board }) => {
      await board.broadcasts.question.getByRole('button', { name: 'Send', exact: true }).click()
      await board.broadcasts.recipients.first().waitFor()
      await board.broadcasts.button('Pause').click()
      await board.broadcasts.button('Resume').waitFor()
    },
  },
  {
    name: 'list of broadcasts',
    open: async ({ board, page }) => {
      await board.rail.goTo('Broadcasts')
      await page.getByRole('main').getByText('Paused').first().waitFor()
    },
  },
  floating('menu of a broadcast', 'menu', async ({ page }) => {
    await page
      .getByRole('button', { name: /^Actions for/ })
      .first()
      .click()
  }),
]

const ACCOUNTS: readonly Screen[] = [
  {
    name: 'accounts',
    open: async ({ board }) => {
      await board.rail.goTo('Accounts')
      await board.accounts.actions(CUT_OFF).waitFor()
    },
  },
  floating('menu of an account', 'menu', async ({ board }) => await board.accounts.actions(SHOP).click()),
  floating('name of an account', 'dialog', async ({ board }) => await board.accounts.choose(SHOP, 'Rename…')),
  floating(
    'colour of an account',
    'dialog',
    async ({ board }) => await board.accounts.choose(SHOP, 'Colour…'),
  ),
  floating('group of an account', 'dialog', async ({ board }) => await board.accounts.choose(SHOP, 'Group…')),
  floating('signing out', 'alertdialog', async ({ board }) => await board.accounts.choose(SHOP, 'Sign out')),
  floating('removing', 'alertdialog', async ({ board }) => await board.accounts.choose(SHOP, 'Remove…')),
  floating('import', 'dialog', async ({ board }) => {
    await board.importing.opener.click()
    await board.importing.dialog.waitFor()
  }),
  floating('signing in again', 'dialog', async ({ board, page }) => {
    await board.accounts.choose(STRANGE, 'Sign in again')
    await page.getByRole('img', { name: 'Sign-in QR code' }).waitFor()
  }),
  {
    name: 'pairing code',
    open: async ({ board, page, simulator }) => {
      const dialog = await showSignInCode(page)
      // codes that were left open are still there
      const open = await dialog.getByRole('img', { name: 'Sign-in QR code' }).count()
      await board.addAccount.another(open + 1, 'Somebody with a long label')
      simulator.world.addAccount({ account: 'newcomer' })
      simulator.world.scan({ account: 'newcomer' })
      simulator.world.needCode()
      await page.getByRole('textbox', { name: 'Pairing code' }).waitFor()
    },
    close: async ({ page }) => {
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'hidden' })
    },
  },
  {
    name: 'network settings over a sign-in',
    open: async ({ board, page, simulator }) => {
      simulator.world.fault({ call: 'get_bot_qrcode', kind: 'dropBefore', times: 1_000 })
      await board.addAccount.opener.click()
      await page.getByRole('button', { name: 'Another code' }).click()
      await page.getByRole('button', { name: 'Network settings' }).first().click()
      await page.getByRole('dialog', { name: 'Network settings' }).waitFor()
    },
    close: async ({ page, simulator }) => {
      simulator.world.fault({ clear: true })
      for (const name of ['Network settings', 'Add account']) {
        await page.keyboard.press('Escape')
        await page.getByRole('dialog', { name }).waitFor({ state: 'hidden' })
      }
    },
  },
]

const SECTIONS = [
  'General',
  'Notifications',
  'Writing',
  'Quick replies',
  'Broadcasts',
  'Media and storage',
  'Network',
  'Privacy and lock',
  'Backup',
  'Diagnostics',
  'About',
]

const SETTINGS: readonly Screen[] = [
  ...SECTIONS.map((section) => ({
    name: `settings: ${section}`,
    open: async ({ board, page }: Desk) => {
      await board.rail.goTo('Settings')
      await page.getByRole('navigation', { name: 'Sections' }).getByText(section, { exact: true }).click()
    },
  })),
  floating('a quick reply', 'dialog', async ({ board, page }) => {
    await board.rail.goTo('Settings')
    const sections = page.getByRole('navigation', { name: 'Sections' })
    await sections.getByText('Quick replies', { exact: true }).click()
    await page.getByRole('button', { name: /^发货通知/u }).click()
  }),
  floating('creating a backup', 'dialog', async ({ board, page }) => {
    await board.rail.goTo('Settings')
    await page.getByRole('navigation', { name: 'Sections' }).getByText('Backup', { exact: true }).click()
    await page.getByRole('button', { name: 'Create backup…' }).click()
  }),
  floating('automatic backups', 'dialog', async ({ page }) => {
    await page.getByRole('switch', { name: 'Back up automatically' }).click()
  }),
  floating('restoring a backup', 'dialog', async ({ page }) => {
    await page.getByRole('button', { name: 'Restore backup…' }).click()
  }),
  floating('licences', 'dialog', async ({ page }) => {
    await page.getByRole('button', { name: 'Licences of other software…' }).click()
  }),
  floating('a passphrase', 'dialog', async ({ page }) => {
    await page.getByRole('button', { name: 'Lock now' }).click()
  }),
]

/** With all accounts there, in the order in which they can be opened one after the other. */
export const SCREENS: readonly Screen[] = [...INBOX, ...CONVERSATION, ...BROADCASTS, ...ACCOUNTS, ...SETTINGS]

import { BUSY, LONG, SHOP } from '../full-house.ts'
import { type Desk, floating, leave, type Screen } from './screen.ts'

const rowMenu = async ({ board, page }: Desk, item?: string | RegExp): Promise<void> => {
  await board.inbox.row(BUSY).getByRole('button').first().click({ button: 'right' })
  if (item !== undefined) await page.getByRole('menuitem', { name: item }).click()
}

/** The list, and what is opened from it. */
export const INBOX: readonly Screen[] = [
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

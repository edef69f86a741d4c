import { CUT_OFF, SHOP, STRANGE } from '../full-house.ts'
import { showSignInCode } from '../walkthrough/actions.ts'
import { floating, type Screen } from './screen.ts'

/** The accounts and every way to sign in. */
export const ACCOUNTS: readonly Screen[] = [
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

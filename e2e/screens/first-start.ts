import { showSignInCode } from '../walkthrough/actions.ts'
import { floating, type Screen } from './screen.ts'

/** Before there is any account. */
export const FIRST_SCREENS: readonly Screen[] = [
  { name: 'first start', open: async ({ board }) => await board.addAccount.opener.waitFor() },
  floating('first code', 'dialog', async ({ page }) => void (await showSignInCode(page))),
]

import { userIdOf } from '../crowd.ts'
import { LONG } from '../full-house.ts'
import { letIn, turnOut } from '../guest.ts'
import { found } from '../pages/bridge.ts'
import { type Desk, floating, type Screen } from './screen.ts'

const NAME = 'An assistant with quite a long name, 助手'
const TEXT = '您好，今天下午四点前发货，单号稍后给您。It leaves before four o’clock. '.repeat(6)

async function toPrograms({ board, page }: Desk): Promise<void> {
  await board.rail.goTo('Settings')
  await page.getByRole('navigation', { name: 'Sections' }).getByText('Programs', { exact: true }).click()
}

const press =
  (name: string) =>
  async ({ page }: Desk): Promise<void> =>
    await page.getByRole('button', { name, exact: true }).first().click()

/** Programs that are let in, and what they ask; they are turned out again at the end. */
export const PROGRAMS: readonly Screen[] = [
  {
    name: 'programs that were let in',
    open: async (desk) => {
      const { page } = desk
      await toPrograms(desk)
      const guest = await letIn(page, NAME, 'send')
      await guest.call('sessions', {})
      await guest.close()
      await page.getByRole('table', { name: 'Calls of programs' }).waitFor()
    },
  },
  floating('folders of a program', 'dialog', press('Folders…')),
  floating('revoking a program', 'alertdialog', press('Revoke')),
  floating('allowing a program', 'dialog', async (desk) => {
    await press('Allow a program…')(desk)
    await desk.page.getByRole('radio', { name: 'Only these' }).click()
  }),
  floating('token of a program', 'dialog', async (desk) => {
    const { page } = desk
    await press('Allow a program…')(desk)
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Second')
    await press('Allow')(desk)
    await page.getByRole('textbox', { name: 'Token', exact: true }).waitFor()
  }),
  {
    name: 'request and draft of a program',
    open: async ({ board, page }) => {
      await board.rail.goTo('Inbox')
      const { box } = await board.open(LONG)
      await box.fill('half a thought')
      const guest = await letIn(page, `${NAME} 2`, 'send')
      const to = userIdOf(LONG)
      await guest.call('draft_reply', { to, text: TEXT })
      // whoever asks is told once it is decided, or turned out
      guest.call('send', { to, text: TEXT }).then(
        () => guest.close(),
        () => guest.close(),
      )
      await page.getByRole('region', { name: 'Requests', exact: true }).getByRole('article').waitFor()
      await page.getByRole('region', { name: /^Draft by/u }).waitFor()
    },
    close: async ({ board, page }) => {
      await turnOut(page)
      await found(page, ({ proposals }) => proposals.length === 0)
      await board.conversation(LONG).box.fill('')
    },
  },
]

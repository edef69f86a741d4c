import { floating, leave, type Screen } from './screen.ts'

/** A broadcast from its first word to its run. */
export const BROADCASTS: readonly Screen[] = [
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

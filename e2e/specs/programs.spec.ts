import type { Page } from '@playwright/test'
import type { App } from '../drivers/app.ts'
import { addressIn, Guest, letIn } from '../guest.ts'
import { seriousViolations } from '../pages/audit.ts'
import { found, snapshot } from '../pages/bridge.ts'
import { textsOnPhone } from '../phone.ts'
import { expect, signIn, test } from '../simulator-fixture.ts'

test.use({ isShared: true })

/** Other programs read and propose; what leaves is what a person has agreed to (P22). */

const contactOf = (page: Page) =>
  found(page, ({ conversations }) => conversations.find(({ last }) => last !== null)?.contactUserId)

const requests = (page: Page) => page.getByRole('region', { name: 'Requests', exact: true })
const card = (page: Page, contact: string) =>
  requests(page).getByRole('article', { name: `Helper wants to write to ${contact}`, exact: true })

test('P22: a program that is let in asks to send, and what leaves is what was agreed to, once', async ({
  app,
  board,
  simulator,
}) => {
  test.setTimeout(90_000)
  const { page } = board
  await signIn(board, simulator, { account: 'shop', alias: 'Shop' })
  simulator.world.inject({ account: 'shop', text: 'When does it leave?' })
  const to = await contactOf(page)

  await board.rail.goTo('Settings')
  await page.getByRole('switch', { name: 'Let other programs connect', exact: true }).click()
  await page.getByRole('button', { name: 'Allow a program…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Allow a program', exact: true })
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('Helper')
  await dialog.getByRole('radio', { name: 'Send', exact: true }).click()
  expect(await seriousViolations(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Allow', exact: true }).click()
  const token = await dialog.getByRole('textbox', { name: 'Token', exact: true }).inputValue()
  await expect(dialog.getByText(`Bearer ${token}`)).toBeVisible()
  expect(await seriousViolations(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Done', exact: true }).click()
  const row = page.getByRole('table', { name: 'Programs', exact: true }).getByRole('row').nth(1)
  await expect(row).toContainText('HelperSendAll')

  const helper = await Guest.connect(await addressIn(app.userDataDir), token)
  await board.rail.goTo('Inbox')
  const conversation = await board.open('Shop')
  await conversation.box.fill('half a thought')
  const agreed = helper.call('send', { to, text: 'This afternoon.' })
  const asked = card(page, 'Shop')
  await expect(asked).toContainText('This afternoon.')
  await expect(asked).toContainText('1 message, 9 left after it')
  await expect(page.getByRole('region', { name: 'Attention' })).toContainText('1 requests')
  await expect(conversation.box).toBeFocused()
  expect(await seriousViolations(page)).toEqual([])
  expect(textsOnPhone(simulator, 'shop')).toEqual([])
  await asked.getByRole('button', { name: 'Send', exact: true }).click()
  expect(await agreed).toMatchObject({ success: true, state: 'accepted' })
  await expect(requests(page)).toHaveCount(0)
  await expect(conversation.own('Accepted')).toContainText('by Helper')

  const declined = helper.call('send', { to, text: 'And it is free.' })
  await asked.getByRole('button', { name: 'Decline', exact: true }).click()
  expect(await declined).toMatchObject({ success: false, state: 'declined' })
  const changed = helper.call('send', { to, text: 'It is cheap.' })
  await asked.getByRole('button', { name: 'Edit', exact: true }).click()
  expect(await changed).toMatchObject({ success: false, state: 'taken_over' })
  // what was being written stays, with the program's words beside it
  const beside = conversation.region.getByRole('region', { name: 'Draft by Helper', exact: true })
  await expect(beside).toContainText('It is cheap.')
  await expect(conversation.box).toHaveValue('half a thought')
  await beside.getByRole('button', { name: 'Put away', exact: true }).click()
  await expect(beside).toHaveCount(0)

  const leave = helper.call('send', { to, text: 'It has left.' })
  await asked.getByRole('button', { name: 'Allow for an hour', exact: true }).click()
  expect(await leave).toMatchObject({ success: true })
  expect(await helper.call('send', { to, text: 'Number 7.' })).toMatchObject({ success: true })
  expect(textsOnPhone(simulator, 'shop')).toEqual(['This afternoon.', 'It has left.', 'Number 7.'])

  await board.rail.goTo('Settings')
  await row.getByRole('button', { name: 'Revoke', exact: true }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke', exact: true }).click()
  await expect(page.getByRole('table', { name: 'Programs', exact: true })).toHaveCount(0)
  await expect(helper.call('sessions', {})).rejects.toThrow()
  await expect(
    page
      .getByRole('table', { name: 'Calls of programs' })
      .getByRole('row', { name: /Helper.*send.*Answered/u }),
  ).toHaveCount(5)
})

test('P22: two requests are decided one after the other, and the second of two quick clicks sends nothing', async ({
  board,
  simulator,
}) => {
  const { page } = board
  await signIn(board, simulator, { account: 'shop', alias: 'Shop' })
  await signIn(board, simulator, { account: 'studio', alias: 'Studio' })
  for (const account of ['shop', 'studio']) simulator.world.inject({ account, text: 'hello' })
  const helper = await letIn(page, 'Helper', 'draft')
  const { conversations } = await found(page, (now) => now.conversations.every(({ last }) => last) && now)
  const asked = conversations.map(({ contactUserId }) =>
    helper.call('send', { to: contactUserId, text: 'We open at nine.' }),
  )
  const sends = requests(page).getByRole('button', { name: 'Send', exact: true })
  await expect(sends).toHaveCount(2)
  await sends.first().dblclick()
  await expect(sends).toHaveCount(1)
  expect((await snapshot(page)).proposals).toHaveLength(1)
  await sends.first().click()
  await expect(sends).toHaveCount(0)
  for (const answer of await Promise.all(asked)) expect(answer).toMatchObject({ state: 'accepted' })
  await helper.close()
})

test('P14, P18: a draft comes into an empty box, and a request is told to who looks elsewhere', async ({
  app,
  board,
  simulator,
}) => {
  test.skip(app.control === undefined, 'the real desktop shows notifications to people only')
  const { page } = board
  await signIn(board, simulator, { account: 'shop', alias: 'Shop' })
  simulator.world.inject({ account: 'shop', text: 'When do you open?' })
  const to = await contactOf(page)
  const helper = await letIn(page, 'Helper', 'draft')
  await helper.call('draft_reply', { to, text: 'At nine.' })
  await expect(
    board.inbox.row('Shop').getByRole('img', { name: 'A program has written a draft' }),
  ).toBeVisible()
  const conversation = await board.open('Shop')
  await expect(conversation.box).toHaveValue('At nine.')
  await expect(conversation.region.getByText('by Helper', { exact: true })).toBeVisible()
  await conversation.box.press('Enter')
  await expect(conversation.own('Accepted')).toHaveCount(1)
  await expect(conversation.region.getByText('by Helper', { exact: true })).toHaveCount(0)

  await control(app, '/focus', { focused: false })
  const asked = helper.call('send', { to, text: 'Come at ten.' })
  await expect
    .poll(async () => (await told(app)).at(-1))
    .toMatchObject({
      title: 'Helper wants to write to Shop',
      body: 'Come at ten.',
    })
  await control(app, `/notifications/${(await told(app)).at(-1)?.id}/click`)
  await expect(card(page, 'Shop')).toBeFocused()
  await card(page, 'Shop').getByRole('button', { name: 'Decline', exact: true }).click()
  await asked
  await control(app, '/focus', { focused: true })
  await helper.close()
})

async function told({ control: url }: App): Promise<{ id: number; title: string; body: string }[]> {
  return await (await fetch(`${url}/notifications`)).json()
}

async function control({ control: url }: App, at: string, body: object = {}): Promise<void> {
  const response = await fetch(`${url}${at}`, { method: 'POST', body: JSON.stringify(body) })
  expect(response.ok).toBe(true)
}

import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { wallTimeAt } from '#shared/model/wall-time.ts'
import { gatherCrowd, userIdOf } from '../crowd.ts'
import { ask, found } from '../pages/bridge.ts'
import { Linkboard } from '../pages/linkboard.ts'
import { textsOnPhone } from '../phone.ts'
import { expect, test } from '../simulator-fixture.ts'

test.use({ isShared: true })

test('filters kept as a segment are there after a restart, and choose whom a plan is for', async ({
  app,
  board,
  simulator,
}) => {
  await gatherCrowd(board.page, simulator, [{ account: 'shop', people: ['Ann', 'Ben'] }])
  const ben = await found(board.page, ({ conversations }) =>
    conversations.find(({ contactUserId }) => contactUserId === userIdOf('Ben')),
  )
  await ask(board.page, 'contacts.change', { id: ben.id, change: { tags: ['regular'] } })
  const { broadcasts } = board
  await broadcasts.startNew()
  await broadcasts.message.fill('Hello')
  await broadcasts.next()
  await broadcasts.dialog.getByText('More filters').click()
  await broadcasts.dialog.getByRole('button', { name: 'With any tag' }).click()
  await board.page.getByRole('menuitemcheckbox', { name: 'regular' }).click()
  await board.page.keyboard.press('Escape')
  await broadcasts.button('Save as segment').click()
  const dialog = board.page.getByRole('dialog', { name: 'Save as segment' })
  await dialog.getByRole('textbox', { name: 'Name of the segment' }).fill('Regulars')
  await dialog.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(broadcasts.segment.locator('option:checked')).toHaveText('Regulars')
  await broadcasts.button('Delete draft').click()
  await broadcasts.question.getByRole('button', { name: 'Delete draft' }).click()

  await app.stop()
  const again = new Linkboard((await app.restart()).page)
  await again.broadcasts.startNew()
  await again.broadcasts.message.fill('Hello again')
  await again.broadcasts.next()
  await expect(again.broadcasts.contact('Ann', 'shop')).toBeChecked()
  await again.broadcasts.segment.selectOption({ label: 'Regulars' })
  await expect(again.broadcasts.contact('Ann', 'shop')).toHaveCount(0)
  await again.broadcasts.next()
  await expect(again.broadcasts.planned('Included')).toHaveCount(1)
  await expect(again.broadcasts.planned('Included')).toContainText('Ben')
  await again.broadcasts.button('Delete draft').click()
  await again.broadcasts.question.getByRole('button', { name: 'Delete draft' }).click()
})

test('a test goes to oneself first, and stands in no results', async ({ board, simulator }) => {
  const { page, broadcasts } = board
  await gatherCrowd(page, simulator, [{ account: 'shop', people: ['Ann', 'Me'] }])
  await broadcasts.startNew()
  await broadcasts.message.fill('Hello {contact}, from {account}')
  const region = broadcasts.dialog.getByRole('region', { name: 'Try it on yourself first' })
  await region.getByRole('combobox', { name: 'You as a contact' }).fill('Me')
  await page.getByRole('option', { name: 'Me', exact: true }).click()
  await region.getByRole('button', { name: 'Test it now' }).click()
  await expect(region.getByRole('list', { name: 'Messages of the test' })).toHaveText('Text · Accepted')
  const got = (person: string) => textsOnPhone(simulator, 'shop', person)
  expect(got('Me')).toEqual(['Hello Me, from shop'])
  expect(got('Ann')).toEqual([])
  await broadcasts.dialog.getByRole('button', { name: 'Close' }).click()
  await broadcasts.startNew()
  await expect(region.getByText('Me', { exact: true })).toBeVisible()
  await broadcasts.dialog.getByRole('button', { name: 'Close' }).click()
})

/** A start takes less. */
const LEFT_MS = 20_000

test('P18: a scheduled broadcast whose time was missed asks, and starts when it is told to; one that is due starts', async ({
  app,
  board,
  simulator,
}) => {
  const { page, broadcasts } = board
  await gatherCrowd(page, simulator, [{ account: 'shop', people: ['Ann', 'Ben'] }])
  for (const text of ['too late', 'in time']) {
    await broadcasts.startNew()
    await broadcasts.message.fill(text)
    await broadcasts.next()
    await broadcasts.next()
    await expect(broadcasts.planned('Included').first()).toBeVisible()
    await broadcasts.schedule('In an hour')
    await expect(broadcasts.state.first()).toHaveText('Scheduled')
    await expect(page.getByRole('main')).toContainText(/Starts .* for \d people/)
    await broadcasts.button('All broadcasts').click()
  }
  await app.stop()
  const profile = new DatabaseSync(join(app.userDataDir, 'data', 'linkboard.db'))
  const setTime = profile.prepare('UPDATE broadcasts SET due = ? WHERE title = ?')
  setTime.run('2026-01-05T09:00', 'too late')
  // once the minute is over it counts as missed, so it takes the next one where this one soon is
  setTime.run(wallTimeAt(Date.now() + LEFT_MS), 'in time')
  profile.close()

  const again = new Linkboard((await app.restart()).page)
  await expect
    .poll(() => textsOnPhone(simulator, 'shop', 'Ann'), { timeout: LEFT_MS + 25_000 })
    .toEqual(['in time'])
  await again.page
    .getByRole('region', { name: 'Attention' })
    .getByRole('button', { name: /^1 broadcast not/ })
    .click()
  await again.page.getByRole('button', { name: 'too late', exact: true }).click()
  await expect(again.page.getByRole('alert')).toContainText('It was to start')
  await again.broadcasts.button('Start now').click()
  await again.broadcasts.question.getByRole('button', { name: 'Start now' }).click()
  await expect(again.broadcasts.state.first()).toHaveText('Finished', { timeout: 20_000 })
  expect(textsOnPhone(simulator, 'shop', 'Ann')).toEqual(['in time', 'too late'])
})

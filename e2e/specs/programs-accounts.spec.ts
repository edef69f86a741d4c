import { letIn } from '../guest.ts'
import { found } from '../pages/bridge.ts'
import { expect, signIn, test } from '../simulator-fixture.ts'

test.use({ isShared: true })

/** Programs have accounts signed in and out, by a person (P22). */

test('P22: a program has a new account signed in by the code that both show', async ({
  board,
  simulator,
}) => {
  const { page } = board
  await signIn(board, simulator, { account: 'shop', alias: 'Shop' })
  const helper = await letIn(page, 'Helper', 'manage')
  const first = helper.call('login', { session_name: 'Studio' })
  const dialog = page.getByRole('dialog', { name: 'Add account', exact: true })
  await expect(dialog.getByRole('img', { name: 'Sign-in QR code' })).toBeVisible()
  expect(await first).toMatchObject({ status: 'pending', qr_url: expect.stringContaining('https://') })
  simulator.world.addAccount({ account: 'studio' })
  const scanned = helper.call('login', { session_name: 'Studio' })
  simulator.world.scan({ account: 'studio' })
  expect(await scanned).toMatchObject({ status: 'scanned' })
  const confirmed = helper.call('login', { session_name: 'Studio' })
  simulator.world.confirm({})
  expect(await confirmed).toMatchObject({ status: 'confirmed', session: 'Studio' })
  await expect(dialog).toContainText('Signed in')
  await dialog.getByRole('button', { name: 'Done', exact: true }).click()
  await expect(dialog).toHaveCount(0)
  await found(page, ({ accounts }) => accounts.find(({ alias }) => alias === 'Studio'))
  await helper.close()
})

test('P22: a program signs nobody out unless a person agrees', async ({ app, board, simulator }) => {
  test.skip(app.control === undefined, "the system's own dialogs are not in the hands of a test")
  const { page } = board
  await signIn(board, simulator, { account: 'shop', alias: 'Shop' })
  const helper = await letIn(page, 'Helper', 'manage')
  // a message box takes its default button
  expect(await helper.call('logout', { session_name: 'Shop' })).toMatchObject({
    success: false,
    state: 'declined',
  })
  await helper.close()
  const other = await letIn(page, 'Other', 'manage')
  const answer = { kind: 'message', response: 1 }
  await fetch(`${app.control}/dialogs/answer`, { method: 'POST', body: JSON.stringify(answer) })
  expect(await other.call('logout', { session_name: 'Shop' })).toEqual({
    ...{ success: true, session: 'Shop', state: 'signed_out' },
  })
  await found(page, ({ accounts }) => accounts.find(({ state }) => state === 'signed-out'))
  await other.close()
})

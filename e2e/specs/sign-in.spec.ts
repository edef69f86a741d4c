import { snapshot } from '../pages/bridge.ts'
import { expect, signIn, test } from '../simulator-fixture.ts'

/** The less straight ways through a sign-in. */

test('a pairing code is asked for, judged and entered; leading zeros count', async ({ board, simulator }) => {
  const { world } = simulator
  world.addAccount({ account: 'shop' })
  const { addAccount } = board
  await addAccount.open()
  await addAccount.picture().waitFor()
  world.needCode({ account: 'shop', code: '004711' })
  await expect(addAccount.status()).toHaveText(/^Enter the pairing code/)
  const field = addAccount.dialog.getByRole('textbox', { name: 'Pairing code' })
  await field.fill('4711')
  await field.press('Enter')
  await expect(addAccount.status()).toHaveText(/^Wrong code/)
  await field.fill('004711')
  await addAccount.dialog.getByRole('button', { name: 'Submit code' }).click()
  await expect(addAccount.status()).toHaveText(/^Scanned/)
  world.confirm()
  await expect(addAccount.status()).toHaveText(/^Signed in/)
})

test('an account that is held already is said so as success, and nothing is stored anew', async ({
  board,
  simulator,
}) => {
  const { world } = simulator
  await signIn(board, simulator, { account: 'shop', alias: 'Shop' })
  const before = (await snapshot(board.page)).accounts.map(({ id }) => id)
  await board.addAccount.open()
  await board.addAccount.picture().waitFor()
  world.scan({ account: 'shop' })
  await expect(board.addAccount.status()).toHaveText(/^Already connected/)
  await board.page.keyboard.press('Escape')
  expect((await snapshot(board.page)).accounts.map(({ id }) => id)).toEqual(before)
  await expect(board.rail.account('Shop')).toHaveAccessibleName('Shop, Online')
})

test('several codes stand side by side, each for one person', async ({ board, simulator }) => {
  const { world } = simulator
  for (const account of ['shop', 'studio']) world.addAccount({ account })
  const codes: string[] = []
  world.onCode((qrcode) => codes.push(qrcode))
  const { addAccount } = board
  await addAccount.open()
  await addAccount.picture(1).waitFor()
  await addAccount.dialog.getByRole('button', { name: 'Another code' }).click()
  await addAccount.picture(2).waitFor()
  world.scan({ account: 'studio', qrcode: codes[1] })
  await expect(addAccount.status(2)).toHaveText(/^Scanned/)
  await expect(addAccount.status(1)).toHaveText(/^Waiting for scan/)
  world.confirm({ qrcode: codes[1] })
  await addAccount.finish('Studio')
  await expect(board.rail.account('Studio')).toHaveAccessibleName('Studio, Online')

  world.scan({ account: 'shop', qrcode: codes[0] })
  world.confirm({ qrcode: codes[0] })
  await expect(board.rail.accounts).toHaveCount(2)
})

test('the same owner scanning a fresh code keeps row, alias and history', async ({ board, simulator }) => {
  const { world } = simulator
  await signIn(board, simulator, { account: 'shop', alias: 'Shop' })
  world.inject({ account: 'shop', text: 'remember me' })
  await expect(board.inbox.row('Shop')).toContainText('remember me')
  world.bindElsewhere({ account: 'shop' })
  await expect(board.rail.account('Shop')).toHaveAccessibleName(/^Shop, Checking/)
  await board.addAccount.open()
  await board.addAccount.picture().waitFor()
  world.scan({ account: 'shop' })
  world.confirm()
  await expect(board.addAccount.alias).toHaveValue('Shop')
  await board.addAccount.done.click()
  await expect(board.rail.account('Shop')).toHaveAccessibleName(/^Shop, Online/)
  await expect(board.rail.accounts).toHaveCount(1)
  await expect(board.inbox.row('Shop')).toContainText('remember me')
})

test('a server that cannot be reached is said in words and tried again by itself', async ({
  board,
  simulator,
}) => {
  simulator.world.fault({ call: 'get_bot_qrcode', kind: 'dropBefore' })
  await board.addAccount.open()
  await expect(board.addAccount.status()).toHaveText(/^Cannot reach the server/)
  await expect(board.addAccount.status()).toHaveText(/^Waiting for scan/)
  await expect(board.addAccount.picture()).toBeVisible()
})

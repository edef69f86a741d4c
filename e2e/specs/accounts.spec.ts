import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Simulator } from '#simulator/index.ts'
import { weiLinkFolder } from '../other-programs.ts'
import { seriousViolations, seriousViolationsInBothThemes } from '../pages/audit.ts'
import { ask } from '../pages/bridge.ts'
import { Linkboard } from '../pages/linkboard.ts'
import { expect, signIn, test } from '../simulator-fixture.ts'

test.use({ isShared: true })

/** The accounts screen: what each account is doing, its name, colour, place and end. */

async function signInAll(board: Linkboard, simulator: Simulator, aliases: readonly string[]): Promise<void> {
  for (const alias of aliases) await signIn(board, simulator, { account: alias, alias })
}

/** The aliases in the rail from top to bottom; whoever is not just online, or has something unread, in all words. */
async function railOrder(board: Linkboard): Promise<string[]> {
  const labels = await board.rail.accounts.evaluateAll((items) =>
    items.map((item) => item.getAttribute('aria-label')),
  )
  return labels.map((label) => (label ?? '').replace(/, (?:Default, )?Online$/, ''))
}

test('a row says what the account is doing, and keeps nobody out', async ({ board, simulator }) => {
  const { page } = board
  const { world } = simulator
  await signInAll(board, simulator, ['Shop', 'Studio'])

  await test.step('a row says what the account is doing, since when, and what it heard last', async () => {
    world.inject({ account: 'Shop', text: 'hello' })
    world.fault({ call: 'getupdates', kind: 'malformedMessage', account: 'Studio' })
    world.inject({ account: 'Studio', text: 'readable' })
    await board.rail.goTo('Accounts')
    const shop = board.accounts.row('Shop')
    await expect(shop).toContainText('Online')
    await expect(shop).toContainText('Default')
    await expect(shop.getByRole('time')).toHaveCount(3)
    await expect(board.accounts.row('Studio')).not.toContainText('Default')
    await expect(board.accounts.row('Studio')).toContainText('1 message could not be read')
    world.bindElsewhere({ account: 'Shop' })
    await expect(shop).toContainText('Checking')
    await expect(shop).toContainText('Linkboard is checking it')
    await expect(shop.getByRole('button', { name: 'Sign in again: Shop' })).toBeVisible()
    await expect(board.accounts.row('Studio')).toContainText('Online')
  })

  await test.step('the accounts screen keeps nobody out, in either theme', async () => {
    world.bindElsewhere({ account: 'Studio' })
    await expect(board.accounts.row('Studio')).toContainText('Checking')
    expect(await seriousViolationsInBothThemes(page)).toEqual([])
    await board.accounts.actions('Studio').click()
    await page.getByRole('menuitem', { name: 'Colour…' }).click()
    await page.getByRole('radiogroup', { name: 'Colour' }).waitFor()
    expect(await seriousViolationsInBothThemes(page)).toEqual([])
  })
})

test('accounts are put in order, sorted, named and coloured, and stay so over a restart', async ({
  app,
  board,
  simulator,
}) => {
  const { page, accounts } = board

  await test.step('rows are dragged into an order, and a column sorts without changing it', async () => {
    await signInAll(board, simulator, ['Shop', 'Zoo', 'Annex'])
    await board.rail.goTo('Accounts')
    await accounts.row('Annex').dragTo(accounts.row('Zoo'), { targetPosition: { x: 200, y: 4 } })
    await expect.poll(() => accounts.order()).toEqual(['Shop', 'Annex', 'Zoo'])
    await expect.poll(() => railOrder(board)).toEqual(['Shop', 'Annex', 'Zoo'])

    await accounts.handle('Zoo').hover()
    await page.mouse.down()
    await accounts.row('Shop').hover()
    await page.keyboard.press('Escape')
    await page.mouse.up()
    expect(await accounts.order(), 'Escape takes a drag back').toEqual(['Shop', 'Annex', 'Zoo'])

    const byName = accounts.heading('Account')
    await byName.getByRole('button').click()
    await expect(byName).toHaveAttribute('aria-sort', 'ascending')
    expect(await accounts.order()).toEqual(['Annex', 'Shop', 'Zoo'])
    await byName.getByRole('button').click()
    await expect(byName).toHaveAttribute('aria-sort', 'descending')
    expect(await accounts.order()).toEqual(['Zoo', 'Shop', 'Annex'])
    expect(await railOrder(board)).toEqual(['Shop', 'Annex', 'Zoo'])
    await page.getByRole('button', { name: 'Own order' }).click()
    expect(await accounts.order()).toEqual(['Shop', 'Annex', 'Zoo'])
  })

  await test.step('name, colour, default and order are as they were after a restart', async () => {
    await signInAll(board, simulator, ['Kiosk'])
    await accounts.rename('Zoo', '门店')
    await accounts.choose('门店', 'Colour…')
    await page.getByRole('radio', { name: 'Colour 9' }).check()
    await page.getByRole('button', { name: 'Close' }).last().click()
    await accounts.choose('Kiosk', 'Set as default')
    await expect(accounts.row('Kiosk')).toContainText('Default')
    await expect.poll(() => accounts.order()).toEqual(['Kiosk', 'Shop', 'Annex', '门店'])
    await expect(accounts.handle('Kiosk'), 'the default stands first').toHaveCount(0)

    await accounts.handle('门店').focus()
    await page.keyboard.press('Alt+ArrowUp')
    await expect(page.getByText('门店 is now at place 3 of 4.')).toBeAttached()
    await expect(accounts.handle('门店')).toBeFocused()
    await page.keyboard.press('Alt+ArrowUp')
    await expect(page.getByText('门店 is now at place 2 of 4.')).toBeAttached()
    const wanted = ['Kiosk', '门店', 'Shop', 'Annex']
    await expect.poll(() => accounts.order()).toEqual(wanted)
    await expect.poll(() => railOrder(board)).toEqual(wanted)
    await app.stop()

    const again = new Linkboard((await app.restart()).page)
    await expect.poll(() => railOrder(again)).toEqual(wanted)
    await again.rail.goTo('Accounts')
    expect(await again.accounts.order()).toEqual(wanted)
    await expect(again.accounts.row('Kiosk')).toContainText('Default')
    await expect(again.accounts.row('门店').locator('[data-account-colour="8"]')).toBeVisible()
  })
})

test('an account is signed out, or removed with its history or without', async ({ board, simulator }) => {
  const { world } = simulator
  const { accounts } = board

  await test.step('signing out tells the server, deletes the token and keeps the history', async () => {
    await signInAll(board, simulator, ['Shop', 'Studio', 'Stays', 'Leaves'])
    world.inject({ account: 'Leaves', text: 'kept' })
    await expect(board.inbox.row('Leaves')).toContainText('kept')
    await board.rail.goTo('Accounts')
    await accounts.choose('Leaves', 'Sign out')
    await expect(accounts.question).toContainText('The history stays')
    await accounts.question.getByRole('button', { name: 'Cancel' }).click()
    await expect(accounts.row('Leaves')).toContainText('Online')
    await accounts.choose('Leaves', 'Sign out')
    await accounts.question.getByRole('button', { name: 'Sign out' }).click()
    await expect(accounts.row('Leaves')).toContainText('Signed out')
    expect(world.log({ call: 'notifystop' }).requests).toHaveLength(1)
    await accounts.actions('Leaves').click()
    await expect(board.page.getByRole('menuitem', { name: 'Reconnect' })).toBeDisabled()
    await board.page.keyboard.press('Escape')
    await board.rail.goTo('Inbox')
    await expect(board.inbox.row('Leaves')).toContainText('kept')
  })

  await test.step('removing keeps or deletes the history, and says which', async () => {
    for (const account of ['Shop', 'Studio']) {
      world.inject({ account, text: `from ${account}` })
      await expect(board.inbox.row(account)).toContainText(`from ${account}`)
    }
    await board.rail.goTo('Accounts')
    await accounts.choose('Shop', 'Remove…')
    await expect(accounts.question).toHaveAccessibleName('Remove Shop?')
    await expect(accounts.question.getByRole('radio', { name: 'Keep the history' })).toBeChecked()
    await expect(accounts.question).toContainText('comes back when the same person signs in again')
    await expect(accounts.question).toContainText('is deleted for good')
    expect(await seriousViolations(board.page)).toEqual([])
    await accounts.question.getByRole('button', { name: 'Remove' }).click()
    await expect(accounts.actions('Shop')).toHaveCount(0)
    await expect(accounts.row('Studio'), 'the next one becomes the default').toContainText('Default')
    await accounts.choose('Studio', 'Remove…')
    await accounts.question.getByRole('radio', { name: 'Delete the history' }).check()
    await accounts.question.getByRole('button', { name: 'Remove' }).click()
    await expect.poll(() => railOrder(board)).toEqual(['Stays', 'Leaves, Signed out, 1 unread'])
    await board.rail.goTo('Inbox')
    await expect(board.inbox.row('Shop')).toHaveCount(0)
    await expect(board.inbox.row('Studio')).toHaveCount(0)

    await signInAll(board, simulator, ['Shop', 'Studio'])
    await expect(board.inbox.row('Shop')).toContainText('from Shop')
    await expect(board.inbox.row('Studio'), 'who has not written yet has no row').toHaveCount(0)
  })
})

test('P6: a second start on a profile says so, brings the first forward and ends', async ({
  app,
  board,
  simulator,
}) => {
  await signInAll(board, simulator, ['Shop'])
  expect(await app.startAgain()).toEqual({ exitCode: 0, stdout: 'already running\n' })
  await expect(board.rail.account('Shop')).toHaveAccessibleName('Shop, Online')
})

test('P6: of two profiles with one token one polls; the other says why it does not, and takes over', async ({
  app,
  board,
  simulator,
  startApp,
}) => {
  test.slow()
  const folder = weiLinkFolder()
  const { bound } = simulator.world.addAccount({ account: 'shop', bound: true })
  folder.session('shop', bound)
  const otherProfile = await mkdtemp(join(tmpdir(), 'linkboard-second-'))
  try {
    await importAll(board, folder.root)
    await expect(board.rail.account('shop')).toHaveAccessibleName('shop, Online')
    const second = new Linkboard((await startApp({ userDataDir: otherProfile })).page)
    await importAll(second, folder.root)
    await expect(second.rail.account('shop')).toHaveAccessibleName('shop, Offline')
    await second.rail.goTo('Accounts')
    await expect(second.accounts.row('shop')).toContainText(
      'Another program on this computer is receiving for this account',
    )
    await expect(board.rail.account('shop')).toHaveAccessibleName('shop, Online')
    await app.stop()
    await expect(second.rail.account('shop')).toHaveAccessibleName('shop, Online', { timeout: 25_000 })
  } finally {
    folder.remove()
    await rm(otherProfile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  }
})

/** Imports everything in a folder over the bridge; the dialog has a spec of its own. */
async function importAll(board: Linkboard, folder: string): Promise<void> {
  const keys = ['weilink:shop/token.json']
  expect(await ask(board.page, 'import.run', { folder, keys })).toMatchObject({
    ok: true,
    value: [{ result: 'imported' }],
  })
}

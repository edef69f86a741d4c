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

test('accounts are put in order, named and coloured, stay so over a restart, and are signed out or removed', async ({
  app,
  board,
  simulator,
}) => {
  const { world } = simulator
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

  const wanted = ['Kiosk', '门店', 'Shop', 'Annex']
  await test.step('an account has a name, a colour and the place it is given by keyboard; one is the default', async () => {
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
    await expect.poll(() => accounts.order()).toEqual(wanted)
    await expect.poll(() => railOrder(board)).toEqual(wanted)
  })
  await app.stop()

  const again = new Linkboard((await app.restart()).page)
  const { rail, inbox } = again
  const stopped = world.log({ call: 'notifystop' }).requests.length
  await test.step('all of that is so after a restart', async () => {
    await expect.poll(() => railOrder(again)).toEqual(wanted)
    await rail.goTo('Accounts')
    expect(await again.accounts.order()).toEqual(wanted)
    await expect(again.accounts.row('Kiosk')).toContainText('Default')
    await expect(again.accounts.row('门店').locator('[data-account-colour="8"]')).toBeVisible()
  })

  await test.step('signing out tells the server, deletes the token and keeps the history', async () => {
    await rail.goTo('Inbox')
    world.inject({ account: 'Annex', text: 'kept' })
    await expect(inbox.row('Annex')).toContainText('kept')
    await rail.goTo('Accounts')
    await again.accounts.choose('Annex', 'Sign out')
    await expect(again.accounts.question).toContainText('The history stays')
    await again.accounts.question.getByRole('button', { name: 'Cancel' }).click()
    await expect(again.accounts.row('Annex')).toContainText('Online')
    await again.accounts.choose('Annex', 'Sign out')
    await again.accounts.question.getByRole('button', { name: 'Sign out' }).click()
    await expect(again.accounts.row('Annex')).toContainText('Signed out')
    expect(world.log({ call: 'notifystop' }).requests.slice(stopped)).toHaveLength(1)
    await again.accounts.actions('Annex').click()
    await expect(again.page.getByRole('menuitem', { name: 'Reconnect' })).toBeDisabled()
    await again.page.keyboard.press('Escape')
    await rail.goTo('Inbox')
    await expect(inbox.row('Annex')).toContainText('kept')
  })

  await test.step('removing keeps or deletes the history, and says which', async () => {
    for (const [account, alias] of [
      ['Kiosk', 'Kiosk'],
      ['Zoo', '门店'],
    ] as const) {
      world.inject({ account, text: `from ${account}` })
      await expect(inbox.row(alias)).toContainText(`from ${account}`)
    }
    await rail.goTo('Accounts')
    await again.accounts.choose('Kiosk', 'Remove…')
    const { question } = again.accounts
    await expect(question).toHaveAccessibleName('Remove Kiosk?')
    await expect(question.getByRole('radio', { name: 'Keep the history' })).toBeChecked()
    await expect(question).toContainText('comes back when the same person signs in again')
    await expect(question).toContainText('is deleted for good')
    expect(await seriousViolations(again.page)).toEqual([])
    await question.getByRole('button', { name: 'Remove' }).click()
    await expect(again.accounts.actions('Kiosk')).toHaveCount(0)
    await expect(again.accounts.row('门店'), 'the next one becomes the default').toContainText('Default')
    await again.accounts.choose('门店', 'Remove…')
    await question.getByRole('radio', { name: 'Delete the history' }).check()
    await question.getByRole('button', { name: 'Remove' }).click()
    await expect.poll(() => railOrder(again)).toEqual(['Shop', 'Annex, Signed out, 1 unread'])
    await rail.goTo('Inbox')
    await expect(inbox.row('Kiosk')).toHaveCount(0)
    await expect(inbox.row('门店')).toHaveCount(0)

    await signInAll(again, simulator, ['Kiosk', 'Zoo'])
    await expect(inbox.row('Kiosk')).toContainText('from Kiosk')
    await expect(inbox.row('Zoo'), 'who has not written yet has no row').toHaveCount(0)
  })
})

test('P6: of two starts on a profile or two profiles with one token one polls; the other says why not, and takes over', async ({
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

    // a second start on a profile says so, brings the first forward and ends
    expect(await app.startAgain()).toEqual({ exitCode: 0, stdout: 'already running\n' })
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

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { seriousViolations } from '../pages/audit.ts'
import { expect, signIn, test } from '../simulator-fixture.ts'
import { Stranger } from '../stranger.ts'

test.use({ isShared: true })

/** The dialog with the sign-in codes: several at once, and everything a code can come to. */

test.describe('with a second host allowed', () => {
  test.use({ allowedHosts: 'localhost' })

  test('P10: six codes at once: three sign in, the others say in words why not', async ({
    board,
    simulator,
  }) => {
    const stranger = await Stranger.listen()
    const { world } = simulator
    const { addAccount } = board
    for (const account of ['plain', 'paired', 'moved', 'stray', 'clumsy']) world.addAccount({ account })
    await signIn(board, simulator, { account: 'held', alias: 'Held' })
    const codes: string[] = []
    const stop = world.onCode((qrcode) => codes.push(qrcode))
    await addAccount.open()
    await addAccount.picture(1).waitFor()
    for (const [index, label] of ['Mr Li', 'Moved', '', 'Clumsy', 'Stray'].entries()) {
      await addAccount.another(index + 2, label)
    }
    const [plain, paired, moved, held, clumsy, stray] = codes
    expect(codes).toHaveLength(6)
    await expect(addAccount.code(2)).toHaveAccessibleName('Code 2: Mr Li')
    await expect(addAccount.code(4)).toHaveAccessibleName('Code 4')

    world.scan({ account: 'plain', qrcode: plain })
    await expect(addAccount.status(1)).toHaveText(/^Scanned/)
    const { code = '' } = world.needCode({ account: 'paired', qrcode: paired })
    await expect(addAccount.status(2)).toHaveText(/^Enter the pairing code/)
    await expect(addAccount.pairingCode(2)).toBeFocused()
    await addAccount.pairingCode(2).fill(wrong(code))
    await addAccount.pairingCode(2).press('Enter')
    await expect(addAccount.status(2)).toHaveText(/^Wrong code/)
    await addAccount.pairingCode(2).fill(code)
    await addAccount.button('Submit code', 2).click()
    await expect(addAccount.status(2)).toHaveText(/^Scanned/)
    world.redirect({ account: 'moved', qrcode: moved })
    await expect(addAccount.status(3)).toHaveText(/^Moved/)
    world.scan({ account: 'held', qrcode: held })
    await expect(addAccount.status(4)).toHaveText(/^Already connected/)
    await expect(addAccount.code(4)).toContainText('“Held”')
    world.scan({ account: 'stray', qrcode: stray })
    world.confirm({ qrcode: stray, baseUrl: stranger.url })
    await expect(addAccount.status(6)).toHaveText(/^Not allowed/)

    for (const qrcode of [plain, paired, moved]) world.confirm({ qrcode })
    for (const number of [1, 2, 3]) await expect(addAccount.status(number)).toHaveText(/^Signed in/)
    await expect(addAccount.aliasOf(2), 'the label is the first proposal').toHaveValue('Mr Li')
    await addAccount.aliasOf(1).fill('Plain')
    await addAccount.aliasOf(3).fill('Across')

    const blocking = world.needCode({ account: 'clumsy', qrcode: clumsy })
    for (let attempt = 1; attempt <= 3; attempt++) {
      await expect(addAccount.pairingCode(5)).toHaveValue('')
      await addAccount.pairingCode(5).fill(wrong(blocking.code ?? ''))
      await addAccount.pairingCode(5).press('Enter')
      await expect(addAccount.status(5)).toHaveText(attempt < 3 ? /^Wrong code/ : /^Blocked/)
    }
    stop()
    expect(await seriousViolations(board.page)).toEqual([])
    await addAccount.done.click()
    await expect(addAccount.dialog).toBeHidden()
    for (const alias of ['Held', 'Plain', 'Mr Li', 'Across']) {
      await expect(board.rail.account(alias)).toHaveAccessibleName(`${alias}, Online`)
    }
    await expect(board.rail.accounts).toHaveCount(4)
    expect(stranger.requests).toBe(0)
    const polled = world.log({ call: 'getupdates', account: 'moved' }).requests.map(({ host }) => host)
    expect(new Set(polled)).toEqual(new Set([simulator.redirectHost]))

    await addAccount.open()
    await expect(addAccount.code(5), 'an open code goes on while the dialog is closed').toBeVisible()
    await expect(addAccount.dialog.getByRole('group')).toHaveCount(1)
    await stranger.close()
  })
})

test('a code is enlarged, copied, saved, replaced as it expires, and signs in: anew, again in its own row, or later', async ({
  app,
  board,
  simulator,
}) => {
  const { world } = simulator
  const { page, addAccount } = board
  await addAccount.open()
  await addAccount.picture().waitFor()

  await test.step('the picture of a code is copied and enlarged', async () => {
    const { width: before = 0 } = (await addAccount.picture().boundingBox()) ?? {}
    expect(before).toBeGreaterThanOrEqual(240)
    await addAccount.button('Enlarge').click()
    await expect(addAccount.button('Enlarge')).toHaveAttribute('aria-pressed', 'true')
    const { width: after = 0 } = (await addAccount.picture().boundingBox()) ?? {}
    expect(after).toBeGreaterThan(before)

    await addAccount.button('Copy image').click()
    await expect(addAccount.code()).toContainText('Copied.')
    expect(await sizeOfCopied(page), 'the page itself may not read the clipboard').toBe('NotAllowedError')
    const session = await page.context().newCDPSession(page)
    await session.send('Browser.setPermission', {
      permission: { name: 'clipboard-read' },
      setting: 'granted',
    })
    expect(await sizeOfCopied(page)).toEqual(await sizeOf(page))
  })

  await test.step('the picture of a code is saved where main asked to', async () => {
    // elsewhere a native dialog asks where to save
    if (app.host !== 'chromium') return
    await addAccount.button('Save image').click()
    const file = join(app.userDataDir, 'Downloads', 'linkboard-code-1.png')
    await expect.poll(() => existsSync(file) && readFileSync(file).length > 0).toBe(true)
    expect(readFileSync(file).subarray(1, 4).toString()).toBe('PNG')
  })

  await test.step('a code says what the phone needs, ends after three expiries and starts again', async () => {
    await expect(addAccount.code()).toContainText(/A new code appears in [01]:\d\d/)
    await expect(addAccount.code()).not.toContainText('8.0.70')
    for (const codes of [2, 3]) {
      world.expireQr()
      await expect(addAccount.status()).toHaveText(/^Expired/)
      await expect(addAccount.code()).toContainText('8.0.70')
      await expect.poll(() => world.log({ call: 'get_bot_qrcode' }).requests.length).toBe(codes)
    }
    await expect(addAccount.button('New code')).toHaveCount(0)
    world.expireQr()
    await addAccount.button('New code').click()
    await addAccount.picture().waitFor()
  })

  await test.step('a server that cannot be reached is said, and the code goes on by itself', async () => {
    world.addAccount({ account: 'shop' })
    world.fault({ call: 'get_qrcode_status', kind: 'status', status: 502, times: 4 })
    world.scan({ account: 'shop' })
    await expect(addAccount.status()).toHaveText(/^Cannot reach the server/)
    world.confirm()
    await expect(addAccount.status()).toHaveText(/^Signed in/)
    await addAccount.finish('Shop')
    await expect(board.rail.account('Shop')).toBeVisible()
  })

  await test.step('the same owner scanning a fresh code heals the same row, with its name, history and draft', async () => {
    world.inject({ account: 'shop', text: 'before' })
    const shop = await board.open('Shop')
    await expect(shop.received('Text')).toContainText('before')
    await shop.box.fill('half a thought')
    world.bindElsewhere({ account: 'shop' })
    await expect(board.rail.account('Shop')).toHaveAccessibleName(/^Shop, (Checking|Needs sign-in)/)
    await board.addAccount.open()
    await board.addAccount.picture().waitFor()
    world.scan({ account: 'shop' })
    world.confirm()
    await expect(board.addAccount.alias).toHaveValue('Shop')
    await board.addAccount.done.click()
    await expect(board.addAccount.dialog).toBeHidden()
    await expect(board.rail.account('Shop')).toHaveAccessibleName('Shop, Online')
    await expect(board.rail.accounts).toHaveCount(1)
    await expect(shop.box).toHaveValue('half a thought')
    await expect(shop.received('Text')).toContainText('before')
    world.inject({ account: 'shop', text: 'after' })
    await expect(shop.received('Text')).toHaveCount(2)
  })

  await test.step('signing in again from a row shows one code and keeps the row', async () => {
    await signIn(board, simulator, { account: 'studio', alias: 'Studio' })
    await board.rail.goTo('Accounts')
    await board.accounts.choose('Studio', 'Sign out')
    await board.accounts.question.getByRole('button', { name: 'Sign out' }).click()
    await expect(board.rail.account('Studio')).toHaveAccessibleName('Studio, Signed out')
    await board.accounts.choose('Studio', 'Sign in again')
    await board.addAccount.picture().waitFor()
    await expect(board.addAccount.dialog.getByRole('button', { name: 'Another code' })).toHaveCount(0)
    world.scan({ account: 'studio' })
    world.confirm()
    await expect(board.addAccount.alias).toHaveValue('Studio')
    await board.addAccount.done.click()
    await expect(board.accounts.row('Studio')).toContainText('Online')
    await expect(board.rail.accounts).toHaveCount(2)
  })

  await test.step('Escape keeps what is signed in, and an open code can still be scanned', async () => {
    for (const account of ['first', 'second']) world.addAccount({ account })
    const codes: string[] = []
    world.onCode((qrcode) => codes.push(qrcode))
    await addAccount.open()
    await addAccount.picture(1).waitFor()
    await addAccount.another(2)
    world.scan({ account: 'first', qrcode: codes[0] })
    world.confirm({ qrcode: codes[0] })
    await expect(addAccount.status(1)).toHaveText(/^Signed in/)
    await board.page.keyboard.press('Escape')
    await expect(addAccount.dialog).toBeHidden()
    // their numbers go on where those of removed accounts ended
    const online = board.page.getByRole('listitem', { name: /^Account \d+, Online$/ })
    await expect(board.rail.accounts).toHaveCount(3)
    await expect(board.rail.accounts.and(online)).toHaveCount(1)
    world.scan({ account: 'second', qrcode: codes[1] })
    world.confirm({ qrcode: codes[1] })
    await expect(board.rail.accounts).toHaveCount(4)
    await expect(board.rail.accounts.and(online)).toHaveCount(2)
  })
})

/** Digits that are not these. */
function wrong(code: string): string {
  return code.replaceAll(/\d/g, (digit) => String((Number(digit) + 1) % 10))
}

/** Width and height of the picture on the clipboard, or the name of what was thrown instead. */
async function sizeOfCopied(page: Page): Promise<number[] | string> {
  return await page.evaluate(async () => {
    try {
      const [item] = await navigator.clipboard.read()
      const blob = await item?.getType('image/png')
      if (blob === undefined) return 'nothing'
      const { width, height } = await createImageBitmap(blob)
      return [width, height]
    } catch (error) {
      return error instanceof Error ? error.name : 'unknown'
    }
  })
}

/** Width and height of the code's picture itself. */
async function sizeOf(page: Page): Promise<number[]> {
  return await page
    .getByRole('img', { name: 'Sign-in QR code' })
    .evaluate((image: HTMLImageElement) => [image.naturalWidth, image.naturalHeight])
}

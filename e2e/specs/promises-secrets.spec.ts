import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { ask, snapshot } from '../pages/bridge.ts'
import { Linkboard } from '../pages/linkboard.ts'
import { member } from '../phone.ts'
import { expect, signIn, test } from '../simulator-fixture.ts'
import { Stranger } from '../stranger.ts'

test.use({ isShared: true })

/** The promises about secrets and about whom the app talks to. */

test('P9 P23: no secret leaves its place, and what is removed with its history is in no file any more', async ({
  app,
  board,
  simulator,
}) => {
  const { userDataDir } = app
  const { world } = simulator
  const shop = board.conversation('Shop')
  await signIn(board, simulator, { account: 'shop', alias: 'Shop' })
  await signIn(board, simulator, { account: 'studio', alias: 'Studio' })

  await test.step('P9: no token, cursor or code leaves its place', async () => {
    world.inject({ account: 'shop', text: 'hello', contextToken: 'a-secret-context-token' })
    world.inject({ account: 'shop', image: {} })
    await board.open('Shop')
    await shop.send('hello back')
    await expect(shop.own('Accepted')).toHaveCount(1)
    world.addAccount({ account: 'shop', quota: 0 })
    await shop.send('refused')
    await expect(shop.own('Refused')).toHaveCount(1)
    world.fault({ call: 'getupdates', kind: 'garbage' })
    world.inject({ account: 'shop', text: 'ends the open poll' })
    await expect(shop.received('Text')).toHaveCount(2)
    await ask(board.page, 'settings.update', { theme: 'dark' })

    const polls = world.log({ call: 'getupdates', account: 'shop' }).requests
    const [, authorization = ''] =
      polls.at(-1)?.headers.find(([name]) => name.toLowerCase() === 'authorization') ?? []
    const token = authorization.replace('Bearer ', '')
    const [code] = world.log({ call: 'get_bot_qrcode' }).requests
    const secrets = [
      token,
      'a-secret-context-token',
      String(member(polls.at(-1)?.body, 'get_updates_buf')),
      String(JSON.parse(code?.answer ?? '{}').qrcode),
    ]
    for (const secret of secrets) expect(secret.length).toBeGreaterThan(8)
    const { conversations } = await snapshot(board.page)
    const pages = conversations.map(({ id }) =>
      ask(board.page, 'messages.page', { conversationId: id, limit: 200 }),
    )
    const visible = {
      page: await board.page.content(),
      snapshot: JSON.stringify(await snapshot(board.page)),
      history: JSON.stringify(await Promise.all(pages)),
      settings: readFileSync(join(userDataDir, 'settings.json'), 'utf8'),
      output: app.stdout + app.stderr,
    }
    for (const [place, text] of Object.entries(visible)) {
      for (const secret of secrets) expect(text.includes(secret), `a secret in ${place}`).toBe(false)
    }
    expect(filesWith(userDataDir, token)).toEqual([])
    expect(filesWith(userDataDir, 'a-secret-context-token').every((file) => file.startsWith('data/'))).toBe(
      true,
    )
    if (process.platform !== 'win32') {
      expect(statSync(userDataDir).mode & 0o777).toBe(0o700)
      expect(statSync(join(userDataDir, 'data')).mode & 0o777).toBe(0o700)
      expect(statSync(join(userDataDir, 'secrets.json')).mode & 0o777).toBe(0o600)
    }
  })

  await test.step('P23: what is removed with its history is in no file of the profile any more', async () => {
    world.addAccount({ account: 'shop', quota: 10 })
    for (const text of ['a sentence to be forgotten', '一句要忘掉的话'])
      world.inject({ account: 'shop', text })
    world.inject({ account: 'studio', text: 'a sentence to be kept' })
    await expect(shop.received('Text')).toHaveCount(4)
    await shop.send('an answer to be forgotten')
    await expect(shop.own('Accepted')).toHaveCount(2)
    await shop.box.fill('a draft to be forgotten')
    await expect.poll(() => filesWith(userDataDir, 'draft to be forgotten')).not.toEqual([])

    const { accounts } = await snapshot(board.page)
    const id = accounts.find(({ alias }) => alias === 'Shop')?.id
    expect(await ask(board.page, 'accounts.remove', { id, history: 'delete' })).toMatchObject({ ok: true })
    for (const text of ['to be forgotten', '要忘掉'])
      await expect.poll(() => filesWith(userDataDir, text)).toEqual([])
    expect(await app.stop()).toBe(0)
    for (const text of ['to be forgotten', '要忘掉']) expect(filesWith(userDataDir, text)).toEqual([])
    expect(filesWith(userDataDir, 'to be kept')).not.toEqual([])
  })
})

test.describe('with a second host name allowed', () => {
  test.use({ allowedHosts: 'localhost' })

  test('P10: an allowed host is followed to; one that is not, or no longer, is asked nothing', async ({
    app,
    appEnv,
    board,
    simulator,
  }) => {
    const { addAccount } = board
    const { world } = simulator
    const stranger = await Stranger.listen()
    world.addAccount({ account: 'shop' })

    await test.step('a sign-in that leads to one that is not fails in words, and nothing is asked there', async () => {
      await addAccount.open()
      await addAccount.picture().waitFor()
      world.scan({ account: 'shop' })
      world.confirm({ baseUrl: stranger.url })
      await expect(addAccount.status()).toHaveText(/^Not allowed/)
      await addAccount.dialog.getByRole('button', { name: 'New code' }).click()
      await addAccount.picture().waitFor()
      world.redirect({ account: 'shop', host: stranger.host })
      await expect(addAccount.status()).toHaveText(/^Not allowed/)
      await board.page.keyboard.press('Escape')
      await expect(board.practice).toBeVisible()
      expect((await snapshot(board.page)).accounts).toEqual([])
      expect(stranger.requests).toBe(0)
    })

    await test.step('a redirect to one that is allowed is followed there', async () => {
      await addAccount.open()
      await addAccount.picture().waitFor()
      world.redirect({ account: 'shop' })
      await expect(addAccount.status()).toHaveText(/^Moved/)
      world.confirm()
      await addAccount.finish('Shop')
      await expect(board.rail.account('Shop')).toHaveAccessibleName('Shop, Online')
      const hosts = world.log({ call: 'getupdates' }).requests.map(({ host }) => host)
      expect(new Set(hosts)).toEqual(new Set([simulator.redirectHost]))
    })

    await test.step('accounts whose hosts are no longer allowed are stopped, their tokens sent nowhere', async () => {
      await signIn(board, simulator, { account: 'studio', alias: 'Studio' })
      await app.stop()
      const before = world.log().requests.length
      const elsewhere = { LINKBOARD_ILINK_URL: stranger.url, LINKBOARD_CDN_URL: `${stranger.url}/c2c` }
      const again = await app.restart({
        env: { ...appEnv, ...elsewhere, LINKBOARD_ALLOWED_HOSTS: undefined },
      })
      const { rail } = new Linkboard(again.page)
      await expect(rail.account('Shop')).toHaveAccessibleName('Shop, Offline')
      await expect(rail.account('Studio')).toHaveAccessibleName('Studio, Offline')
      expect(world.log().requests).toHaveLength(before)
      expect(stranger.requests).toBe(0)
    })
    await stranger.close()
  })
})

/** Files below a folder that hold a text, as paths inside it. */
function filesWith(folder: string, text: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => contentOf(file).includes(text))
    .map((file) => file.slice(folder.length + 1))
}

/** Nothing for a file that its owner removed since it was listed. */
function contentOf(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch {
    return Buffer.alloc(0)
  }
}

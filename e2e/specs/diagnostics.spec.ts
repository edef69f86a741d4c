import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import type { App } from '../drivers/app.ts'
import { Diagnostics } from '../pages/diagnostics.ts'
import { filesBelow, pageMemory, secretsIn, secretsOnWire } from '../secrets.ts'
import { expect, signIn, test } from '../simulator-fixture.ts'

/** What the app writes down about itself, and what of it may be handed on. */

test('P9: after everything that can happen, no secret is in logs, evidence, page or output', async ({
  app,
  board,
  simulator,
  userDataDir,
}) => {
  const { world } = simulator
  await signIn(board, simulator, { account: 'shop', alias: 'Teahouse' })
  world.inject({ account: 'shop', text: 'private words', contextToken: 'context-token-of-the-first-message' })
  world.inject({ account: 'shop', image: {} })
  world.inject({
    account: 'shop',
    wire: '{"message_id": {"broken": true}, "context_token": "context-token-unread"}',
  })
  const shop = await board.open('Teahouse')
  await shop.send('private answer')
  await expect(shop.own('Accepted')).toHaveCount(1)
  const [token] = [...secretsOnWire(simulator)].find(([, what]) => what === 'bot_token') ?? []
  world.fault({ call: 'sendmessage', kind: 'ret', ret: -2, errmsg: `prepare failed ${token}` })
  await shop.send('refused')
  await expect(shop.own('Refused')).toHaveCount(1)
  world.fault({ call: 'getupdates', kind: 'garbage' })
  world.inject({ account: 'shop', text: 'ends the poll', contextToken: 'context-token-of-the-last-message' })
  world.bindElsewhere({ account: 'shop' })
  await expect(board.rail.account('Teahouse')).toHaveAccessibleName(/^Teahouse, Checking/)
  await board.rail.goTo('Accounts')
  const stop = world.onCode((qrcode) => {
    world.scan({ account: 'shop', qrcode })
    world.confirm({ qrcode })
  })
  await board.accounts.choose('Teahouse', 'Sign in again')
  await board.addAccount.finish('Teahouse')
  stop()
  await expect(board.rail.account('Teahouse')).toHaveAccessibleName(/^Teahouse, Online/)

  await board.rail.goTo('Settings')
  const diagnostics = new Diagnostics(board.page)
  await expect(diagnostics.timeline).toContainText('Signed in')
  await diagnostics.button('Save evidence…').click()
  await expect(diagnostics.region.getByRole('status')).toHaveText('Saved.')

  const secrets = secretsOnWire(simulator)
  for (const kind of [
    'bot_token',
    'get_updates_buf',
    'context_token',
    'qrcode',
    'aes_key',
    'encrypt_query_param',
  ]) {
    expect([...secrets.values()], `the scenario has a ${kind}`).toContain(kind)
  }
  const evidence = evidenceIn(userDataDir)
  expect(Object.keys(evidence)).toEqual(
    expect.arrayContaining(['about.json', 'accounts.json', 'settings.json', 'logs/main.log']),
  )
  const logs = filesBelow(join(userDataDir, 'logs'))
  const memory = await pageMemory(board.page)
  expect(memory, 'what is searched is what the page holds').toContain('Teahouse')
  expect(secretsIn(memory, secrets), 'page memory').toEqual([])
  expect(secretsIn(await board.page.content(), secrets), 'page').toEqual([])
  expect(secretsIn(app.stdout + app.stderr + app.pageConsole, secrets), 'output').toEqual([])
  const handedOn = { ...Object.fromEntries(logs), ...evidence }
  for (const [file, text] of Object.entries(handedOn)) {
    expect(secretsIn(text, secrets), file).toEqual([])
    expect(text, file).not.toMatch(/private|Teahouse|@im\.wechat|@im\.bot/)
  }
  expect(evidence['accounts.json']).toMatch(/"unreadable": \{\s+"count": 1/)
  expect(evidence['logs/main.log']).toContain('"kind":"stale-token"')

  const tokens = new Map([...secrets].filter(([, what]) => what === 'bot_token'))
  for (const [file, bytes] of filesBelow(userDataDir)) {
    expect(secretsIn(bytes, tokens), file).toEqual([])
    if (!file.startsWith('data/')) expect(secretsIn(bytes, secrets), file).toEqual([])
  }
  if (process.platform !== 'win32') {
    expect(statSync(join(userDataDir, 'logs')).mode & 0o777).toBe(0o700)
    expect(statSync(join(userDataDir, 'logs', 'main.log')).mode & 0o777).toBe(0o600)
  }
})

test.describe('in a window that others have used', () => {
  test.use({ isShared: true })

  test('P16: the settings show what happened, also where no evidence can be written; polls outlive the network', async ({
    app,
    board,
    simulator,
  }) => {
    const { world } = simulator
    await signIn(board, simulator, { account: 'shop', alias: 'Shop' })

    await test.step('P16: the page tells of a network that comes or goes, and every poll is opened anew', async () => {
      const open = () =>
        world.log({ call: 'getupdates' }).requests.filter(({ outcome }) => outcome === 'open')
      await expect.poll(() => open().length).toBe(1)
      const [before] = open()
      await board.page.evaluate(() => window.dispatchEvent(new Event('offline')))
      await board.page.evaluate(() => window.dispatchEvent(new Event('online')))
      await expect.poll(() => open().map(({ n }) => n > (before?.n ?? 0))).toEqual([true])
      await expect(board.rail.account('Shop')).toHaveAccessibleName('Shop, Online')
    })

    const diagnostics = new Diagnostics(board.page)
    await test.step('the settings show what happened to an account and what could not be read', async () => {
      await signIn(board, simulator, { account: 'office', alias: 'Office' })
      world.inject({ account: 'office', wire: '{"message_id": {"broken": true}}' })
      world.inject({ account: 'shop', text: 'hello' })
      const shop = await board.open('Shop')
      world.addAccount({ account: 'shop', quota: 0 })
      await shop.send('one too many')
      await expect(shop.own('Refused')).toHaveCount(1)
      await board.rail.goTo('Settings')
      await expect(diagnostics.quarantine.getByRole('listitem')).toHaveText([/^Office: 1, from /])
      await diagnostics.account.selectOption('Shop')
      await expect(diagnostics.timeline).toContainText(
        /Message \d+: Refused · .* · the server said “prepare failed”/,
      )
      await diagnostics.account.selectOption('Office')
      await expect(diagnostics.timeline).toContainText('1 message could not be read')
      await expect(diagnostics.timeline).not.toContainText('Refused')
      const before = await shellCalls(app)
      await diagnostics.button('Open log folder').click()
      if (app.control !== undefined) {
        await expect
          .poll(async () => (await shellCalls(app)).slice(before.length))
          .toEqual([{ call: 'openPath', target: join(app.userDataDir, 'logs') }])
      }
    })

    await test.step('evidence that cannot be written there says so', async () => {
      // without host control the save dialog is not in the hands of a test
      if (app.control === undefined) return
      const answer = { kind: 'save', filePath: join(app.userDataDir, 'no', 'such', 'folder.zip') }
      await fetch(`${app.control}/dialogs/answer`, { method: 'POST', body: JSON.stringify(answer) })
      await diagnostics.button('Save evidence…').click()
      await expect(diagnostics.region.getByRole('alert')).toHaveText(
        'The file cannot be written there. Choose another place.',
      )
      await diagnostics.button('Save evidence…').click()
      await expect(diagnostics.region.getByRole('status')).toHaveText('Saved.')
      await expect(diagnostics.region.getByRole('alert')).toHaveCount(0)
    })
  })
})

/** What the app asked of the system so far; nothing is known of it under Electron. */
async function shellCalls({ control }: App): Promise<unknown[]> {
  return control === undefined ? [] : await (await fetch(`${control}/shell`)).json()
}

/** The evidence that was saved, its texts by their names. */
function evidenceIn(userDataDir: string): Record<string, string> {
  const folder = join(userDataDir, 'Downloads')
  const [name = ''] = readdirSync(folder).filter((file) => /^linkboard-evidence-[\d-]+\.zip$/.test(file))
  const files = unzipSync(readFileSync(join(folder, name)))
  return Object.fromEntries(
    Object.entries(files).map(([file, bytes]) => [file, Buffer.from(bytes).toString('utf8')]),
  )
}

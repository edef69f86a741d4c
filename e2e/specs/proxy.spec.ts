import { startProxy, type TestProxy } from '#simulator/proxy-testing.ts'
import { ask } from '../pages/bridge.ts'
import { SettingsScreen } from '../pages/settings.ts'
import { expect, signIn, test } from '../simulator-fixture.ts'

test.use({ isShared: true })

/** Everything leaves by the proxy that was set, and what is wrong with it is said where one looks. */

const PASSWORD = { user: 'office', password: 'open-sesame-4711' }

let proxy: TestProxy

test.afterEach(async () => await proxy.stop())

test('a proxy set by hand carries everything, and one that is down is said, until it is up again', async ({
  app,
  board,
  simulator,
}) => {
  proxy = await startProxy({ kind: 'http', password: PASSWORD })
  const { page } = board
  const { world } = simulator
  const { host } = new URL(simulator.url)
  await signIn(board, simulator, { account: 'shop', alias: 'Shop' })
  await board.rail.goTo('Settings')
  const settings = new SettingsScreen(page)
  const network = page.getByRole('region', { name: 'Network', exact: true })
  await expect(network.getByRole('radiogroup', { name: 'Proxy' })).toBeVisible()
  await settings.choice('Manual').check()
  const address = network.getByRole('textbox', { name: 'Proxy address' })
  await address.fill(proxy.address)
  await network.getByRole('button', { name: 'Test' }).click()
  await expect(network).toContainText('The proxy asks for a user name and password. Enter them above.')
  await expect(board.rail.account('Shop')).toHaveAccessibleName('Shop, Reconnecting')
  expect(proxy.targets).toContain(host)

  await address.fill(proxy.address.replace('://', `://${PASSWORD.user}:${PASSWORD.password}@`))
  await network.getByRole('button', { name: 'Test' }).click()
  await expect(network).toContainText(/It works: the server answered in .* through/u)
  await expect(address).toHaveValue(proxy.address)
  await expect(network).toContainText('A user name and password are stored for this address.')
  expect(await page.content()).not.toContain(PASSWORD.password)
  await expect(board.rail.account('Shop')).toHaveAccessibleName('Shop, Online')

  world.inject({ account: 'shop', text: 'through the proxy' })
  await board.rail.goTo('Inbox')
  const shop = await board.open('Shop')
  await expect(shop.received('Text')).toHaveCount(1)
  await shop.send('and back')
  await expect(shop.own('Accepted')).toHaveCount(1)

  await proxy.stop()
  await expect(board.rail.account('Shop')).toHaveAccessibleName(/^Shop, Reconnecting/u)
  await expect(page.getByText('The proxy cannot be reached.')).toBeVisible()
  await shop.send('while it is down')
  await expect(shop.own('Queued')).toHaveCount(1)
  await page.getByRole('button', { name: 'Network settings' }).click()
  await expect(network.getByRole('heading', { name: 'Network', exact: true })).toBeFocused()
  await ask(page, 'settings.update', { language: 'zh-CN' })
  await page.getByRole('button', { name: '测试连接' }).click()
  await expect(page.getByText('连不上代理服务器。请确认代理正在运行，并检查地址和端口。')).toBeVisible()
  await ask(page, 'settings.update', { language: 'system' })

  await proxy.start()
  await expect(board.rail.account('Shop')).toHaveAccessibleName(/^Shop, Online/u)
  await expect.poll(() => world.phone({ account: 'shop' }).messages.at(-1)?.text).toBe('while it is down')
  expect(new Set(proxy.targets)).toEqual(new Set([host]))
  expect(app.pageConsole).not.toContain(PASSWORD.password)
})

test('the proxy of the system is asked for, and a sign-in that does not get through leads to the settings', async ({
  app,
  board,
  simulator,
}) => {
  test.skip(app.control === undefined, 'the settings of a real system are not in the hands of a test')
  proxy = await startProxy({ kind: 'socks5' })
  const { page } = board
  const answer = `SOCKS5 ${new URL(proxy.address).host}; DIRECT`
  await fetch(`${app.control}/proxy`, { method: 'POST', body: JSON.stringify({ answer }) })
  await proxy.stop()
  try {
    await ask(page, 'proxy.set', { proxy: { mode: 'system', address: null }, credentials: null })
    await ask(page, 'app.networkChanged')
    simulator.world.addAccount({ account: 'shop' })
    await board.addAccount.opener.click()
    await expect(page.getByText(/^Cannot reach the server/u)).toBeVisible()
    await page.getByRole('button', { name: 'Network settings' }).click()
    const dialog = page.getByRole('dialog', { name: 'Network settings' })
    await dialog.getByRole('button', { name: 'Test' }).click()
    await expect(dialog).toContainText('The proxy cannot be reached.')
    await expect(dialog).toContainText(`Tried through ${proxy.address}.`)
    await proxy.start()
    await dialog.getByRole('button', { name: 'Test' }).click()
    await expect(dialog).toContainText('It works')
    await dialog.getByRole('button', { name: 'Close' }).click()
    await expect(page.getByRole('img', { name: 'Sign-in QR code' })).toBeVisible()
    expect(proxy.targets).toContain(new URL(simulator.url).host)
  } finally {
    await fetch(`${app.control}/proxy`, { method: 'POST', body: JSON.stringify({ answer: 'DIRECT' }) })
    await ask(page, 'app.networkChanged')
  }
})

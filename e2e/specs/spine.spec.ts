import type { Locator } from '@playwright/test'
import { create } from 'qrcode'
import { snapshot } from '../pages/bridge.ts'
import { Linkboard } from '../pages/linkboard.ts'
import { textsOnPhone } from '../phone.ts'
import { expect, signIn, test } from '../simulator-fixture.ts'

test.use({ isShared: true })

/** The main job from an empty profile on: an account signs in, messages arrive, a reply goes out. */

const CUSTOMER = { name: '老王', userId: 'o9cq80_AbCdEfGhIjKlMnOpQr7Xy9Zq@im.wechat' }
const CUSTOMER_ALIAS = 'Contact 7Xy9Zq'

test('from a first start to the merged inbox, where a message of every kind is named', async ({
  board,
  simulator,
}) => {
  const { world } = simulator
  const { addAccount } = board
  world.addAccount({ account: 'shop' })

  await test.step('there are two ways to begin, and practice mode says why it is not to be had', async () => {
    await expect(board.page).toHaveTitle(/^Linkboard/)
    await expect(addAccount.opener).toBeEnabled()
    await expect(board.practice).toBeDisabled()
    await expect(board.practice).toHaveAccessibleDescription(/another server/)
    await expect(board.rail.navigation).toHaveCount(0)
    await expect(board.notices).toContainText(simulator.url)
    expect(await board.page.evaluate(() => [innerWidth, innerHeight])).toEqual([1280, 800])
  })

  await test.step('signing in shows a code to scan and says whose it becomes', async () => {
    await addAccount.open()
    await expect(addAccount.status()).toHaveText(/^Waiting for scan/)
    await expect(addAccount.dialog).toContainText("Whoever scans this becomes the account's owner")
    await expect(addAccount.dialog).toContainText('In WeChat: Me › Settings › Plugins › ClawBot must be on')
    const [request] = world.log({ call: 'get_bot_qrcode' }).requests
    const { qrcode_img_content: url } = JSON.parse(request?.answer ?? '{}')
    expect(await modulesOf(addAccount.picture(), url)).toEqual([...create(url).modules.data].map(Boolean))
  })

  await test.step('an expired code says so and is replaced by one that can be scanned', async () => {
    const first = await addAccount.picture().getAttribute('src')
    world.expireQr()
    await expect(addAccount.status()).toHaveText(/^Expired/)
    await expect(addAccount.picture()).not.toHaveAttribute('src', first ?? '')
    expect(world.log({ call: 'get_bot_qrcode' }).requests).toHaveLength(2)
  })

  await test.step('each further step is said in words and ends in the merged inbox', async () => {
    world.scan({ account: 'shop' })
    await expect(addAccount.status()).toHaveText(/^Scanned/)
    world.confirm()
    await expect(addAccount.status()).toHaveText(/^Signed in/)
    await expect(addAccount.alias).toBeFocused()
    await addAccount.finish('Shop')
    await expect(board.rail.link('Inbox')).toHaveAttribute('aria-current', 'page')
    await expect(board.rail.account('Shop')).toHaveAccessibleName('Shop, Online')
    await expect(board.inbox.rows, 'who never wrote has no row').toHaveCount(0)
    await board.newMessage.opener.click()
    await board.newMessage.choose('Shop', 'Shop')
    await board.newMessage.button('Open conversation').click()
  })

  const conversation = board.conversation('Shop')

  await test.step('nobody has written yet, and nothing may be sent', async () => {
    await expect(conversation.replyWindow).toHaveAttribute('aria-valuenow', '0')
    await expect(conversation.replyWindow).toHaveAttribute('aria-valuetext', 'not written yet')
    await expect(conversation.messagesLeft).toHaveAttribute('aria-valuenow', '0')
    await expect(conversation.messagesLeft).toHaveAttribute('aria-valuetext', 'not written yet')
  })

  await test.step('a message of every kind appears with its kind, its name, size or length', async () => {
    world.inject({ account: 'shop', text: '你好\n  two spaces  kept' })
    world.inject({ account: 'shop', image: { width: 157, height: 210, size: 40_032 } })
    world.inject({ account: 'shop', voice: { ms: 7_000, text: '明天下午三点' } })
    world.inject({ account: 'shop', file: { name: '报价 2026.pdf', size: 48_213 } })
    world.inject({ account: 'shop', video: { seconds: 75, size: 484_355 } })
    world.inject({ account: 'shop', unknown: 8 })
    expect(await conversation.received('Text').textContent()).toContain('你好\n  two spaces  kept')
    await expect(conversation.received('Image').locator('img')).toBeVisible()
    await expect(conversation.received('Voice')).toContainText('0:07')
    await expect(conversation.received('Voice')).toContainText('明天下午三点')
    await expect(conversation.received('Voice')).toContainText('Automatic transcript')
    await expect(conversation.received('File')).toContainText(/报价 2026\.pdf.*47.1 KB/)
    await expect(conversation.received('Video').locator('video')).toBeVisible()
    await expect(conversation.received('Unsupported')).toContainText('8')
  })
})

test('P1 P3 P14: after kill -9 everything is as it was, and a reply goes out with the stored token', async ({
  app,
  board,
  simulator,
}) => {
  const { world } = simulator
  await signIn(board, simulator, { account: 'shop', alias: 'Shop' })
  world.inject({ account: 'shop', text: 'when do you open?', contextToken: 'stored-token' })
  const shop = await board.open('Shop')
  await expect(shop.received('Text')).toContainText('when do you open?')
  await expect(shop.replyWindow).toHaveAttribute('aria-valuenow', '1440')
  await expect(shop.messagesLeft).toHaveAttribute('aria-valuenow', '10')
  await shop.send('at nine')
  await expect(shop.own('Accepted')).toContainText('at nine')
  await expect(shop.messagesLeft).toHaveAttribute('aria-valuenow', '9')
  await expect(shop.messagesLeft).toHaveAttribute('aria-valuetext', '9 left')
  expect(textsOnPhone(simulator, 'shop')).toEqual(['at nine'])

  world.inject({ account: 'shop', from: CUSTOMER.userId, text: 'still there?' })
  world.inject({ account: 'shop', from: CUSTOMER.userId, text: 'hello?' })
  await expect(board.inbox.row(CUSTOMER_ALIAS)).toContainText('2 unread messages')
  await expect(board.rail.account('Shop')).toHaveAccessibleName('Shop, Online, 1 unread')
  await shop.box.fill('and we close at six')
  await expect.poll(async () => (await drafts(board))['Shop']).toBe('and we close at six')
  const before = await stateOf(board)
  await app.kill()

  const again = new Linkboard((await app.restart()).page)
  await expect(again.rail.link('Inbox')).toHaveAttribute('aria-current', 'page')
  await expect(again.inbox.row('Shop')).toContainText('Draft')
  await expect(again.inbox.row(CUSTOMER_ALIAS)).toContainText('2 unread messages')
  await expect(again.rail.account('Shop')).toHaveAccessibleName('Shop, Online, 1 unread')
  expect(await stateOf(again)).toEqual(before)
  const shopAgain = await again.open('Shop')
  await expect(shopAgain.box).toHaveValue('and we close at six')
  await expect(shopAgain.received('Text')).toContainText('when do you open?')
  await expect(shopAgain.own('Accepted')).toContainText('at nine')
  await expect(shopAgain.messagesLeft).toHaveAttribute('aria-valuenow', '9')
  await expect(shopAgain.replyWindow).toHaveAttribute('aria-valuenow', /^14(39|40)$/)

  await shopAgain.box.press('Enter')
  await expect(shopAgain.own('Accepted')).toHaveCount(2)
  expect(textsOnPhone(simulator, 'shop')).toEqual(['at nine', 'and we close at six'])
  const sends = world.log({ call: 'sendmessage' }).requests
  expect(sends).toHaveLength(2)
  expect(sends.at(-1)?.body).toMatchObject({ msg: { context_token: 'stored-token' } })
})

/** Stored drafts by the name of the conversation's account. */
async function drafts({ page }: Linkboard): Promise<Record<string, string>> {
  const { accounts, conversations } = await snapshot(page)
  const owned = conversations.flatMap(({ accountId, contactUserId, draft }) => {
    const account = accounts.find(({ id, ownerUserId }) => id === accountId && ownerUserId === contactUserId)
    return account?.alias ? [[account.alias, draft] as const] : []
  })
  return Object.fromEntries(owned)
}

/** What must outlive a process: accounts without the state of their connection, and all conversations. */
async function stateOf({ page }: Linkboard): Promise<unknown> {
  const { accounts, conversations } = await snapshot(page)
  return {
    accounts: accounts.map(({ id, number, alias, colour, isDefault, lastInboundAt }) => ({
      id,
      number,
      alias,
      colour,
      isDefault,
      lastInboundAt,
    })),
    conversations,
  }
}

/** The dark modules of a drawn code, row by row, read from its pixels as a phone would. */
async function modulesOf(picture: Locator, content: string): Promise<boolean[]> {
  const { size } = create(content).modules
  return await picture.evaluate((image, modules) => {
    if (!(image instanceof HTMLImageElement)) throw new Error('the code is not an image')
    const canvas = document.createElement('canvas')
    canvas.width = canvas.height = image.naturalWidth
    const context = canvas.getContext('2d', { willReadFrequently: true })
    context?.drawImage(image, 0, 0)
    const quiet = 4
    const edge = image.naturalWidth / (modules + 2 * quiet)
    return Array.from({ length: modules * modules }, (_, index) => {
      const x = (quiet + (index % modules) + 0.5) * edge
      const y = (quiet + Math.floor(index / modules) + 0.5) * edge
      return (context?.getImageData(x, y, 1, 1).data[0] ?? 255) < 128
    })
  }, size)
}

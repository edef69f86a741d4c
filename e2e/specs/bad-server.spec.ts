import type { FaultArgs } from '#simulator/index.ts'
import { gatherCrowd } from '../crowd.ts'
import { textsOnPhone } from '../phone.ts'
import { expect, signIn, test } from '../simulator-fixture.ts'

test.use({ isShared: true })

/** What a server can do wrong while it is polled, and what the operator is told. */

/** Faults of one poll, by the name of the account they befall. */
const TROUBLE: Readonly<Record<string, FaultArgs>> = {
  'status 500': { call: 'getupdates', kind: 'status', status: 500 },
  'status 502': { call: 'getupdates', kind: 'status', status: 502, body: '<html>bad gateway</html>' },
  garbage: { call: 'getupdates', kind: 'garbage' },
  'empty answer': { call: 'getupdates', kind: 'empty' },
  'half an answer': { call: 'getupdates', kind: 'cutOff' },
  'broken connection': { call: 'getupdates', kind: 'dropBefore' },
  'own error': { call: 'getupdates', kind: 'ret', ret: -1, errmsg: 'system busy' },
}

test('an account whose poll fails says Reconnecting, comes back by itself and has lost nothing', async ({
  board,
  simulator,
}) => {
  const { world } = simulator
  const names = Object.keys(TROUBLE)
  await gatherCrowd(
    board.page,
    simulator,
    names.map((account) => ({ account, people: [] })),
  )
  for (const name of names)
    await expect(board.rail.account(name)).toHaveAccessibleName(new RegExp(`^${name}, Online`))
  for (const [account, fault] of Object.entries(TROUBLE)) {
    world.fault({ ...fault, account })
    world.inject({ account, text: 'before the trouble' })
    await expect(board.rail.account(account)).toHaveAccessibleName(new RegExp(`^${account}, Reconnecting`))
  }
  for (const account of names) world.inject({ account, text: 'during the trouble' })
  for (const name of names) {
    await expect(board.rail.account(name)).toHaveAccessibleName(`${name}, Online, 1 unread`)
    const conversation = await board.open(name)
    await expect(conversation.received('Text')).toHaveText([/before the trouble/, /during the trouble/])
  }
})

test('what only looks like trouble is none; a stale token pauses sending until it is found good or the code is scanned again', async ({
  board,
  simulator,
}) => {
  const { world } = simulator
  const shop = board.conversation('Shop')
  await signIn(board, simulator, { account: 'shop', alias: 'Shop' })

  await test.step('a gateway that cuts a hold and a slow answer are no trouble at all', async () => {
    world.fault({ call: 'getupdates', kind: 'status', status: 524, ms: 1500 })
    world.inject({ account: 'shop', text: 'one' })
    await board.open('Shop')
    await expect.poll(() => world.fault({ clear: true, account: 'none' }).standing).toBe(0)
    world.fault({ call: 'getupdates', kind: 'slow', ms: 100 })
    world.inject({ account: 'shop', text: 'two' })
    await expect(shop.received('Text')).toHaveText([/one/, /two/])
    world.inject({ account: 'shop', text: 'three' })
    await expect(shop.received('Text')).toHaveText([/one/, /two/, /three/])
    await expect(board.rail.account('Shop')).toHaveAccessibleName('Shop, Online')
  })

  await test.step('a token called stale by mistake is found good again, and what was queued goes out', async () => {
    world.fault({ call: 'sendmessage', kind: 'ret', ret: -14, errmsg: 'session timeout' })
    await shop.send('patience')
    await expect(board.rail.account('Shop')).toHaveAccessibleName('Shop, Checking')
    await expect(shop.own('Queued')).toHaveCount(1)
    await expect(shop.own('Accepted')).toHaveCount(1, { timeout: 15_000 })
    await expect(board.rail.account('Shop')).toHaveAccessibleName('Shop, Online')
    expect(textsOnPhone(simulator, 'shop')).toEqual(['patience'])
  })

  // however it is told, it pauses sending at once; scanning again heals it in place
  for (const stale of ['ret', 'errcode', 'errcodeOnly'] as const)
    await test.step(`a stale token, told by ${stale}, pauses sending at once; scanning again heals it in place`, async () => {
      const { n = 0 } = world.log().requests.at(-1) ?? {}
      world.addAccount({ account: 'shop', stale })
      world.inject({ account: 'shop', text: `hello ${stale}` })
      await board.open('Shop')
      await expect(shop.received('Text').last()).toContainText(`hello ${stale}`)
      world.bindElsewhere({ account: 'shop' })
      await expect(board.rail.account('Shop')).toHaveAccessibleName(/^Shop, Checking/)
      await shop.send(`are you there, ${stale}?`)
      await expect(shop.own('Queued').last()).toContainText(`are you there, ${stale}?`)
      await expect(shop.region).toContainText('The server doubts the sign-in of Shop')

      await board.rail.goTo('Accounts')
      await expect(board.accounts.row('Shop')).toContainText('sending waits meanwhile')
      expect(world.log({ call: 'sendmessage', after: n }).requests).toEqual([])
      await board.accounts.choose('Shop', 'Sign in again')
      await board.addAccount.picture().waitFor()
      world.scan({ account: 'shop' })
      world.confirm()
      await expect(board.addAccount.alias).toHaveValue('Shop')
      await board.addAccount.finish('Shop')
      await expect(board.rail.account('Shop')).toHaveAccessibleName(/^Shop, Online/)
      await expect(board.rail.accounts).toHaveCount(1)
      await board.rail.goTo('Inbox')
      await expect(shop.received('Text').last()).toContainText(`hello ${stale}`)
      await expect(shop.own().last()).toContainText(`are you there, ${stale}?`)
      await expect(shop.own('Queued')).toHaveCount(0)
    })
})

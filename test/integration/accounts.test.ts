import { it as baseIt, describe, expect } from 'vitest'
import { AccountsHarness } from './accounts-harness.ts'

const it = baseIt.extend(
  'start',
  ({ onTestFinished }) =>
    async (options: Parameters<typeof AccountsHarness.start>[0] = {}): Promise<AccountsHarness> => {
      const harness = await AccountsHarness.start(options)
      onTestFinished(() => harness.end())
      return harness
    },
)

describe('signing in', () => {
  it('scanned and confirmed: the account is stored, polled and receives', async ({ start }) => {
    const harness = await start()
    const { world, url } = harness.simulator
    world.addAccount({ account: 'shop' })
    const id = await harness.signIn('shop')
    expect(harness.signInTrail.at(0)).toBe('starting')
    expect(harness.signInTrail.at(-1)).toBe('signed-in')
    expect(harness.store.get(id)?.baseUrl).toBe(url)
    world.inject({ account: 'shop', text: '在吗' })
    await harness.until(() => harness.textsOf(id).length > 0)
    expect(harness.textsOf(id)).toEqual(['在吗'])
    await harness.until(() => harness.supervisor.status(id)?.state === 'online')
    expect(world.log({ call: 'notifystart' }).requests).toHaveLength(1)
    expect(world.violations().violations).toEqual([])
  })

  it('with a pairing code, wrong first and then right', async ({ start }) => {
    const harness = await start()
    const { world } = harness.simulator
    world.addAccount({ account: 'shop' })
    const { id, current } = await harness.showCode()
    world.needCode({ account: 'shop', code: '012345' })
    await harness.until(() => current().status === 'need-code')
    harness.signIns.submitCode(id, '999999')
    await harness.until(() => current().status === 'wrong-code')
    harness.signIns.submitCode(id, '012345')
    await harness.until(() => current().status === 'scanned')
    world.confirm()
    await harness.until(() => current().ended)
    expect(current().status).toBe('signed-in')
    expect(world.violations().violations).toEqual([])
  })

  it('P10: moved to an allowed host: status and polls go there, the token nowhere else', async ({
    start,
  }) => {
    const harness = await start({ allowedHosts: ['localhost'] })
    const { world, redirectHost } = harness.simulator
    world.addAccount({ account: 'shop' })
    const { current } = await harness.showCode()
    world.redirect({ account: 'shop' })
    await harness.until(() => current().status === 'moved')
    world.confirm()
    await harness.until(() => current().ended)
    expect(current().status).toBe('signed-in')
    const id = harness.store.list()[0]?.id
    expect(harness.store.list()[0]?.baseUrl).toBe(`http://${redirectHost}`)
    await harness.until(() => id !== undefined && harness.supervisor.status(id)?.state === 'online')
    const withToken = world
      .log()
      .requests.filter(({ headers }) => headers.some(([name]) => name.toLowerCase() === 'authorization'))
    expect(withToken.length).toBeGreaterThan(0)
    expect(new Set(withToken.map(({ host }) => host))).toEqual(new Set([redirectHost]))
    expect(world.violations().violations).toEqual([])
  })

  it('P10: moved to a host that is not allowed: it gets no request', async ({ start }) => {
    const harness = await start()
    const { world, redirectHost } = harness.simulator
    world.addAccount({ account: 'shop' })
    const { current } = await harness.showCode()
    world.redirect({ account: 'shop' })
    await harness.until(() => current().ended)
    expect(current().status).toBe('not-allowed')
    expect(world.log().requests.filter(({ host }) => host === redirectHost)).toEqual([])
  })

  it('by somebody connected already stores nothing', async ({ start }) => {
    const harness = await start()
    const { world } = harness.simulator
    world.addAccount({ account: 'shop' })
    const id = await harness.signIn('shop')
    const { current } = await harness.showCode()
    world.scan({ account: 'shop' })
    await harness.until(() => current().ended)
    expect(current()).toMatchObject({ status: 'already-connected', accountId: id })
    expect(harness.store.get(id)?.binding).toBe(1)
  })

  it('ends after three expired codes', async ({ start }) => {
    const harness = await start()
    const { world } = harness.simulator
    const { current } = await harness.showCode()
    for (let expiry = 1; expiry <= 3; expiry += 1) {
      const dead = current().qrContent
      world.expireQr()
      await harness.until(() => {
        const { ended, qrContent } = current()
        return ended || (qrContent !== null && qrContent !== dead)
      })
    }
    expect(current()).toMatchObject({ status: 'expired', ended: true })
    expect(world.log({ call: 'get_bot_qrcode' }).requests).toHaveLength(3)
  })
})

describe('many accounts', () => {
  it('20 hold a poll each at the same time, and none waits for another', async ({ start }) => {
    const harness = await start()
    const { world } = harness.simulator
    const names = Array.from({ length: 20 }, (_, index) => `person-${index + 1}`)
    for (const account of names) world.addAccount({ account })
    const ids = await Promise.all(names.map((account) => harness.signIn(account)))
    expect(new Set(ids).size).toBe(20)
    await harness.until(() => ids.every((id) => harness.supervisor.status(id)?.state === 'online'))
    for (const account of names) world.inject({ account, text: `from ${account}` })
    await harness.until(() => ids.every((id) => harness.textsOf(id).length > 0))
    expect(ids.map((id) => harness.textsOf(id))).toEqual(names.map((name) => [`from ${name}`]))
    expect(world.violations().violations).toEqual([])
  })
})

// what heals takes its time, which passes for all of them at once
describe.concurrent('trouble', () => {
  it('bound elsewhere: checked at once; the same owner scanning again heals the row', async ({ start }) => {
    const harness = await start()
    const { world } = harness.simulator
    world.addAccount({ account: 'shop' })
    const id = await harness.signIn('shop')
    await harness.until(() => harness.supervisor.status(id)?.state === 'online')
    world.bindElsewhere({ account: 'shop' })
    await harness.until(() => harness.supervisor.status(id)?.state === 'checking')
    expect(harness.supervisor.canSend(id)).toBe(false)
    await harness.until(() => harness.supervisor.status(id)?.state === 'needs-sign-in')
    expect(await harness.signIn('shop', id)).toBe(id)
    expect(harness.store.get(id)?.binding).toBe(2)
    world.inject({ account: 'shop', text: 'back' })
    await harness.until(() => harness.textsOf(id).includes('back'))
    await harness.until(() => harness.supervisor.status(id)?.state === 'online')
    expect(harness.supervisor.canSend(id)).toBe(true)
  })

  it('recovers by itself from a server that drops, fails and babbles, and loses nothing', async ({
    start,
  }) => {
    const harness = await start()
    const { world } = harness.simulator
    world.addAccount({ account: 'shop' })
    const id = await harness.signIn('shop')
    await harness.until(() => harness.supervisor.status(id)?.state === 'online')
    for (const kind of ['dropBefore', 'garbage', 'empty'] as const) {
      world.fault({ call: 'getupdates', kind, effect: 'before' })
    }
    world.fault({ call: 'getupdates', kind: 'status', status: 502 })
    world.inject({ account: 'shop', text: 'first' })
    await harness.until(() => harness.stateTrail.includes('reconnecting'))
    world.inject({ account: 'shop', text: 'second' })
    await harness.until(() => harness.textsOf(id).length === 2)
    await harness.until(() => harness.supervisor.status(id)?.state === 'online')
    expect(harness.textsOf(id)).toEqual(['first', 'second'])
  })

  it('recovers by itself when the server comes back after a restart', async ({ start }) => {
    const harness = await start({ isRelayed: true })
    const { relay } = harness
    const { world } = harness.simulator
    world.addAccount({ account: 'shop' })
    const id = await harness.signIn('shop')
    await harness.until(() => harness.supervisor.status(id)?.state === 'online')
    await relay?.shut()
    await harness.until(() => harness.supervisor.status(id)?.state === 'reconnecting')
    expect(harness.supervisor.status(id)?.reason).toBe('network')
    world.inject({ account: 'shop', text: 'while you were away' })
    await relay?.open()
    await harness.until(() => harness.textsOf(id).length === 1)
    await harness.until(() => harness.supervisor.status(id)?.state === 'online')
  })

  it('P6: a sign-out closes the poll, tells the server and polls no more', async ({ start }) => {
    const harness = await start()
    const { world } = harness.simulator
    world.addAccount({ account: 'shop' })
    const id = await harness.signIn('shop')
    await harness.until(() => harness.supervisor.status(id)?.state === 'online')
    await harness.supervisor.signOut(id)
    const { requests } = world.log()
    expect(requests.at(-1)?.call).toBe('notifystop')
    expect(requests.filter(({ call, outcome }) => call === 'getupdates' && outcome === 'open')).toEqual([])
    expect(harness.supervisor.status(id)?.state).toBe('signed-out')
  })

  it('P6: quitting closes the held polls at once', async ({ start }) => {
    const harness = await start()
    const { world } = harness.simulator
    world.addAccount({ account: 'shop' })
    const id = await harness.signIn('shop')
    await harness.until(() => harness.supervisor.status(id)?.state === 'online')
    await harness.supervisor.stop()
    const polls = world.log({ call: 'getupdates' }).requests.length
    world.inject({ account: 'shop', text: 'for the next start' })
    expect(world.log({ call: 'getupdates' }).requests).toHaveLength(polls)
    expect(harness.textsOf(id)).toEqual([])
  })
})

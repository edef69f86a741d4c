import { it as baseIt, describe, expect } from 'vitest'
import type { AccountId } from '#shared/model/ids.ts'
import { AppHarness } from '#test/support/app-harness.ts'

/**
 * What heals and what is kept when sessions, computers and disks misbehave. Healing takes its time, which passes for
 * all of them at once.
 */

const it = baseIt.extend('harness', async ({ onTestFinished }) => {
  const harness = await AppHarness.start()
  onTestFinished(() => harness.end())
  return harness
})

const requestsOf = (harness: AppHarness, call?: 'getupdates' | 'notifystart') =>
  harness.simulator.world.log(call === undefined ? {} : { call }).requests

function tokenOf({ headers }: ReturnType<typeof requestsOf>[number]): string | undefined {
  return headers.find(([name]) => name.toLowerCase() === 'authorization')?.[1]
}

const openPollsOf = (harness: AppHarness) =>
  requestsOf(harness, 'getupdates').filter(({ outcome }) => outcome === 'open')

async function online(harness: AppHarness, id: AccountId): Promise<void> {
  await harness.until((now) => now.accounts.some((one) => one.id === id && one.state === 'online'))
}

async function timelineOf(harness: AppHarness, id: AccountId): Promise<string[]> {
  const { entries } = await harness.request('diagnostics.timeline', { accountId: id })
  return entries.map(({ event }) => (event.kind === 'state' ? `state ${event.state}` : event.kind)).reverse()
}

describe.concurrent('signing in again in place', () => {
  it('P6: keeps row, name, colour, history and draft, and the old token is never used again', async ({
    harness,
  }) => {
    const { world } = harness.simulator
    const id = await harness.signIn('shop')
    await harness.request('accounts.setAlias', { id, alias: '工作室' })
    await harness.request('accounts.setColour', { id, colour: 7 })
    world.inject({ account: 'shop', text: 'before', contextToken: 'token-before' })
    const received = await harness.until((now) => now.conversations.some((one) => one.unread === 1))
    const conversationId = received.conversations[0]?.id
    if (conversationId === undefined) throw new Error('no conversation')
    await harness.request('conversations.saveDraft', { id: conversationId, text: 'half a reply' })
    const oldToken = requestsOf(harness, 'getupdates').map(tokenOf).at(-1)

    world.bindElsewhere({ account: 'shop' })
    await harness.until((now) => now.accounts[0]?.state === 'checking')
    const signIn = await harness.request('signIn.start', { label: null, accountId: id })
    await harness.until((now) => now.signIns.some((one) => one.id === signIn.id && one.status === 'waiting'))
    const bound = () =>
      harness.database.sql('SELECT cursor, binding FROM accounts').get() as {
        cursor: string
        binding: number
      }
    const tokens = () => harness.database.sql('SELECT context_token FROM conversations').all()
    expect(bound()).toMatchObject({ binding: 1 })
    expect(bound().cursor).not.toBe('')
    expect(tokens()).toEqual([{ context_token: 'token-before' }])

    world.scan({ account: 'shop' })
    const mark = requestsOf(harness).at(-1)?.n ?? 0
    world.confirm({})
    await harness.until((now) =>
      now.signIns.some((one) => one.id === signIn.id && one.status === 'signed-in'),
    )
    await online(harness, id)
    expect(tokens()).toEqual([{ context_token: null }])
    const ofNewToken = requestsOf(harness).filter(
      (one) => one.n > mark && (tokenOf(one) ?? oldToken) !== oldToken,
    )
    expect(ofNewToken.map(({ call }) => call).slice(0, 2)).toEqual(['notifystart', 'getupdates'])
    const [firstNew] = ofNewToken
    const late = requestsOf(harness).filter((one) => one.n > (firstNew?.n ?? 0) && tokenOf(one) === oldToken)
    expect(late).toEqual([])

    world.inject({ account: 'shop', text: 'after' })
    const healed = await harness.until((now) => now.conversations.some((one) => one.unread === 2))
    expect(healed.accounts).toMatchObject([{ id, alias: '工作室', colour: 7, state: 'online' }])
    expect(healed.conversations).toMatchObject([{ id: conversationId, draft: 'half a reply' }])
    const page = await harness.request('messages.page', { conversationId, limit: 10 })
    expect(page.messages.flatMap(({ parts }) => parts)).toEqual([
      { kind: 'text', text: 'before' },
      { kind: 'text', text: 'after' },
    ])
    expect(bound().binding).toBe(2)
    const timeline = await timelineOf(harness, id)
    expect(timeline.filter((kind) => kind !== 'polls')).toEqual([
      'state connecting',
      'signed-in',
      'state online',
      'stale-token',
      'state checking',
      'state connecting',
      'signed-in',
      'state online',
    ])
  })
})

describe.concurrent('P16: a network that changes', () => {
  it('opens every poll anew once, however often the page is told', async ({ harness }) => {
    const first = await harness.signIn('shop')
    const second = await harness.signIn('office')
    await online(harness, first)
    await online(harness, second)
    await harness.until(() => openPollsOf(harness).length === 2)
    const before = openPollsOf(harness).map(({ n }) => n)
    for (let told = 0; told < 5; told += 1) await harness.request('app.networkChanged', undefined)
    await harness.until((now) => now.accounts.some(({ state }) => state === 'reconnecting'))
    await online(harness, first)
    await online(harness, second)
    await harness.until(() => openPollsOf(harness).length === 2)
    expect(openPollsOf(harness).every(({ n }) => n > Math.max(...before))).toBe(true)
    expect(harness.log.events.filter(({ kind }) => kind === 'network-changed')).toHaveLength(1)
  })
})

describe.concurrent('a disk that is full', () => {
  it('P1: keeps a batch that does not fit, says so, and stores all of it once there is room', async ({
    harness,
  }) => {
    const { world } = harness.simulator
    const id = await harness.signIn('shop')
    await online(harness, id)
    harness.expectedFailures.add('ingest')
    harness.expectedFailures.add('timeline')
    const pages = harness.database.sql('PRAGMA page_count').get()?.['page_count']
    harness.database.sql(`PRAGMA max_page_count = ${Number(pages) + 4}`).get()
    world.inject({ account: 'shop', text: '很长的一段话'.repeat(200), count: 50 })
    const full = await harness.until((now) => now.accounts[0]?.reason === 'storage')
    expect(full.accounts[0]?.state).toBe('reconnecting')
    expect(full.app.notices).toContainEqual({ kind: 'storage-failed' })
    expect(full.conversations.every(({ unread }) => unread === 0)).toBe(true)

    harness.database.sql('PRAGMA max_page_count = 1000000').get()
    await harness.request('accounts.reconnect', { id })
    const healed = await harness.until(
      (now) => now.conversations[0]?.unread === 50 && now.app.notices.length === 0,
    )
    expect(healed.conversations).toHaveLength(1)
    await online(harness, id)
    expect(await timelineOf(harness, id)).toContain('storage-failed')
  })

  it('refuses a send in words, and takes it once there is room', async ({ harness }) => {
    const { world } = harness.simulator
    await harness.signIn('shop')
    world.inject({ account: 'shop', text: 'hello' })
    const { conversations } = await harness.until((now) => now.conversations.some((one) => one.unread === 1))
    const conversationId = conversations[0]?.id
    if (conversationId === undefined) throw new Error('no conversation')
    for (const where of ['outbox.sendText', 'timeline', 'outbox']) harness.expectedFailures.add(where)
    harness.database.sql('PRAGMA max_page_count = 1').get()
    const text = 'long '.repeat(1_500)
    const send = () =>
      harness.window.request('outbox.sendText', {
        conversationId,
        requestId: crypto.randomUUID(),
        text,
        force: false,
      })
    let result = await send()
    for (let sent = 0; result.ok && sent < 20; sent += 1) result = await send()
    expect(result).toEqual({ ok: false, error: { code: 'storage-full' } })
    harness.database.sql('PRAGMA max_page_count = 1000000').get()
    expect(await send()).toMatchObject({ ok: true })
  })
})

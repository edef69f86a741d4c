import { afterEach, beforeEach, expect, it } from 'vitest'
import { createSystemClock } from '#core/system-ports.ts'
import { RECENT_CONTACTS } from '#shared/model/broadcast-defaults.ts'
import { wallTimeAt } from '#shared/model/wall-time.ts'
import { AppHarness } from '#test/support/app-harness.ts'

let harness: AppHarness
beforeEach(async () => {
  harness = await AppHarness.start()
})
afterEach(() => harness.end())

/** A member of parsed JSON. */
const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined

it('P13: a copy that comes back through a poll proves in the ledger what its lost answer had left open', async () => {
  const { world } = harness.simulator
  await harness.signIn('shop')
  world.inject({ account: 'shop', text: 'hello' })
  const { conversations } = await harness.until((now) => now.conversations.some((one) => one.unread > 0))
  const [conversation] = conversations
  if (conversation === undefined) throw new Error('no conversation')
  world.addAccount({ account: 'shop', sendMode: 'lostAnswer' })
  const content = { text: 'news', fallbacks: { contact: '', account: '' }, files: [] }
  const draft = { id: null, content, choice: RECENT_CONTACTS, paceMs: 1_500 }
  const { id } = await harness.request('broadcasts.saveDraft', draft)
  await harness.request('broadcasts.start', { id, recipients: [conversation.id] })
  await harness.until((now) => now.broadcasts[0]?.counts.unconfirmed === 1)

  const [sent] = world.log({ call: 'sendmessage' }).requests
  const message = member(sent?.body, 'msg')
  world.inject({
    account: 'shop',
    wire: JSON.stringify({
      ...(typeof message === 'object' ? message : {}),
      message_id: '7700000000000000001',
      seq: 77,
      from_user_id: 'shop@im.bot',
      create_time_ms: world.now(),
    }),
  })
  const now = await harness.until(({ broadcasts }) => broadcasts[0]?.counts.accepted === 1)
  expect(now.broadcasts[0]).toMatchObject({ state: 'finished', counts: { unconfirmed: 0 } })
  expect(world.log({ call: 'sendmessage' }).requests).toHaveLength(1)
})

it('a scheduled broadcast starts at its time although the window is locked, and asks where the time was slept through', async () => {
  await harness.end()
  let ahead = 0
  const system = createSystemClock()
  harness = await AppHarness.start({}, { clock: { ...system, now: () => system.now() + ahead } })
  const { world } = harness.simulator
  await harness.signIn('shop')
  world.inject({ account: 'shop', text: 'hello' })
  const { conversations } = await harness.until((now) => now.conversations.some((one) => one.unread > 0))
  const recipients = conversations.map(({ id }) => id)
  const schedule = async (text: string) => {
    const content = { text, fallbacks: { contact: '', account: '' }, files: [] }
    const draft = { id: null, content, choice: RECENT_CONTACTS, paceMs: 1_500 }
    const { id } = await harness.request('broadcasts.saveDraft', draft)
    const due = wallTimeAt(system.now() + ahead + 600_000)
    await harness.request('broadcasts.schedule', { id, recipients, due })
    return id
  }
  await schedule('behind the lock')
  expect(harness.app.broadcastsToStart()).toBe(1)
  await harness.request('lock.set', { passphrase: 'open sesame' })
  await harness.request('lock.now', undefined)
  ahead += 600_000
  harness.app.resume()
  await expect.poll(() => world.log({ call: 'sendmessage' }).requests.length, { timeout: 10_000 }).toBe(1)
  await harness.request('lock.unlock', { passphrase: 'open sesame' })
  await harness.until(({ broadcasts }) => broadcasts[0]?.state === 'finished')

  const missed = await schedule('slept through')
  ahead += 3_600_000
  harness.app.resume()
  const now = await harness.until(({ broadcasts }) => broadcasts.some(({ reason }) => reason !== null))
  expect(now.broadcasts.find(({ id }) => id === missed)).toMatchObject({
    ...{ state: 'scheduled', reason: 'time-missed' },
    scheduled: { people: 1 },
  })
  expect(harness.app.broadcastsToStart()).toBe(0)
  expect(world.log({ call: 'sendmessage' }).requests).toHaveLength(1)
})

import type { Page } from '@playwright/test'
import type { BroadcastDetails } from '#shared/model/broadcast.ts'
import type { BroadcastId } from '#shared/model/ids.ts'
import type { Simulator } from '#simulator/index.ts'
import { gatherCrowd, userIdOf } from '../crowd.ts'
import type { App } from '../drivers/app.ts'
import { test } from '../files-fixture.ts'
import type { MediaFiles } from '../media-files.ts'
import { ask, snapshot } from '../pages/bridge.ts'
import { Linkboard } from '../pages/linkboard.ts'
import { expect } from '../simulator-fixture.ts'

const HOUR_MS = 3_600_000
const FAST = { broadcast: { paceMs: 1_500, reserve: 2, perMinute: 6_000 } }

/** Twelve accounts with five people each; two people are known to two accounts. */
const ACCOUNTS = Array.from({ length: 12 }, (_, n) => `a${String(n + 1).padStart(2, '0')}`)
const CROWD = ACCOUNTS.map((account) => ({
  account,
  people: Array.from({ length: 5 }, (_, n) => `${account}-${n + 1}`),
}))
const BOTH = ['a01-1', 'a02-1'] as const
const CLOSED = ['a01', 'a02', 'a03', 'a04', 'a05'].flatMap((account) => [`${account}-4`, `${account}-5`])
const LAST_ONE = ['a01-3', 'a02-3', 'a03-3', 'a04-3', 'a05-3']
const OFFLINE = ['a10', 'a11', 'a12']
const [RATE_LIMITED, WITHOUT_ID, LOST] = ['a07', 'a08', 'a09'] as const
const accountOf = (person: string) => person.slice(0, 3)

/** The trouble of the world, on top of a crowd that has written. */
async function makeTrouble(page: Page, simulator: Simulator): Promise<void> {
  const { world } = simulator
  const conversations = async () => (await snapshot(page)).conversations
  // known to a second account, to which they wrote last
  for (const person of BOTH)
    world.inject({ account: 'a06', from: userIdOf(person), text: `${person} writes here too` })
  for (const person of LAST_ONE) {
    for (let n = 0; n < 9; n += 1)
      world.inject({ account: accountOf(person), from: person, text: `sent before ${n}`, fromBot: true })
  }
  await expect
    .poll(async () => {
      const known = await conversations()
      const counted = known.filter(({ sentSinceInbound }) => sentSinceInbound === 9).length
      const both = known.filter(({ contactUserId, lastInboundAt }) =>
        BOTH.some((person) => userIdOf(person) === contactUserId && lastInboundAt !== null),
      ).length
      return [counted, both]
    })
    .toEqual([5, 4])
  world.addAccount({ account: RATE_LIMITED, rateLimit: { count: 2, perMs: 24 * HOUR_MS } })
  world.addAccount({ account: WITHOUT_ID, sendMode: 'withoutId' })
  world.addAccount({ account: LOST, sendMode: 'lostAnswer' })
  const { accounts } = await snapshot(page)
  const [first, ...stale] = OFFLINE
  await ask(page, 'accounts.signOut', { id: accounts.find(({ alias }) => alias === first)?.id })
  for (const account of stale) world.bindElsewhere({ account })
  await expect
    .poll(async () => (await snapshot(page)).accounts.filter(({ state }) => state !== 'online').length, {
      timeout: 20_000,
    })
    .toBe(3)
}

/** Everything the phones show of the bots, as `person: kind`. */
function onPhones({ world }: Simulator): string[] {
  return CROWD.flatMap(({ account, people }) =>
    people.flatMap((person) =>
      [account, ...(BOTH.some((one) => one === person) ? ['a06'] : [])].flatMap((through) =>
        world
          .phone({ account: through, person: userIdOf(person) })
          .messages.filter(({ by, text }) => by === 'bot' && !text?.startsWith('sent before'))
          .map(({ kind }) => `${person}: ${kind}`),
      ),
    ),
  )
}

/** How often a send of an account reached the server after what was said before. */
function sendsOf({ world }: Simulator, account: string): number {
  return world.log({ call: 'sendmessage', account }).requests.length
}

async function ledger(page: Page, id: BroadcastId): Promise<BroadcastDetails['recipients']> {
  const answer = (await ask(page, 'broadcasts.show', { id })) as { value: BroadcastDetails }
  return answer.value.recipients
}

/** States of the ledger by the person's name. */
async function statesOf(page: Page, id: BroadcastId): Promise<Map<string, string>> {
  const names = new Map(CROWD.flatMap(({ people }) => people).map((name) => [userIdOf(name), name]))
  const lines = (await ledger(page, id)).filter(({ isPlanned }) => isPlanned)
  return new Map(
    lines.map(({ contactUserId, state, skip }) => [
      names.get(contactUserId) ?? contactUserId,
      skip === null ? state : `${state}: ${skip}`,
    ]),
  )
}

/** The crowd's windows, ten of which are closed by the app's clock. */
async function gather(page: Page, simulator: Simulator): Promise<void> {
  await gatherCrowd(
    page,
    simulator,
    CROWD.map(({ account, people }) => ({
      account,
      people: people.map((name) =>
        CLOSED.includes(name) ? { name, agoMs: 25 * HOUR_MS } : { name, agoMs: 0 },
      ),
    })),
  )
  await makeTrouble(page, simulator)
  await ask(page, 'settings.update', FAST)
}

async function plan(board: Linkboard, file: string): Promise<void> {
  const { broadcasts } = board
  await broadcasts.startNew()
  await broadcasts.message.fill('{contact}, this is new')
  await broadcasts.fileInput.setInputFiles(file)
  await broadcasts.next()
  await broadcasts.next()
  await expect(broadcasts.dialog.getByText(/^Send 2 messages to each of/)).toBeVisible()
}

test.beforeEach(async ({ board, simulator }) => {
  test.setTimeout(600_000)
  await gather(board.page, simulator)
})

/** Who is included and who is left out, as the last step of the draft says. */
async function checkPlan({ broadcasts, page }: Linkboard): Promise<void> {
  const skipped = (name: string) =>
    broadcasts.planned('Skipped').filter({ has: page.getByRole('rowheader', { name, exact: true }) })
  for (const name of CLOSED) await expect(skipped(name)).toContainText('Window closed')
  for (const name of LAST_ONE) await expect(skipped(name)).toContainText('Quota short')
  for (const account of OFFLINE)
    for (let n = 1; n <= 5; n += 1) await expect(skipped(`${account}-${n}`)).toContainText('Account offline')
  const included = broadcasts.planned('Included')
  await expect(included).toHaveCount(60 - CLOSED.length - LAST_ONE.length - 15)
  for (const name of BOTH) {
    const rows = included.filter({ has: page.getByRole('rowheader', { name, exact: true }) })
    await expect(rows).toHaveCount(1)
    await expect(rows).toContainText('a06')
  }
}

test('P13: sixty contacts, twelve accounts and all kinds of trouble', { tag: '@nightly' }, async ({
  board,
  simulator,
  files,
}) => {
  const { broadcasts, page } = board
  await plan(board, files.writePicture('new.png'))
  await broadcasts.start()
  await expect(broadcasts.state.first()).toHaveText('Finished', { timeout: 90_000 })

  const [run] = (await snapshot(page)).broadcasts
  if (run === undefined) throw new Error('no run')
  const states = await statesOf(page, run.id)
  const phones = onPhones(simulator)
  expect(new Set(phones).size).toBe(phones.length)
  for (const [person, state] of states) {
    const got = phones.filter((line) => line.startsWith(`${person}:`))
    const account = accountOf(person)
    if (account === RATE_LIMITED || account === WITHOUT_ID || account === LOST) continue
    expect([person, state, got]).toEqual([person, 'accepted', [`${person}: text`, `${person}: image`]])
  }
  const of = (account: string) => [...states].filter(([name]) => accountOf(name) === account)
  const tally = (account: string) => of(account).map(([, state]) => state)
  expect(tally(RATE_LIMITED).sort()).toEqual([
    'accepted',
    'refused',
    ...Array.from({ length: 3 }, () => 'skipped: account-may-be-muted'),
  ])
  for (const account of [WITHOUT_ID, LOST]) {
    expect(tally(account).sort()).toEqual([
      ...Array.from({ length: 3 }, () => 'skipped: account-may-be-muted'),
      'unconfirmed',
      'unconfirmed',
    ])
  }
  // nobody was hit after their breaker: three sends each, and not one more
  expect([RATE_LIMITED, WITHOUT_ID, LOST].map((account) => sendsOf(simulator, account))).toEqual([3, 3, 3])
  for (const account of OFFLINE) expect(sendsOf(simulator, account)).toBe(0)
})

interface PageHost {
  app: App
  board: Linkboard
  simulator: Simulator
  files: MediaFiles
}

/** Resolves as the phones show the `count`th message from now on. */
function shown({ world }: Simulator, count: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  let left = count
  const stop = world.onShown(() => {
    left -= 1
    if (left > 0) return
    stop()
    resolve()
  })
  return promise
}

async function killAt(instants: number, { app, board, simulator, files }: PageHost): Promise<void> {
  await plan(board, files.writePicture('new.png'))
  await checkPlan(board)
  await board.broadcasts.start()
  const [run] = (await snapshot(board.page)).broadcasts
  if (run === undefined) throw new Error('no run')
  let now = app
  for (let instant = 0; instant < instants; instant += 1) {
    // before the answer of a send reaches the app, and while others of them are on their way
    await shown(simulator, 1 + (instant % 3))
    await now.kill()
    now = await now.restart()
  }
  const last = new Linkboard(now.page)
  await last.rail.goTo('Broadcasts')
  await expect
    .poll(async () => (await snapshot(now.page)).broadcasts[0]?.state, { timeout: 90_000 })
    .toBe('finished')

  const phones = onPhones(simulator)
  expect(phones.filter((line, index) => phones.indexOf(line) !== index)).toEqual([])
  const lines = (await ledger(now.page, run.id)).filter(({ isPlanned }) => isPlanned)
  const states = await statesOf(now.page, run.id)
  for (const [person, state] of states) {
    const got = phones.filter((line) => line.startsWith(`${person}:`))
    // who counts as reached has both, and whoever has something is not said to have been left out
    if (state === 'accepted') expect([person, got.length]).toEqual([person, 2])
    // whatever a phone has is accepted or unconfirmed, and no acknowledged send is called anything else
    const line = lines.find(({ contactUserId }) => contactUserId === userIdOf(person))
    const known = line?.items.filter(({ state: one }) => one === 'accepted' || one === 'unconfirmed') ?? []
    expect([person, known.length >= got.length]).toEqual([person, true])
  }
  expect(lines.some(({ state }) => state === 'queued' || state === 'sending')).toBe(false)
  for (const account of OFFLINE) expect(sendsOf(simulator, account)).toBe(0)
}

const KEPT = 'no phone has a double, nothing acknowledged is forgotten'

test(`P13: sixty contacts, twelve accounts, all kinds of trouble and kill −9 in between: ${KEPT}`, ({
  app,
  board,
  simulator,
  files,
}) => killAt(1, { app, board, simulator, files }))

test(`P13: and kill −9 at ten instants: ${KEPT}`, { tag: '@nightly' }, ({ app, board, simulator, files }) =>
  killAt(10, { app, board, simulator, files }),
)

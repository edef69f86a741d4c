import { setTimeout as delay } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import { ask, found } from '#e2e/pages/bridge.ts'
import type { AccountId } from '#shared/model/ids.ts'
import type { ColumnContent } from '#shared/model/settings.ts'
import type { Bench, Way } from './frame/bench.ts'
import { amountFigure, atMost, type Figure, ratioFigure, spreadOf } from './frame/figure.ts'
import { inTurns } from './frame/in-turns.ts'
import { startBoard, startFieldFloor, type Watched } from './painted/apps.ts'
import { type Server, withServer } from './painted/server.ts'
import { Keyboard, type Typed } from './typing/keyboard.ts'

/** B9: from a key to the painted field, beside the same kind of field on a bare page of the same host. */

const FULL = { accounts: 200, perSecond: 40, conversations: 2_000, messages: 50_000, rounds: 6, keys: 40 }
const SHORT = { accounts: 6, perSecond: 10, conversations: 12, messages: 120, rounds: 1, keys: 6 }
const BARS = { ratio: 3, ms: 50 }

/** Room for six columns beside each other. */
const WINDOW = { width: 1_920, height: 1_080, deviceScaleFactor: 1, mobile: false }
const COLUMN_PX = 280
const GROUP = 'board'
/** The traffic runs before the first key. */
const LEAD_MS = 1_000
/** What a key takes at most, pauses included: the traffic does not end before the last. */
const KEY_MS = 150

/** Three accounts with a conversation open, and three lists of all accounts that each message changes. */
function contents([first, second, third]: readonly AccountId[]): ColumnContent[] {
  if (first === undefined || second === undefined || third === undefined) throw new Error('too few accounts')
  return [
    { accountId: first },
    { filter: 'all' },
    { filter: 'unread' },
    { accountId: second },
    { filter: 'needs-reply' },
    { accountId: third },
  ]
}

async function widen(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page)
  await session.send('Emulation.setDeviceMetricsOverride', WINDOW)
}

/** Shows six columns; the box of the first conversation has the keys at the end. */
async function openColumns(page: Page): Promise<void> {
  const accounts = await found(page, (now) => now.accounts.map(({ id }) => id))
  const columns = contents(accounts).map((content) => ({ ...content, width: COLUMN_PX }))
  await ask(page, 'settings.update', { columns })
  await page.getByRole('link', { name: 'Side by side' }).click()
  for (const column of [5, 3, 0]) {
    const region = page.getByRole('region', { name: /^Column: / }).nth(column)
    await region.getByRole('list', { name: 'Conversations' }).locator('[data-conversation]').first().click()
    await region.getByRole('log', { name: 'Messages' }).waitFor()
  }
  await page.locator('[data-composer]').first().click()
}

async function startColumns(server: Server, size: typeof FULL): Promise<Watched> {
  const board = await startBoard(server, GROUP, size.accounts, size)
  const { page } = board.app
  await widen(page)
  await server.flood({ group: GROUP, accounts: size.accounts, perSecond: size.perSecond, seconds: 2 })
  await openColumns(page)
  return board
}

async function startField(): Promise<Watched> {
  const floor = await startFieldFloor()
  await widen(floor.app.page)
  await floor.app.page.locator('textarea').click()
  return floor
}

async function measure(server: Server, way: Way): Promise<Figure[]> {
  const size = way.isShort ? SHORT : FULL
  const floor = await startField()
  const board = await startColumns(server, size)
  try {
    const plain = await Keyboard.on(floor.app.page)
    const composer = await Keyboard.on(board.app.page)
    const { keys, perSecond, accounts } = size
    const onBare = async () => {
      const typed = await plain.type(keys)
      await plain.clear()
      return typed
    }
    const inColumn = async () => {
      const seconds = Math.ceil((LEAD_MS + keys * KEY_MS) / 1000)
      const arriving = server.flood({ group: GROUP, accounts, perSecond, seconds })
      await delay(LEAD_MS)
      const typed = await composer.type(keys)
      await arriving
      await composer.clear()
      return typed
    }
    const sides = await inTurns({ rounds: size.rounds, warmUps: 1 }, onBare, inColumn)
    const delays = (all: readonly Typed[]) => spreadOf(all.flatMap((one) => one.delays))
    const rounds = (all: readonly Typed[]) => all.map((one) => delays([one]).p95.toFixed(0)).join(' ')
    way.say(`p95 of each round ${rounds(sides.ours)}; floor ${rounds(sides.floor)}`)
    const what = `key → painted, six columns, ${perSecond} messages/s over ${accounts} accounts`
    const both = { unit: 'ms', floor: delays(sides.floor), ours: delays(sides.ours) }
    const shown = spreadOf(sides.ours.flatMap((one) => one.shown))
    return [
      ratioFigure({ ...both, what, bar: atMost(BARS.ratio) }),
      amountFigure({ unit: 'ms', ours: both.ours, what: `${what}, by itself`, bar: atMost(BARS.ms, 'ms') }),
      amountFigure({
        unit: 'ms',
        ours: shown,
        what: 'key → shown, by Event Timing',
        bar: atMost(BARS.ms, 'ms'),
      }),
    ]
  } finally {
    await Promise.all([floor.close(), board.close()])
  }
}

export const typing: Bench = {
  name: 'typing',
  bar: 'B9',
  title: 'from a key to the painted field with six live columns, beside a field on a bare page',
  run: (way) => withServer((server) => measure(server, way)),
}

import { setTimeout as delay } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import { ask, found } from '#e2e/pages/bridge.ts'
import type { AccountId } from '#shared/model/ids.ts'
import type { ColumnContent } from '#shared/model/settings.ts'
import type { Bench, Way } from './frame/bench.ts'
import { amountFigure, atMost, type Figure, ratioFigure, type Spread, spreadOf } from './frame/figure.ts'
import { inTurns } from './frame/in-turns.ts'
import { startBoard, startFieldFloor, startWindowFloor, type Watched } from './painted/apps.ts'
import { type Server, withServer } from './painted/server.ts'
import { Keyboard, type Typed } from './typing/keyboard.ts'

/**
 * B9: from a key to the painted field, beside the same kind of field on a bare page of the same host. How much of that is
 * the window and how much the messages is told by the same keys while nothing arrives, and by a window of as many
 * pieces, made by hand, in which next to nothing runs: for the messages too, the texts and places that they change, drawn when the
 * product may draw them.
 */

const FULL = {
  accounts: 200,
  perSecond: 40,
  conversations: 2_000,
  messages: 50_000,
  rounds: 8,
  // the product's first rounds take up to twice as long as those behind them
  warmUps: 4,
  keys: 40,
  quietKeys: 40,
  quietRounds: 3,
}
const SHORT = {
  accounts: 6,
  perSecond: 10,
  conversations: 12,
  messages: 120,
  rounds: 1,
  warmUps: 1,
  keys: 6,
  quietKeys: 6,
  quietRounds: 1,
}
const BARS = { ratio: 3, ms: 50 }

/** Room for six columns beside each other. */
const WINDOW = { width: 1_920, height: 1_080, deviceScaleFactor: 1, mobile: false }
const COLUMN_PX = 280
const GROUP = 'board'
const MADE_GROUP = 'made'
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

/** Shows a page of the bare app as wide, its first field with the keys. */
async function openField(starting: Promise<Watched>): Promise<Watched> {
  const floor = await starting
  await widen(floor.app.page)
  await floor.app.page.locator('textarea').first().click()
  return floor
}

/** What one side has been written in so many rounds. */
interface Written {
  readonly delays: Spread
  readonly used: Spread
}

function writtenIn(rounds: readonly Typed[]): Written {
  return {
    delays: spreadOf(rounds.flatMap(({ delays }) => delays)),
    used: spreadOf(rounds.map(({ used }) => used)),
  }
}

/** A round of keys in a page where nothing else goes on. */
function keysIn(keyboard: Keyboard, keys: number): () => Promise<Typed> {
  return async () => {
    const typed = await keyboard.type(keys)
    await keyboard.clear()
    return typed
  }
}

/** A round of keys while messages come. */
function keysUnder(
  keyboard: Keyboard,
  server: Server,
  group: string,
  { keys, perSecond, accounts }: typeof FULL,
): () => Promise<Typed> {
  return async () => {
    const seconds = Math.ceil((LEAD_MS + keys * KEY_MS) / 1000)
    const arriving = server.flood({ group, accounts, perSecond, seconds })
    await delay(LEAD_MS)
    const typed = await keyboard.type(keys)
    await arriving
    await keyboard.clear()
    return typed
  }
}

/** How many elements and texts each page has. */
async function piecesOf(page: Page): Promise<string> {
  return await page.evaluate(() => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    let count = 0
    while (texts.nextNode()) count += 1
    return `${document.querySelectorAll('body *').length} elements, ${count} texts`
  })
}

async function measure(server: Server, way: Way): Promise<Figure[]> {
  const size = way.isShort ? SHORT : FULL
  const floor = await openField(startFieldFloor())
  const board = await startColumns(server, size)
  try {
    const { keys, perSecond, accounts, rounds, warmUps } = size
    const plain = await Keyboard.on(floor.app.page)
    const composer = await Keyboard.on(board.app.page)
    const inColumn = keysUnder(composer, server, GROUP, size)
    const sides = await inTurns({ rounds, warmUps }, keysIn(plain, keys), inColumn)
    const p95s = (all: readonly Typed[]) => all.map((one) => spreadOf(one.delays).p95.toFixed(0)).join(' ')
    way.say(`p95 of each round ${p95s(sides.ours)}; floor ${p95s(sides.floor)}`)
    const what = `six columns, ${perSecond} messages/s over ${accounts} accounts`
    const whole = writtenIn(sides.ours)
    const bare = writtenIn(sides.floor)
    const painted = { unit: 'ms', ours: whole.delays, what: `key → painted, ${what}` } as const
    const shownOf = (all: readonly Typed[]) => spreadOf(all.flatMap((one) => one.shown))
    return [
      ratioFigure({ ...painted, floor: bare.delays, bar: atMost(BARS.ratio) }),
      amountFigure({ ...painted, what: `${painted.what}, by itself`, bar: atMost(BARS.ms, 'ms') }),
      ratioFigure({
        unit: 'ms',
        floor: shownOf(sides.floor),
        ours: shownOf(sides.ours),
        what: 'key → shown, by Event Timing',
        bar: null,
      }),
      usedFigure(what, bare, whole),
      ...(await measureWindow(server, size, { plain, composer, page: board.app.page }, way)),
    ]
  } finally {
    await Promise.all([floor.close(), board.close()])
  }
}

function usedFigure(where: string, floor: Written, ours: Written): Figure {
  const what = `processor time of the page's thread a key, ${where}`
  return ratioFigure({ unit: 'ms', floor: floor.used, ours: ours.used, at: 'p50', what, bar: null })
}

/** The same keys where nothing arrives, and in a window of as many pieces that was made by hand, with and without messages. */
async function measureWindow(
  server: Server,
  size: typeof FULL,
  { plain, composer, page }: { plain: Keyboard; composer: Keyboard; page: Page },
  way: Way,
): Promise<Figure[]> {
  const { quietKeys, quietRounds } = size
  const made = await openField(startWindowFloor(server, MADE_GROUP, size.accounts))
  try {
    const inField = keysIn(plain, quietKeys)
    const keyboard = await Keyboard.on(made.app.page)
    const inMade = keysIn(keyboard, quietKeys)
    const inLiveMade = keysUnder(keyboard, server, MADE_GROUP, { ...size, keys: quietKeys })
    const sides = await inTurns(
      { rounds: quietRounds, warmUps: 1 },
      async () => ({ field: await inField(), made: await inMade(), live: await inLiveMade() }),
      keysIn(composer, quietKeys),
    )
    way.say(`product ${await piecesOf(page)}; made by hand ${await piecesOf(made.app.page)}`)
    const bare = writtenIn(sides.floor.map(({ field }) => field))
    const figures = (where: string, rounds: readonly Typed[]) => {
      const ours = writtenIn(rounds)
      const sides = { unit: 'ms', floor: bare.delays, ours: ours.delays, bar: null } as const
      return [ratioFigure({ ...sides, what: `key → painted, ${where}` }), usedFigure(where, bare, ours)]
    }
    return [
      ...figures('nothing arrives', sides.ours),
      ...figures(
        'a window of as many pieces made by hand',
        sides.floor.map((round) => round.made),
      ),
      ...figures(
        `the same made by hand, ${size.perSecond} messages/s`,
        sides.floor.map((round) => round.live),
      ),
    ]
  } finally {
    await made.close()
  }
}

export const typing: Bench = {
  name: 'typing',
  bar: 'B9',
  title: 'from a key to the painted field with six live columns, beside a field on a bare page',
  run: (way) => withServer((server) => measure(server, way)),
}

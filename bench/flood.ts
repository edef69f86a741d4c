import { setTimeout as delay } from 'node:timers/promises'
import { lagsOf } from './flood/lags.ts'
import { compare } from './flood/ledger.ts'
import { type Held, Memory } from './flood/memory.ts'
import type { Bench, Way } from './frame/bench.ts'
import { amountFigure, atMost, type Figure, spreadOf } from './frame/figure.ts'
import { openFirst, startBoard, type Watched } from './painted/apps.ts'
import type { Paints } from './painted/probe.ts'
import { type Flushed, Server } from './painted/server.ts'
import { Keyboard } from './typing/keyboard.ts'

/**
 * P24 for as long as one likes: 200 messages a second over 200 accounts while somebody types, the page's processor
 * throttled fourfold. What is stored afterwards is compared with what the server had sent.
 */

const FULL = { accounts: 200, perSecond: 200, minutes: 10, conversations: 2_000, messages: 50_000 }
const SHORT = { accounts: 6, perSecond: 30, minutes: 0.1, conversations: 12, messages: 120 }
const GROUP = 'flood'
const THROTTLE = 4
/** Of the whole so much is warm-up for the memory, at most two minutes; traffic and keys rest for a moment behind it. */
const WARM_UP = { share: 0.25, minutes: 2 }
/** The page gives away this often what it has noted. */
const DRAIN_MS = 1_000
/** The traffic is under way before the first key. */
const LEAD_MS = 2_000
/** Keys before the box is emptied, and how long they take, pauses included. */
const TYPED = { keys: 40, ms: 8_000 }
/** What waits is counted so long after the traffic, which goes on so long after a collection, and what is lost so much later. */
const AFTER_MS = 2_000
const LATEST_MS = 10_000
/** Rows that are looked at in the end: the newest ones. */
const ROWS = 8
/**
 * The memory's bar is a megabyte a minute: 12,000 messages come in that time, so it is less than a hundred bytes for each.
 * Anything that is kept of a message, be it its summary or its row, takes several times as much. It is for what is
 * left once main, its threads and the page have collected: until V8 takes the trouble, what nobody needs is there too.
 */
const BARS = { keyMs: 100, longestKeyMs: 250, rowMs: 1_000, megabytesAMinute: 1 }

/** What a flood came to. */
interface Outcome {
  readonly keys: readonly number[]
  readonly lags: readonly number[]
  readonly rowsBehind: number
  readonly waiting: number
  readonly lost: number
  readonly doubled: number
  /** By how much what is held grew, MB a minute. */
  readonly growth: Held
  /** What was resident at most, MB. */
  readonly resident: { readonly main: number; readonly page: number }
}

/** Types until it is time to end. */
async function typeUntil(keyboard: Keyboard, end: number): Promise<number[]> {
  const delays: number[] = []
  while (performance.now() + TYPED.ms < end || delays.length === 0) {
    delays.push(...(await keyboard.type(TYPED.keys)).delays)
    await keyboard.clear()
  }
  return delays
}

/** Of the rows on top, how many do not show what was sent last. */
function countBehind(flushed: readonly Flushed[], visible: readonly number[], accounts: number): number {
  const newest = flushed.slice(-Math.min(ROWS, accounts)).map(({ number }) => number)
  return newest.filter((number) => !visible.includes(number)).length
}

/** When it was, to the tenth of a second, that the newest row came latest. */
function latest(flushed: readonly Flushed[], lags: readonly number[]): string {
  const longest = lags.reduce((most, lag) => Math.max(most, lag), 0)
  const message = flushed[lags.indexOf(longest)]
  const seconds = ((message?.at ?? 0) - (flushed[0]?.at ?? 0)) / 1_000
  return `the newest row came latest ${seconds.toFixed(1)} s behind the first message`
}

function told(before: number, after: number): string {
  return `${before.toFixed(1)} → ${after.toFixed(1)} MB`
}

async function run(server: Server, { app, probe }: Watched, size: typeof FULL, way: Way): Promise<Outcome> {
  const { accounts, perSecond, minutes } = size
  const paints: Paints = new Map()
  const drain = async () => {
    for (const [number, at] of await probe.take()) paints.set(number, paints.get(number) ?? at)
  }
  const keyboard = await Keyboard.on(app.page)
  const memory = await Memory.of(app)
  await probe.throttle(THROTTLE)
  const draining = setInterval(() => void drain().catch(() => undefined), DRAIN_MS)
  try {
    const warmUp = Math.min(minutes * WARM_UP.share, WARM_UP.minutes)
    const receive = async (long: number) => {
      const began = performance.now()
      const arriving = server.flood({ group: GROUP, accounts, perSecond, seconds: long * 60 })
      await delay(LEAD_MS)
      const keys = await typeUntil(keyboard, began + long * 60_000)
      const flushed = await arriving
      await delay(AFTER_MS)
      return { keys, flushed }
    }
    const early = await receive(warmUp)
    // between the two nothing comes, so that what a collection stops is not measured
    const before = await memory.held()
    await delay(AFTER_MS)
    const late = await receive(minutes - warmUp)
    const flushed = [...early.flushed, ...late.flushed]
    const { lost: waiting } = compare(app.userDataDir, flushed)
    const rowsBehind = countBehind(flushed, await probe.visible(), accounts)
    await delay(LATEST_MS)
    await drain()
    const end = performance.timeOrigin + performance.now()
    way.say(`${flushed.length} messages in ${minutes} minutes; ${memory.words()}`)
    const after = await memory.held()
    way.say(
      `held by main ${told(before.main, after.main)}, by the page's process ${told(before.page, after.page)}, ` +
        `where ${told(before.pageResident, after.pageResident)} are resident`,
    )
    const lags = lagsOf(flushed, paints, end)
    way.say(latest(flushed, lags))
    const aMinute = (of: keyof Held) => (after[of] - before[of]) / (minutes - warmUp)
    return {
      ...compare(app.userDataDir, flushed),
      keys: [...early.keys, ...late.keys],
      lags,
      rowsBehind,
      waiting,
      growth: {
        main: aMinute('main'),
        page: aMinute('page'),
        scripts: aMinute('scripts'),
        pageResident: aMinute('pageResident'),
      },
      resident: { main: memory.most('main'), page: memory.most('page') },
    }
  } finally {
    clearInterval(draining)
    memory.stop()
  }
}

function figuresOf(outcome: Outcome, { accounts, perSecond }: typeof FULL): Figure[] {
  const load = `${perSecond} messages/s over ${accounts} accounts, page ${THROTTLE} times slower`
  const most = (what: string, unit: string, ours: number, bar: number) =>
    amountFigure({ what, unit, ours, bar: atMost(bar, unit) })
  const growth = (what: string, ours: number) => most(what, 'MB/min', ours, BARS.megabytesAMinute)
  const resident = (whose: string, ours: number) =>
    amountFigure({ what: `resident memory of ${whose}, the most`, unit: 'MB', ours, bar: null })
  const keys = spreadOf(outcome.keys)
  const lags = spreadOf(outcome.lags)
  return [
    amountFigure({ what: `key → painted, ${load}`, unit: 'ms', ours: keys, bar: atMost(BARS.keyMs, 'ms') }),
    most('key → painted, the longest', 'ms', Math.max(...outcome.keys), BARS.longestKeyMs),
    amountFigure({ what: 'flush → newest row', unit: 'ms', ours: lags, bar: atMost(BARS.rowMs, 'ms') }),
    most(
      'flush → newest row, the longest',
      'ms',
      outcome.lags.reduce((a, b) => Math.max(a, b), 0),
      BARS.rowMs,
    ),
    growth('held by main', outcome.growth.main),
    growth("held by the page's process", outcome.growth.page),
    growth("held by the page's scripts", outcome.growth.scripts),
    amountFigure({
      what: "resident memory of the page's process, once collected",
      unit: 'MB/min',
      ours: outcome.growth.pageResident,
      bar: null,
    }),
    resident('main', outcome.resident.main),
    resident("the page's process", outcome.resident.page),
    most('not stored 2 s after it', 'messages', outcome.waiting, 0),
    most('rows behind 2 s after it', 'rows', outcome.rowsBehind, 0),
    most('lost', 'messages', outcome.lost, 0),
    most('doubled', 'messages', outcome.doubled, 0),
  ]
}

export const flood: Bench = {
  name: 'flood',
  bar: null,
  title:
    'minutes at 200 messages a second over 200 accounts, the page four times slower, while somebody types',
  async run(way) {
    const size = { ...(way.isShort ? SHORT : FULL), ...(way.minutes !== null && { minutes: way.minutes }) }
    const server = await Server.start()
    try {
      const board = await startBoard(server, GROUP, size.accounts, size)
      try {
        await server.flood({ group: GROUP, accounts: size.accounts, perSecond: 10, seconds: 2 })
        await openFirst(board)
        await board.app.page.locator('[data-composer]').click()
        return figuresOf(await run(server, board, size, way), size)
      } finally {
        await board.close()
      }
    } finally {
      await server.close()
    }
  },
}

import { setTimeout as delay } from 'node:timers/promises'
import type { Bench, Way } from './frame/bench.ts'
import { amountFigure, atMost, type Figure, ratioFigure, type Spread, spreadOf } from './frame/figure.ts'
import { inTurns } from './frame/in-turns.ts'
import { openFirst, startBoard, startFloor, type Watched } from './painted/apps.ts'
import type { Paints } from './painted/probe.ts'
import { type Flushed, type Server, withServer } from './painted/server.ts'

/**
 * B1: from the server's flush to the painted row, beside a bare fetch, IPC and DOM append in the same host; and
 * the page under load: what a message costs it, and how it keeps up on a slow machine.
 */

const FULL = { accounts: 50, rounds: 10, roundSeconds: 3 }
const SHORT = { accounts: 10, rounds: 1, roundSeconds: 1 }
const WARM_UP_SECONDS = 1
const BAR = 2

/** A profile that was used for years. */
const BIG = { conversations: 2_000, messages: 1_000_000 }
const SMALL = { conversations: 20, messages: 1_000 }

/** The scenarios with a conversation open. */
const MANY = { accounts: 41, perSecond: 20 }
const CALM = { perSecond: 5, seconds: 10 }
const SLOW = { rate: 4, seconds: 30, silenceMs: 1_000, afterMs: 2_000 }

/** What is still under way when the traffic ends gets this long to be painted. */
const SETTLE_MS = 1_000

interface Round {
  /** From flush to paint, ms, of every message; of one that later ones pushed out of sight, until the next of its account. */
  readonly delays: readonly number[]
  readonly displaced: number
}

/** Delays of what was sent; what nobody saw until the end counts as painted then. */
function delaysOf(flushed: readonly Flushed[], paints: Paints, end: number): Round {
  let displaced = 0
  const delays = flushed.map(({ number, account, at }) => {
    const painted = paints.get(number)
    if (painted !== undefined) return painted - at
    displaced += 1
    const later = flushed.find(
      (one) => one.account === account && one.number > number && paints.has(one.number),
    )
    return (paints.get(later?.number ?? Number.NaN) ?? end) - at
  })
  return { delays, displaced }
}

async function round(
  server: Server,
  watched: Watched,
  flood: { readonly group: string; readonly accounts: number; readonly seconds: number },
): Promise<Round> {
  await watched.probe.take()
  const flushed = await server.flood({ ...flood, perSecond: flood.accounts })
  await delay(SETTLE_MS)
  return delaysOf(flushed, await watched.probe.take(), performance.timeOrigin + performance.now())
}

/** From flush to paint, ms, of every message of a round. */
export async function paintedRound(
  server: Server,
  watched: Watched,
  flood: { readonly group: string; readonly accounts: number; readonly seconds: number },
): Promise<readonly number[]> {
  return (await round(server, watched, flood)).delays
}

function spread(rounds: readonly Round[]): Spread {
  return spreadOf(rounds.flatMap(({ delays }) => delays))
}

/** Floor and product in turns. */
async function measureLatency(server: Server, way: Way, history?: typeof BIG): Promise<Figure> {
  const { accounts, rounds, roundSeconds } = way.isShort ? SHORT : FULL
  const floor = await startFloor(server, 'floor', accounts)
  const board = await startBoard(server, 'board', accounts, history)
  const one = async (watched: Watched, group: string) => {
    await round(server, watched, { group, accounts, seconds: WARM_UP_SECONDS })
    return await round(server, watched, { group, accounts, seconds: roundSeconds })
  }
  try {
    const sides = await inTurns(
      { rounds, warmUps: 1 },
      () => one(floor, 'floor'),
      () => one(board, 'board'),
    )
    const displaced = sides.ours.reduce((sum, { displaced }) => sum + displaced, 0)
    way.say(`p95 of each round ${sides.ours.map((one) => spread([one]).p95.toFixed(0)).join(' ')}`)
    way.say(
      `floor ${sides.floor.map((one) => spread([one]).p95.toFixed(0)).join(' ')}; ${displaced} out of sight`,
    )
    return ratioFigure({
      what: `flush → painted row, ${accounts} accounts${history ? `, ${history.messages} stored` : ''}`,
      unit: 'ms',
      floor: spread(sides.floor),
      ours: spread(sides.ours),
      bar: atMost(BAR),
    })
  } finally {
    await Promise.all([floor.close(), board.close()])
  }
}

/** Longest time between two paints of messages, from the first flush on. */
function longestSilence(flushed: readonly Flushed[], paints: Paints): number {
  const from = Math.min(...flushed.map(({ at }) => at))
  const until = Math.max(...flushed.map(({ at }) => at))
  const times = [from, ...[...paints.values()].sort((one, other) => one - other), until]
  return Math.max(...times.map((at, index) => at - (times[index - 1] ?? at)))
}

/** Of the rows that can be seen in the list, how many do not show what was sent last. */
function backlog(flushed: readonly Flushed[], visible: readonly number[], accounts: number): number {
  const newest = flushed
    .toReversed()
    .slice(0, accounts)
    .map(({ number }) => number)
  const expected = newest.slice(0, 8)
  return expected.filter((number) => !visible.includes(number)).length
}

async function measureLoad(server: Server, way: Way): Promise<Figure[]> {
  const group = 'many'
  const accounts = way.isShort ? SHORT.accounts : MANY.accounts
  const board = await startBoard(server, group, accounts)
  const { probe } = board
  try {
    await server.flood({ group, accounts, perSecond: accounts, seconds: 2 })
    await delay(SETTLE_MS)
    await openFirst(board)
    await delay(SETTLE_MS)

    const before = await probe.workedMs()
    const calm = await server.flood({ group, accounts, ...CALM, ...(way.isShort && { seconds: 2 }) })
    const perMessage = ((await probe.workedMs()) - before) / calm.length

    await probe.take()
    await probe.throttle(SLOW.rate)
    const { perSecond } = MANY
    const seconds = way.isShort ? 3 : SLOW.seconds
    const flushed = await server.flood({ group, accounts, perSecond, seconds })
    await delay(SLOW.afterMs)
    const visible = await probe.visible()
    const paints = await probe.take()
    await probe.throttle(1)

    const page = `page ${SLOW.rate} times slower, ${perSecond} messages/s`
    return [
      amountFigure({ what: 'page time a message', unit: 'ms', ours: perMessage, bar: null }),
      amountFigure({
        what: `longest silence, ${page}`,
        unit: 'ms',
        ours: longestSilence(flushed, paints),
        bar: atMost(SLOW.silenceMs, 'ms'),
      }),
      amountFigure({
        what: `rows behind ${SLOW.afterMs / 1000} s after it, ${page}`,
        unit: 'rows',
        ours: backlog(flushed, visible, accounts),
        bar: atMost(0, 'rows'),
      }),
    ]
  } finally {
    await board.close()
  }
}

export const painted: Bench = {
  name: 'painted',
  bar: 'B1',
  title: "from the server's flush to the painted row, beside a bare fetch, IPC and DOM append",
  run: (way) =>
    withServer(async (server) => [await measureLatency(server, way), ...(await measureLoad(server, way))]),
}

/** The same on a profile with a long history. */
export const paintedBig: Bench = {
  name: 'painted-big',
  bar: null,
  title: 'the same as B1 in a profile with a long history',
  run: (way) => withServer(async (server) => [await measureLatency(server, way, way.isShort ? SMALL : BIG)]),
}

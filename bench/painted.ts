import { setTimeout as delay } from 'node:timers/promises'
import { startBoard, startFloor, type Watched } from './painted/apps.ts'
import type { Paints } from './painted/probe.ts'
import { type Flushed, Server } from './painted/server.ts'
import { percentile } from './percentile.ts'

/**
 * B1: from the server's flush to the painted row, beside a bare fetch, IPC and DOM append in the same host; and
 * the page under load: what a message costs it, and how it keeps up on a slow machine.
 */

const ACCOUNTS = 50
const ROUNDS = 10
const WARM_UP_SECONDS = 1
const ROUND_SECONDS = 3
const BAR = 2

/** A profile that was used for years. */
const BIG = { conversations: 2_000, messages: 1_000_000 }

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

async function round(server: Server, watched: Watched, group: string, seconds: number): Promise<Round> {
  await watched.probe.take()
  const flushed = await server.flood({ group, accounts: ACCOUNTS, perSecond: ACCOUNTS, seconds })
  await delay(SETTLE_MS)
  return delaysOf(flushed, await watched.probe.take(), performance.timeOrigin + performance.now())
}

function row(rounds: readonly Round[]): Record<string, string | number> {
  const delays = rounds.flatMap((one) => one.delays)
  const at = (share: number) => Number(percentile(delays, share).toFixed(1))
  return {
    messages: delays.length,
    'out of sight': rounds.reduce((sum, { displaced }) => sum + displaced, 0),
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
    'p95 of each round': rounds.map((one) => percentile(one.delays, 0.95).toFixed(0)).join(' '),
  }
}

/** Floor and product in turns. */
async function measureLatency(server: Server, history?: typeof BIG): Promise<boolean> {
  const floor = await startFloor(server, 'floor', ACCOUNTS)
  const board = await startBoard(server, 'board', ACCOUNTS, history)
  const floors: Round[] = []
  const boards: Round[] = []
  try {
    for (let turn = 0; turn < ROUNDS; turn += 1) {
      await round(server, floor, 'floor', WARM_UP_SECONDS)
      floors.push(await round(server, floor, 'floor', ROUND_SECONDS))
      await round(server, board, 'board', WARM_UP_SECONDS)
      boards.push(await round(server, board, 'board', ROUND_SECONDS))
    }
  } finally {
    await Promise.all([floor.close(), board.close()])
  }
  console.log(
    `\nB1: ${ACCOUNTS} accounts, 1 message/s each, ${ROUNDS} × ${ROUND_SECONDS} s in turns; ms from flush to painted row`,
    history ? `(${history.messages} messages stored in ${history.conversations} conversations)\n` : '\n',
  )
  console.table({ 'fetch, IPC, DOM append (floor)': row(floors), Linkboard: row(boards) })
  const p95 = (rounds: readonly Round[]) =>
    percentile(
      rounds.flatMap((one) => one.delays),
      0.95,
    )
  const ratio = p95(boards) / p95(floors)
  const holds = ratio <= BAR
  console.log(`p95 is ${ratio.toFixed(2)} times the floor's: ${holds ? 'within' : 'ABOVE'} ${BAR}`)
  return holds
}

/** Opens the conversation in the first row. */
async function openFirst({ app: { page } }: Watched): Promise<void> {
  await page.getByRole('list', { name: 'Conversations' }).getByRole('button').first().click()
  const log = page.getByRole('log', { name: 'Messages' })
  await log.waitFor()
  // under the pointer the list would keep its order
  await log.hover()
}

/** Longest time between two paints of messages, from the first flush on. */
function longestSilence(flushed: readonly Flushed[], paints: Paints): number {
  const from = Math.min(...flushed.map(({ at }) => at))
  const until = Math.max(...flushed.map(({ at }) => at))
  const times = [from, ...[...paints.values()].sort((one, other) => one - other), until]
  return Math.max(...times.map((at, index) => at - (times[index - 1] ?? at)))
}

/** Of the rows that can be seen in the list, how many do not show what was sent last. */
function backlog(flushed: readonly Flushed[], visible: readonly number[]): number {
  const newest = flushed
    .toReversed()
    .slice(0, MANY.accounts)
    .map(({ number }) => number)
  const expected = newest.slice(0, 8)
  return expected.filter((number) => !visible.includes(number)).length
}

async function measureLoad(server: Server): Promise<boolean> {
  const group = 'many'
  const { accounts } = MANY
  const board = await startBoard(server, group, accounts)
  const { probe } = board
  try {
    await server.flood({ group, accounts, perSecond: accounts, seconds: 2 })
    await delay(SETTLE_MS)
    await openFirst(board)
    await delay(SETTLE_MS)

    const before = await probe.workedMs()
    const calm = await server.flood({ group, accounts, ...CALM })
    const perMessage = ((await probe.workedMs()) - before) / calm.length

    await probe.take()
    await probe.throttle(SLOW.rate)
    const { perSecond } = MANY
    const flushed = await server.flood({ group, accounts, perSecond, seconds: SLOW.seconds })
    await delay(SLOW.afterMs)
    const visible = await probe.visible()
    const paints = await probe.take()
    await probe.throttle(1)

    const silence = longestSilence(flushed, paints)
    const left = backlog(flushed, visible)
    console.log(`\n${accounts} accounts, one conversation open\n`)
    console.table({
      'page time per message, ms': Number(perMessage.toFixed(2)),
      [`longest silence at ${perSecond} messages/s, page ${SLOW.rate} times slower, ms`]: Math.round(silence),
      [`rows behind ${SLOW.afterMs / 1000} s after the traffic`]: left,
    })
    const holds = silence <= SLOW.silenceMs && left === 0
    console.log(holds ? 'the page keeps up' : 'the page does NOT keep up')
    return holds
  } finally {
    await board.close()
  }
}

/** Whether B1 holds, and the page keeps up on a slow machine. */
export async function benchPainted(): Promise<boolean> {
  const server = await Server.start()
  try {
    const results = [await measureLatency(server), await measureLoad(server)]
    return results.every((holds) => holds)
  } finally {
    await server.close()
  }
}

/** Whether B1 holds on a profile with a long history. */
export async function benchPaintedBig(): Promise<boolean> {
  const server = await Server.start()
  try {
    return await measureLatency(server, BIG)
  } finally {
    await server.close()
  }
}

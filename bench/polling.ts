import type { Bench } from './frame/bench.ts'
import { amountFigure, atMost, type Figure, ratioFigure, type Spread, spreadOf } from './frame/figure.ts'
import { inTurns } from './frame/in-turns.ts'
import { Side } from './frame/side.ts'
import type {
  BareCalls,
  Flood,
  LoopCalls,
  Memory,
  Moment,
  ProductCalls,
  ReceiverCalls,
  ServerCalls,
} from './polling/calls.ts'
import { until } from './polling/until.ts'

/**
 * B3: many accounts that poll and receive, from the server's answer to the committed message, beside a loop of bare
 * fetches that only learns of the message. Server, floor, product and an idle Node are processes of their own, and so is
 * the floor once more that makes one page durable for what it learns: how far any product stands from the floor by that alone.
 */

const FULL = { accounts: 200, few: 50, perSecond: 200, messages: 1_000, rounds: 5, warmUps: 1 }
const SHORT = { accounts: 8, few: 4, perSecond: 40, messages: 16, rounds: 1, warmUps: 0 }
type Scale = typeof FULL

const LATENCY_BAR = 2
const LOOP_BAR_MS = 10
const GAP_BAR_MS = 50
const MEMORY_BAR_MB = 1
const CONNECTIONS_BAR = 2

const MEGABYTE = 1024 ** 2

function script(name: string): URL {
  return new URL(`./polling/${name}-process.ts`, import.meta.url)
}

/** One side that receives messages of its own group of accounts. */
class Receiver {
  readonly #server: Side<ServerCalls>
  readonly #side: Pick<Side<ReceiverCalls>, 'call'>
  readonly #group: string
  sent = 0
  /** Processor time of each round, ms a message. */
  readonly used: number[] = []
  readonly #arrived: number[] = []

  constructor(server: Side<ServerCalls>, side: Pick<Side<ReceiverCalls>, 'call'>, group: string) {
    this.#server = server
    this.#side = side
    this.#group = group
  }

  /** Has people write; resolves with how long each message took from the server's answer, ms. */
  async receive(flood: Omit<Flood, 'group'>): Promise<number[]> {
    const before = await this.#side.call('used', null)
    const left = new Map(await this.#server.call('flood', { ...flood, group: this.#group }))
    await until(async () => (await this.#side.call('arrived', null)) >= flood.messages)
    this.used.push(((await this.#side.call('used', null)) - before) / flood.messages)
    const moments: readonly Moment[] = await this.#side.call('take', null)
    this.sent += flood.messages
    this.#arrived.push(...moments.map(([number]) => number))
    return moments.map(([number, at]) => at - (left.get(number) ?? Number.NaN))
  }

  get lost(): number {
    return this.sent - new Set(this.#arrived).size
  }

  get doubled(): number {
    return this.#arrived.length - new Set(this.#arrived).size
  }
}

interface Sides {
  readonly server: Side<ServerCalls>
  readonly bare: Side<BareCalls>
  readonly durable: Side<BareCalls>
  readonly product: Side<ProductCalls>
  readonly idle: Side<LoopCalls>
}

/** Floor and product in turns, with the event loops of main and of a process that does nothing. */
async function measureReceiving(
  { server, bare, durable, product, idle }: Sides,
  scale: Scale,
): Promise<Figure[]> {
  const { accounts, perSecond, messages, rounds, warmUps } = scale
  const floor = new Receiver(server, bare, 'bare')
  const least = new Receiver(server, durable, 'durable')
  const ours = new Receiver(server, product, 'ours')
  const watchLoops = (isOn: boolean) =>
    Promise.all([product.call('watchLoop', isOn), idle.call('watchLoop', isOn)])
  const steady = { accounts, messages, perSecond }
  const gaps: number[] = []
  const latency = await inTurns(
    { rounds, warmUps },
    async () => ({
      bare: await floor.receive(steady),
      durable: await least.receive({ ...steady, messages: messages / 2 }),
    }),
    async (round) => {
      await server.call('seen', 'ours')
      if (round >= warmUps) await watchLoops(true)
      const delays = await ours.receive(steady)
      if (round < warmUps) return delays
      await watchLoops(false)
      gaps.push(...(await server.call('seen', 'ours')).gaps)
      return delays
    },
  )
  const used = { floor: spreadOf(floor.used.slice(warmUps)), ours: spreadOf(ours.used.slice(warmUps)) }
  const atOnce = { accounts, messages: accounts, perSecond: null }
  const burst = await inTurns(
    { rounds, warmUps },
    () => floor.receive(atOnce),
    () => ours.receive(atOnce),
  )
  const seen = await server.call('seen', 'ours')
  const spread = (rounds: readonly number[][]): Spread => spreadOf(rounds.flat())
  const most = (what: string, count: number, bar: number) =>
    amountFigure({ what, unit: '', ours: count, bar: atMost(bar, '') })
  return [
    ratioFigure({
      what: `answer to commit, ${accounts} accounts, ${perSecond} messages/s`,
      unit: 'ms',
      floor: spread(latency.floor.map(({ bare }) => bare)),
      ours: spread(latency.ours),
      bar: atMost(LATENCY_BAR),
    }),
    ratioFigure({
      what: 'the same of bare fetches and one durable page for each turn, which P1 demands at least',
      unit: 'ms',
      floor: spread(latency.floor.map(({ bare }) => bare)),
      ours: spread(latency.floor.map(({ durable }) => durable)),
      bar: null,
    }),
    amountFigure({
      what: 'processor time a message beyond the floor',
      unit: 'ms',
      at: 'p50',
      ...used,
      bar: null,
    }),
    amountFigure({
      what: 'answer to commit beyond the floor, a message to every account at once',
      unit: 'ms',
      floor: spread(burst.floor),
      ours: spread(burst.ours),
      bar: null,
    }),
    amountFigure({
      what: "main's event loop beyond an idle one, p99",
      unit: 'ms',
      floor: await idle.call('loop', null),
      ours: await product.call('loop', null),
      at: 'p99',
      bar: atMost(LOOP_BAR_MS, 'ms'),
    }),
    amountFigure({
      what: 'answer to the next poll of the account, p99',
      unit: 'ms',
      ours: spreadOf(gaps),
      at: 'p99',
      bar: atMost(GAP_BAR_MS, 'ms'),
    }),
    most('connections of one account at once', seen.mostConnectionsOfOne, CONNECTIONS_BAR),
    most('connections of all at once, per account', seen.mostConnectionsOfAll / accounts, CONNECTIONS_BAR),
    most('polls of one account at once', seen.mostPollsOfOne, 1),
    most(`messages lost of ${ours.sent}`, ours.lost, 0),
    most('messages stored twice', ours.doubled, 0),
  ]
}

/** Opens the product's accounts, first a few of them, and says what each of the others takes. */
async function openAccounts({ server, product }: Sides, { accounts, few }: Scale): Promise<Figure[]> {
  const openAll = async (count: number): Promise<Memory> => {
    await product.call('bind', { group: 'ours', accounts: count })
    const isPolling = await until(async () => (await server.call('polling', 'ours')) === count)
    if (!isPolling) throw new Error('not every account of the product polls')
    return await product.call('memory', null)
  }
  const before = await openAll(few)
  const after = await openAll(accounts)
  const perAccount = (what: string, of: (memory: Memory) => number) =>
    amountFigure({
      what: `memory per added account, ${what}`,
      unit: 'MB',
      ours: (of(after) - of(before)) / (accounts - few) / MEGABYTE,
      bar: atMost(MEMORY_BAR_MB, 'MB'),
    })
  return [
    perAccount('heap and external', ({ heapAndExternal }) => heapAndExternal),
    perAccount('resident', ({ resident }) => resident),
  ]
}

async function openFloor(
  server: Side<ServerCalls>,
  side: Side<BareCalls>,
  group: string,
  accounts: number,
): Promise<void> {
  await side.call('poll', { url: await server.call('url', null), group, accounts })
  const isPolling = await until(async () => (await server.call('polling', group)) === accounts)
  if (!isPolling) throw new Error('not every account of the floor polls')
}

export const polling: Bench = {
  name: 'polling',
  bar: 'B3',
  title: 'from the answer to the committed message with 200 accounts, beside bare fetches',
  async run(way) {
    const scale = way.isShort ? SHORT : FULL
    const server = new Side<ServerCalls>(script('server'))
    const bare = new Side<BareCalls>(script('bare'))
    const durable = new Side<BareCalls>(script('bare'), { args: ['durable'] })
    const idle = new Side<LoopCalls>(script('idle'))
    const url = await server.call('url', null)
    const product = new Side<ProductCalls>(script('product'), { args: [url], flags: ['--expose-gc'] })
    const sides = { server, bare, durable, product, idle }
    try {
      way.say(`${scale.accounts} accounts open`)
      const memory = await openAccounts(sides, scale)
      await openFloor(server, bare, 'bare', scale.accounts)
      await openFloor(server, durable, 'durable', scale.accounts)
      const receiving = await measureReceiving(sides, scale)
      await product.call('stop', null)
      return [...receiving, ...memory]
    } finally {
      await Promise.all([bare.end(), durable.end(), product.end(), idle.end(), server.end()])
    }
  },
}

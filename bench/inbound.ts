import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import { createIlinkClient } from '#core/ilink/client.ts'
import { createHostPolicy } from '#core/ilink/hosts.ts'
import { createNodeHttp } from '#core/net/http.ts'
import { createSystemClock, systemRandom } from '#core/system-ports.ts'
import { createBenchApp } from './bench-app.ts'
import { percentile } from './frame/percentile.ts'
import { PollWatch } from './poll-watch.ts'
import { SimulatorProcess } from './simulator-process.ts'
import { countStored } from './stored.ts'

const ACCOUNTS = 50
const SECONDS = 30
const WARM_UP_SECONDS = 3

const Bound = z.object({
  bound: z.object({ botToken: z.string(), botId: z.string(), userId: z.string(), baseUrl: z.string() }),
})
type Bound = z.infer<typeof Bound>['bound']

const clock = createSystemClock()

/** Counts and times of one way of receiving. */
interface Measured {
  offered: number
  stored: number
  distinct: number
  p50: number
  p95: number
  p99: number
  mostOpenOfOne: number
  mostOpenOfAll: number
  loopDelayP99: number
}

/** Every account gets a message a second, each text once; resolves with how many were offered. */
async function feed(simulator: SimulatorProcess, prefix: string, seconds: number): Promise<number> {
  const sent: Promise<unknown>[] = []
  for (let second = 0; second < seconds; second += 1) {
    for (let account = 0; account < ACCOUNTS; account += 1) {
      sent.push(simulator.call('inject', { account: `${prefix}-${account}`, text: randomUUID() }))
      await delay(1000 / ACCOUNTS)
    }
  }
  await Promise.all(sent)
  return sent.length
}

async function bindAll(simulator: SimulatorProcess, prefix: string): Promise<Bound[]> {
  const bound: Bound[] = []
  for (let account = 0; account < ACCOUNTS; account += 1) {
    const answer = await simulator.call('addAccount', { account: `${prefix}-${account}`, bound: true })
    bound.push(Bound.parse(answer).bound)
  }
  return bound
}

function summarise(
  watch: PollWatch,
  counts: Pick<Measured, 'offered' | 'stored' | 'distinct'>,
  loop: { percentile(p: number): number },
): Measured {
  return {
    ...counts,
    p50: percentile(watch.gaps, 0.5),
    p95: percentile(watch.gaps, 0.95),
    p99: percentile(watch.gaps, 0.99),
    mostOpenOfOne: watch.mostOpenOfOne,
    mostOpenOfAll: watch.mostOpenOfAll,
    loopDelayP99: loop.percentile(99) / 1e6,
  }
}

/** The floor: the same polls and the same parsing, and nothing done with what they bring. */
async function measureFloor(simulator: SimulatorProcess): Promise<Measured> {
  const accounts = await bindAll(simulator, 'floor')
  const http = createNodeHttp()
  const watch = new PollWatch(http)
  const hostPolicy = createHostPolicy({ apiUrl: simulator.url, cdnUrl: simulator.cdnUrl })
  const client = createIlinkClient({
    http: watch,
    random: systemRandom,
    clock,
    hostPolicy,
    botAgent: 'Bench/1.0',
  })
  const stop = new AbortController()
  const seen = new Set<string | null>()
  let received = 0
  const loops = accounts.map(async ({ botToken: token, baseUrl }) => {
    let cursor = ''
    while (!stop.signal.aborted) {
      const poll = await client.getUpdates({
        account: { baseUrl, token },
        cursor,
        holdMs: 35_000,
        signal: stop.signal,
      })
      if (poll.kind !== 'answered') continue
      cursor = poll.cursor ?? cursor
      received += poll.messages.length
      for (const message of poll.messages) seen.add(message.keys.messageId)
    }
  })
  const loop = monitorEventLoopDelay({ resolution: 1 })
  let offered = await feed(simulator, 'floor', WARM_UP_SECONDS)
  watch.discardWarmUp()
  loop.enable()
  offered += await feed(simulator, 'floor', SECONDS / 3)
  await delay(500)
  loop.disable()
  stop.abort()
  await Promise.all(loops)
  await http.close()
  return summarise(watch, { offered, stored: received, distinct: seen.size }, loop)
}

/** The whole product with a durable database on disk. */
async function measureApp(simulator: SimulatorProcess): Promise<Measured> {
  const accounts = await bindAll(simulator, 'app')
  const folder = mkdtempSync(path.join(tmpdir(), 'linkboard-bench-'))
  const http = createNodeHttp()
  const watch = new PollWatch(http)
  const app = createBenchApp({
    folder,
    server: simulator,
    http: {
      fetch: (request) => watch.fetch(request),
      recycle: () => http.recycle(),
      route: () => {},
      leaveWay: () => {},
      close: () => http.close(),
    },
  })
  app.start()
  for (const { botToken, botId, userId, baseUrl } of accounts) {
    await app.adopt({ token: botToken, botId, ownerUserId: userId, baseUrl }, { alias: null, contacts: [] })
  }
  const loop = monitorEventLoopDelay({ resolution: 1 })
  const warm = await feed(simulator, 'app', WARM_UP_SECONDS)
  watch.discardWarmUp()
  loop.enable()
  const offered = warm + (await feed(simulator, 'app', SECONDS))
  await delay(500)
  loop.disable()
  const counts = await countStored(app)
  await app.stop()
  await http.close()
  rmSync(folder, { recursive: true, force: true })
  return summarise(watch, { offered, ...counts }, loop)
}

/** Fifty accounts, a message a second each: every message stored once, no poll waits for another. */
export async function benchInbound(): Promise<boolean> {
  const simulator = await SimulatorProcess.start()
  try {
    const floor = await measureFloor(simulator)
    const app = await measureApp(simulator)
    const rows = { 'bare polls (floor)': floor, 'Linkboard, stored durably': app }
    console.log(
      `\n${ACCOUNTS} accounts, 1 message/s each, ${SECONDS} s; times in ms from an answer to the next poll\n`,
    )
    console.table(
      Object.fromEntries(
        Object.entries(rows).map(([name, row]) => [
          name,
          {
            offered: row.offered,
            stored: row.stored,
            lost: row.offered - row.distinct,
            doubled: row.stored - row.distinct,
            'polls open, most': row.mostOpenOfAll,
            'per account, most': row.mostOpenOfOne,
            p50: Number(row.p50.toFixed(2)),
            p95: Number(row.p95.toFixed(2)),
            p99: Number(row.p99.toFixed(2)),
            'loop delay p99': Number(row.loopDelayP99.toFixed(2)),
          },
        ]),
      ),
    )
    const complete = app.stored === app.offered && app.distinct === app.offered && app.mostOpenOfOne === 1
    console.log(
      complete ? 'every message stored once, one poll per account' : 'NOT every message was stored once',
    )
    return complete
  } finally {
    await simulator.close()
  }
}

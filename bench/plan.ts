import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import type { App } from '#core/app-surface.ts'
import { createNodeHttp } from '#core/net/http.ts'
import { DATABASE_NAME } from '#core/storage/database.ts'
import type { InputOf } from '#shared/contract/index.ts'
import type { BroadcastPlan } from '#shared/model/broadcast.ts'
import { RECENT_CONTACTS } from '#shared/model/broadcast-defaults.ts'
import { createBenchApp } from './bench-app.ts'
import type { Bench, Way } from './frame/bench.ts'
import { amountFigure, atMost, type Figure, ratioFigure, spreadOf } from './frame/figure.ts'
import { inTurns } from './frame/in-turns.ts'
import { SimulatorProcess } from './simulator-process.ts'

const FULL = { accounts: 20, contacts: 1_000, rounds: 200, warmUps: 20 }
const SHORT = { accounts: 2, contacts: 50, rounds: 2, warmUps: 1 }
const BARS = { ofTheQuery: 10, ms: 200 }
const HOUR_MS = 3_600_000

const Bound = z.object({
  bound: z.object({ botToken: z.string(), botId: z.string(), userId: z.string(), baseUrl: z.string() }),
})

/** What a plan has to know of each row, asked for at once. */
const QUERY = `
  SELECT c.id, c.account_id, c.contact_user_id, k.alias, k.excluded, c.last_inbound_at, c.last_inbound_seq,
    c.sent_since_inbound, c.refused_since_inbound, c.unread, c.context_token IS NOT NULL
  FROM conversations c JOIN accounts a ON a.id = c.account_id LEFT JOIN contacts k ON k.user_id = c.contact_user_id`

const DRAFT: InputOf<'broadcasts.plan'> = {
  content: {
    text: '{contact}，新品目录已经更新。New this week at {account}: have a look, and tell us what you need.',
    fallbacks: { contact: '您好', account: '本店' },
    files: [],
  },
  choice: RECENT_CONTACTS,
  paceMs: 3_000,
}

async function plan(app: App): Promise<BroadcastPlan> {
  const result = await app.connect().request('broadcasts.plan', DRAFT)
  if (!result.ok) throw new Error(`the plan was refused: ${result.error.code}`)
  return result.value as BroadcastPlan
}

/** People who wrote at all hours; every eleventh window is closed, and every seventh person has a name. */
function addContacts(database: DatabaseSync, accounts: readonly string[], contacts: number): void {
  const contact = database.prepare('INSERT INTO contacts (user_id, alias) VALUES (?, ?)')
  const conversation = database.prepare(
    `INSERT INTO conversations (account_id, contact_user_id, context_token, context_token_at, last_inbound_at,
       last_inbound_seq, sent_since_inbound) VALUES (?, ?, 'token', ?, ?, ?, ?)`,
  )
  const now = Date.now()
  database.exec('BEGIN')
  for (let n = 0; n < contacts; n += 1) {
    const user = `wxid_bench_${String(n).padStart(8, '0')}@im.wechat`
    const at = now - (n % 11 === 0 ? 30 : (n % 230) / 10) * HOUR_MS
    if (n % 7 === 0) contact.run(user, `客户 ${n}`)
    conversation.run(accounts[n % accounts.length] ?? '', user, at, at, n, n % 4)
  }
  database.exec('COMMIT')
}

/** Accounts of the simulator, signed in. */
async function adoptAll(app: App, simulator: SimulatorProcess, count: number): Promise<string[]> {
  const accounts: string[] = []
  for (let n = 0; n < count; n += 1) {
    const { bound } = Bound.parse(await simulator.call('addAccount', { account: `shop-${n}`, bound: true }))
    const { botToken: token, botId, baseUrl, userId: ownerUserId } = bound
    accounts.push(await app.adopt({ token, botId, baseUrl, ownerUserId }, { alias: `店 ${n}`, contacts: [] }))
  }
  return accounts
}

async function timed(work: () => unknown): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}

async function measure(app: App, file: string, simulator: SimulatorProcess, way: Way): Promise<Figure[]> {
  const size = way.isShort ? SHORT : FULL
  const database = new DatabaseSync(file)
  try {
    const accounts = await adoptAll(app, simulator, size.accounts)
    addContacts(database, accounts, size.contacts)
    let made = await plan(app)
    while (made.accounts.length < size.accounts) {
      await delay(20)
      made = await plan(app)
    }
    way.say(`${made.included.length} included, ${made.skipped.length} skipped`)
    const query = database.prepare(QUERY)
    const { floor, ours } = await inTurns(
      size,
      () => timed(() => query.all()),
      () => timed(() => plan(app)),
    )
    const sides = { unit: 'ms', floor: spreadOf(floor), ours: spreadOf(ours) }
    const what = `plan for ${size.contacts} contacts of ${size.accounts} accounts`
    return [
      ratioFigure({ what: `${what}, beside the query`, ...sides, bar: atMost(BARS.ofTheQuery) }),
      amountFigure({ what, unit: 'ms', ours: sides.ours, bar: atMost(BARS.ms, 'ms') }),
    ]
  } finally {
    database.close()
  }
}

/** B8: the plan of a broadcast. */
export const broadcastPlan: Bench = {
  name: 'plan',
  bar: 'B8',
  title: 'the plan of a broadcast to 1,000 contacts, beside one plain query over the same rows',
  async run(way) {
    const folder = mkdtempSync(path.join(tmpdir(), 'linkboard-bench-'))
    const simulator = await SimulatorProcess.start()
    const http = createNodeHttp()
    const app = createBenchApp({ folder, server: simulator, http })
    app.start()
    try {
      return await measure(app, path.join(folder, DATABASE_NAME), simulator, way)
    } finally {
      await app.stop()
      await http.close()
      await simulator.close()
      rmSync(folder, { recursive: true, force: true })
    }
  },
}

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import type { App } from '#core/app-surface.ts'
import { createNodeHttp } from '#core/net/http.ts'
import { DATABASE_NAME } from '#core/storage/database.ts'
import { ROUTES } from '#core/storage/route-repository.ts'
import type { InputOf } from '#shared/contract/index.ts'
import type { BroadcastPlan } from '#shared/model/broadcast.ts'
import { RECENT_CONTACTS } from '#shared/model/broadcast-defaults.ts'
import { createBenchApp } from './bench-app.ts'
import { percentile } from './frame/percentile.ts'
import { SimulatorProcess } from './simulator-process.ts'

/** B8: the plan of a broadcast to 1,000 contacts, beside one plain query over the same rows. */

const ACCOUNTS = 20
const CONTACTS = 1_000
const ROUNDS = 200
const BARS = { ofTheQuery: 10, ms: 200 }
const HOUR_MS = 3_600_000

const Bound = z.object({
  bound: z.object({ botToken: z.string(), botId: z.string(), userId: z.string(), baseUrl: z.string() }),
})

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
function addContacts(database: DatabaseSync, accounts: readonly string[]): void {
  const contact = database.prepare('INSERT INTO contacts (user_id, alias) VALUES (?, ?)')
  const conversation = database.prepare(
    `INSERT INTO conversations (account_id, contact_user_id, context_token, context_token_at, last_inbound_at,
       last_inbound_seq, sent_since_inbound) VALUES (?, ?, 'token', ?, ?, ?, ?)`,
  )
  const now = Date.now()
  database.exec('BEGIN')
  for (let n = 0; n < CONTACTS; n += 1) {
    const user = `wxid_bench_${String(n).padStart(8, '0')}@im.wechat`
    const at = now - (n % 11 === 0 ? 30 : (n % 230) / 10) * HOUR_MS
    if (n % 7 === 0) contact.run(user, `客户 ${n}`)
    conversation.run(accounts[n % ACCOUNTS] ?? '', user, at, at, n, n % 4)
  }
  database.exec('COMMIT')
}

/** Times of both, one after the other in turns, in ms. */
async function measure(app: App, database: DatabaseSync): Promise<{ floor: number[]; ours: number[] }> {
  const query = database.prepare(ROUTES)
  const floor: number[] = []
  const ours: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = performance.now()
    query.all()
    const between = performance.now()
    await plan(app)
    floor.push(between - before)
    ours.push(performance.now() - between)
  }
  return { floor, ours }
}

/** Whether B8 holds. */
export async function benchBroadcastPlan(): Promise<boolean> {
  const folder = mkdtempSync(path.join(tmpdir(), 'linkboard-bench-'))
  const simulator = await SimulatorProcess.start()
  const http = createNodeHttp()
  const app = createBenchApp({ folder, server: simulator, http })
  app.start()
  const database = new DatabaseSync(path.join(folder, DATABASE_NAME))
  try {
    const accounts: string[] = []
    for (let n = 0; n < ACCOUNTS; n += 1) {
      const { bound } = Bound.parse(await simulator.call('addAccount', { account: `shop-${n}`, bound: true }))
      const { botToken: token, botId, baseUrl, userId: ownerUserId } = bound
      accounts.push(
        await app.adopt({ token, botId, baseUrl, ownerUserId }, { alias: `店 ${n}`, contacts: [] }),
      )
    }
    addContacts(database, accounts)
    let made = await plan(app)
    while (made.accounts.length < ACCOUNTS) {
      await new Promise<void>((resolve) => app.connect().subscribe(() => resolve()))
      made = await plan(app)
    }
    const { included, skipped } = made
    const { floor, ours } = await measure(app, database)
    const ratio = percentile(ours, 0.5) / percentile(floor, 0.5)
    const worst = percentile(ours, 0.95)
    console.log(
      `\nB8: plan for ${CONTACTS} contacts of ${ACCOUNTS} accounts (${included.length} included, ${skipped.length} skipped), ${ROUNDS} rounds\n`,
    )
    console.table({
      'one plain query (floor)': {
        'p50 ms': rounded(percentile(floor, 0.5)),
        'p95 ms': rounded(percentile(floor, 0.95)),
        'of the floor': 1,
      },
      Linkboard: {
        'p50 ms': rounded(percentile(ours, 0.5)),
        'p95 ms': rounded(worst),
        'of the floor': rounded(ratio),
      },
    })
    const holds = ratio <= BARS.ofTheQuery && worst <= BARS.ms
    console.log(holds ? 'B8 holds' : 'B8 does NOT hold')
    return holds
  } finally {
    database.close()
    await app.stop()
    await http.close()
    await simulator.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

function rounded(value: number): number {
  return Number(value.toFixed(2))
}

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as delay } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { createNodeHttp } from '#core/net/http.ts'
import { DATABASE_NAME } from '#core/storage/database.ts'
import { createBenchApp } from '../bench-app.ts'

// The product behind one answer of junk: says how long it answered nobody and what it took.

const [, , url = ''] = process.argv
const folder = mkdtempSync(path.join(tmpdir(), 'linkboard-bench-'))
const http = createNodeHttp()
const app = createBenchApp({ folder, server: { url, cdnUrl: `${url}/c2c` }, http })
process.once('SIGTERM', () => {
  void app.stop().then(() => {
    rmSync(folder, { recursive: true, force: true })
    process.exit(0)
  })
})
app.start()
const adopted = { token: 'bench@im.bot:token', botId: 'bench@im.bot', ownerUserId: null, baseUrl: url }
const accountId = await app.adopt(adopted, { alias: null, contacts: [] })

const reader = new DatabaseSync(path.join(folder, DATABASE_NAME), { readOnly: true })
const countOf = reader.prepare('SELECT unreadable_count AS n FROM accounts WHERE id = ?')
const asker = new Worker(new URL('../main-thread/asker.ts', import.meta.url))
const reported = Promise.withResolvers<number>()
asker.on('message', (message: { kind: 'ask' } | { kind: 'report'; longest: number }) => {
  if (message.kind === 'ask') asker.postMessage('answer')
  else reported.resolve(message.longest)
})
await delay(1_000)
const before = process.memoryUsage.rss()
let most = before
const memory = setInterval(() => {
  most = Math.max(most, process.memoryUsage.rss())
}, 5)
process.send?.('ready')

/** Waits until something was counted; what is counted is counted in one commit. */
async function counted(): Promise<{ count: number; seconds: number }> {
  const began = performance.now()
  let count = 0
  while (count === 0) {
    await delay(5)
    count = Number(countOf.get(accountId)?.['n'])
  }
  return { count, seconds: (performance.now() - began) / 1000 }
}

const { count, seconds } = await counted()
// what was asked while main was busy is answered first
await delay(50)
asker.postMessage('report')
const longestMs = await reported.promise
clearInterval(memory)
const kept = Number(reader.prepare('SELECT COUNT(*) AS n FROM unreadable_messages').get()?.['n'])
process.send?.({ seconds, longestMs, extraMegabytes: (most - before) / 1e6, counted: count, kept })

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { serialize } from 'node:v8'
import { createNodeHttp } from '#core/net/http.ts'
import type { InputOf, OutputOf, RequestName } from '#shared/contract/index.ts'
import type { Snapshot } from '#shared/model/changes.ts'
import { createBenchApp } from '../bench-app.ts'
import { answerCalls } from '../frame/side.ts'
import type { Memory, ProductCalls } from './calls.ts'
import { CommitWatch } from './commit-watch.ts'
import { createLoopWatch } from './loop-watch.ts'
import { used } from './times.ts'

// The whole product without a page, durable in a folder of its own.

const [, , url = ''] = process.argv
const folder = mkdtempSync(path.join(tmpdir(), 'linkboard-bench-'))
const http = createNodeHttp()
const watched: { commits: CommitWatch | null } = { commits: null }
const app = createBenchApp({
  ...{ folder, http, server: { url, cdnUrl: `${url}/c2c` } },
  opened(database) {
    watched.commits = new CommitWatch(database)
  },
})
const { commits } = watched
if (commits === null) throw new Error('the product did not open its database')
app.start()
// what a window is told is made ready for its process, as it is behind a real one
const window = app.connect()
/** Who waits for programs to be reached, or not to be. */
let doorChanged: ((url: string | null) => void) | null = null
window.subscribe((batch) => {
  void serialize(batch)
  for (const change of batch.changes) if (change.kind === 'program-door') doorChanged?.(change.door.url)
})
let bound = 0

async function ask<N extends RequestName>(name: N, input: InputOf<N>): Promise<OutputOf<N>> {
  const answer = await window.request(name, input)
  if (!answer.ok) throw new Error(answer.error.code)
  // the router answers a request with what its handler gives
  return answer.value as OutputOf<N>
}

function addressOf({ programDoor }: Snapshot): string | null {
  return programDoor.url
}

function collect(): void {
  if (globalThis.gc === undefined) throw new Error('this process is to be started with --expose-gc')
  globalThis.gc()
}

async function memory(): Promise<Memory> {
  // what is freed by one collection lets go of more for the next
  for (let round = 0; round < 3; round += 1) {
    collect()
    await delay(50)
  }
  const { heapUsed, external, rss } = process.memoryUsage()
  return { heapAndExternal: heapUsed + external, resident: rss }
}

answerCalls<ProductCalls>({
  ...createLoopWatch(),
  async bind({ group, accounts }) {
    for (; bound < accounts; bound += 1) {
      const token = `${group}-${bound}`
      const adoption = { token, botId: `${token}@im.bot`, ownerUserId: `${token}@im.wechat`, baseUrl: url }
      await app.adopt(adoption, { alias: null, contacts: [] })
    }
    return null
  },
  memory,
  async letIn() {
    const allowed = await ask('programs.allow', { name: 'Bench', scope: 'read', accounts: null })
    return allowed.token
  },
  async programs(isOn) {
    const changed = Promise.withResolvers<string | null>()
    doorChanged = (url) => {
      if ((url !== null) === isOn) changed.resolve(url)
    }
    const { machine } = (await ask('app.snapshot', undefined)).settings
    if (machine.programs.isOn === isOn) return isOn ? addressOf(await ask('app.snapshot', undefined)) : null
    await ask('settings.update', { machine: { ...machine, programs: { ...machine.programs, isOn } } })
    return changed.promise
  },
  pid: () => process.pid,
  resident: () => process.memoryUsage.rss(),
  arrived: () => commits.arrived,
  take: () => commits.take(),
  used,
  async stop() {
    await app.stop()
    await http.close()
    rmSync(folder, { recursive: true, force: true })
    return null
  },
})

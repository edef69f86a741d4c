import { setTimeout as delay } from 'node:timers/promises'
import type { Bench, Way } from './frame/bench.ts'
import { amountFigure, atMost, type Figure, spreadOf } from './frame/figure.ts'
import { startBoard, startFloor, type Watched } from './painted/apps.ts'
import { Server } from './painted/server.ts'
import { treeMemory } from './size/memory.ts'
import { startScripts } from './size/scripts.ts'

/** B12: what the page loads until its first inbox is painted, and what the whole app holds in memory. */

const FULL = { accounts: 200, settleMs: 20_000, samples: 10, betweenMs: 1_000 }
const SHORT = { accounts: 3, settleMs: 500, samples: 2, betweenMs: 100 }
const SCRIPT_BAR_KB = 250
const MEMORY_BAR_MB = 120
const KB = 1000
const MB = 1024 * 1024

/** What the app holds, MB, once it has nothing to do but to poll. */
async function memoryOf({ app }: Watched, way: Way): Promise<number[]> {
  const { settleMs, samples, betweenMs } = way.isShort ? SHORT : FULL
  await delay(settleMs)
  const megabytes: number[] = []
  for (let sample = 0; sample < samples; sample += 1) {
    const parts = treeMemory(app.pid)
    megabytes.push(parts.reduce((sum, { bytes }) => sum + bytes, 0) / MB)
    if (sample === 0) way.say(parts.map(({ name, bytes }) => `${name} ${(bytes / MB).toFixed(0)}`).join(', '))
    await delay(betweenMs)
  }
  return megabytes
}

async function measure(server: Server, way: Way): Promise<readonly Figure[]> {
  const { accounts } = way.isShort ? SHORT : FULL
  const floor = await startFloor(server, 'floor', accounts)
  const floorMemory = await memoryOf(floor, way).finally(() => floor.close())
  const board = await startBoard(server, 'board', accounts, {
    conversations: accounts,
    messages: 10 * accounts,
  })
  try {
    const ours = await memoryOf(board, way)
    const scripts = await startScripts(board.app.page)
    for (const { name, gzipBytes } of scripts) way.say(`${name} ${(gzipBytes / KB).toFixed(1)} kB`)
    return [
      amountFigure({
        what: 'page script until the inbox is painted, gzip',
        unit: 'kB',
        ours: scripts.reduce((sum, { gzipBytes }) => sum + gzipBytes, 0) / KB,
        bar: atMost(SCRIPT_BAR_KB, 'kB'),
      }),
      amountFigure({
        what: `memory of all processes, ${accounts} accounts, beyond the bare app`,
        unit: 'MB',
        floor: spreadOf(floorMemory),
        ours: spreadOf(ours),
        at: 'p50',
        bar: atMost(MEMORY_BAR_MB, 'MB'),
      }),
    ]
  } finally {
    await board.close()
  }
}

export const size: Bench = {
  name: 'size',
  bar: 'B12',
  title: 'script that the first inbox needs, and memory beyond a bare app with as many polls',
  async run(way) {
    const server = await Server.start()
    try {
      return await measure(server, way)
    } finally {
      await server.close()
    }
  },
}

import { setTimeout as delay } from 'node:timers/promises'
import type { Bench, Way } from './frame/bench.ts'
import { amountFigure, atMost, type Figure, spreadOf } from './frame/figure.ts'
import { restartBoard, startFloor, type Watched } from './painted/apps.ts'
import { type Server, withServer } from './painted/server.ts'
import { treeMemory } from './size/memory.ts'
import { startScripts } from './size/scripts.ts'
import { signedInProfile } from './start/house.ts'

/** B12: what the page loads until its first inbox is painted, and what the whole app holds in memory. */

const FULL = { accounts: 200, settleMs: 20_000, samples: 10, betweenMs: 1_000 }
const SHORT = { accounts: 3, settleMs: 500, samples: 2, betweenMs: 100 }
const SCRIPT_BAR_KB = 250
const MEMORY_BAR_MB = 120
const KB = 1000
const MB = 1024 * 1024

/** What an app holds now, MB. */
function megabytesOf({ app }: Watched, say?: (line: string) => void): number {
  const parts = treeMemory(app.pid)
  say?.(parts.map(({ name, bytes }) => `${name} ${(bytes / MB).toFixed(0)}`).join(', '))
  return parts.reduce((sum, { bytes }) => sum + bytes, 0) / MB
}

/**
 * What both hold once they have nothing to do but to poll, MB. They run side by side: what they share with each other,
 * and with whatever else runs, counts for both alike.
 */
async function memoryOf(
  floor: Watched,
  board: Watched,
  way: Way,
): Promise<{ floor: number[]; ours: number[] }> {
  const { settleMs, samples, betweenMs } = way.isShort ? SHORT : FULL
  await delay(settleMs)
  const memory = { floor: [megabytesOf(floor, way.say)], ours: [megabytesOf(board, way.say)] }
  while (memory.ours.length < samples) {
    await delay(betweenMs)
    memory.floor.push(megabytesOf(floor))
    memory.ours.push(megabytesOf(board))
  }
  return memory
}

async function measure(server: Server, way: Way): Promise<readonly Figure[]> {
  const { accounts } = way.isShort ? SHORT : FULL
  // a start like any other: who has just signed 200 people in holds more for a while
  const size = { accounts, conversations: accounts, messages: 10 * accounts }
  const profile = await signedInProfile(server, 'board', size)
  const floor = await startFloor(server, 'floor', accounts)
  const board = await restartBoard(profile)
  try {
    const memory = await memoryOf(floor, board, way)
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
        floor: spreadOf(memory.floor),
        ours: spreadOf(memory.ours),
        at: 'p50',
        bar: atMost(MEMORY_BAR_MB, 'MB'),
      }),
    ]
  } finally {
    await Promise.all([floor.close(), board.close()])
  }
}

export const size: Bench = {
  name: 'size',
  bar: 'B12',
  title: 'script that the first inbox needs, and memory beyond a bare app with as many polls',
  run: (way) => withServer((server) => measure(server, way)),
}

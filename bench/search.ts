import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as delay } from 'node:timers/promises'
import type { AppPorts } from '#core/app-ports.ts'
import type { AppConnection } from '#core/app-surface.ts'
import { SEARCH_INDEX_NAME } from '#core/search/index-file.ts'
import { DATABASE_NAME } from '#core/storage/database.ts'
import type { OutputOf } from '#shared/contract/index.ts'
import { MAX_HITS } from '#shared/model/search.ts'
import { type Random, seededRandom } from '#simulator/index.ts'
import { createBenchApp } from './bench-app.ts'
import type { Bench, Way } from './frame/bench.ts'
import { amountFigure, atLeast, atMost, type Figure, spreadOf } from './frame/figure.ts'
import { inTurns } from './frame/in-turns.ts'
import { generateProfile } from './profile/generate.ts'

const FULL = { accounts: 200, conversations: 2_000, messages: 1_000_000, rounds: 20, searches: 20 }
const SHORT = { accounts: 5, conversations: 50, messages: 5_000, rounds: 2, searches: 5 }
type Size = typeof FULL
const BARS = { timesFaster: 50, heldMs: 50 }
/** The start itself is measured elsewhere. */
const START_MS = 3_000

const NOBODY: AppPorts['http'] = {
  fetch: () => Promise.reject(new Error('nobody is there')),
  recycle: () => {},
  route: () => {},
  leaveWay: () => {},
  close: () => Promise.resolve(),
}

async function find(window: AppConnection, text: string): Promise<NonNullable<OutputOf<'search.messages'>>> {
  const found = await window.request('search.messages', { text, filter: {}, limit: MAX_HITS })
  if (!found.ok) throw new Error(`the search was refused: ${found.error.code}`)
  return found.value as NonNullable<OutputOf<'search.messages'>>
}

/** Resolves when everything can be searched; answers the longest time main took to come back meanwhile, in ms. */
async function untilIndexed(window: AppConnection): Promise<number> {
  let longest = 0
  for (let isOver = false; !isOver; ) {
    isOver = (await find(window, '好')).progress.share === 1
    for (let look = 0; look < 50 && !isOver; look += 1) {
      const began = performance.now()
      await delay(10)
      longest = Math.max(longest, performance.now() - began - 10)
    }
  }
  return longest
}

/** Pairs of Chinese characters as they stand in texts, and some that stand in none. */
function twoCharacters(database: DatabaseSync, random: Random, size: Size): string[] {
  const text = database.prepare("SELECT parts ->> '$[0].text' AS text FROM messages WHERE id = ?")
  const pairs: string[] = []
  const enough = size.rounds * size.searches
  while (pairs.length < enough) {
    const found = String(text.get(1 + random.below(size.messages))?.['text']).match(/\p{sc=Han}{2}/gu) ?? []
    const [first, ...rest] = found
    if (first !== undefined) pairs.push(random.pick([first, ...rest]))
    const [one, other] = [found.at(0), found.at(-1)]
    // some pairs of common characters that never stand together
    if (one && other && pairs.length % 10 === 0) pairs.push(`${other.charAt(1)}${one.charAt(0)}`)
  }
  return pairs.slice(0, enough)
}

/** Scans and searches in turns, each for the same pair of characters. */
async function measureSearches(window: AppConnection, file: string, size: Size): Promise<Figure> {
  const database = new DatabaseSync(file, { readOnly: true })
  try {
    const scan = database.prepare('SELECT id FROM messages WHERE parts LIKE ?')
    const pairs = twoCharacters(database, seededRandom(6), size)
    const ofRound = (round: number) => pairs.slice(round * size.searches, (round + 1) * size.searches)
    const { floor, ours } = await inTurns(
      { rounds: size.rounds },
      (round) => {
        const began = performance.now()
        scan.all(`%${ofRound(round)[0]}%`)
        return performance.now() - began
      },
      async (round) => {
        const times: number[] = []
        for (const pair of ofRound(round)) {
          const began = performance.now()
          await find(window, pair)
          times.push(performance.now() - began)
        }
        return times
      },
    )
    const [scans, searches] = [spreadOf(floor), spreadOf(ours.flat())]
    return {
      what: `two characters in ${size.messages} messages, newest ${MAX_HITS}`,
      ...{ unit: 'ms', floor: scans, ours: searches },
      // the usual scan against the slowest searches but for one in twenty
      measured: scans.p50 / searches.p95,
      measuredIn: '× faster',
      bar: atLeast(BARS.timesFaster, '× faster'),
    }
  } finally {
    database.close()
  }
}

async function measure(folder: string, way: Way): Promise<Figure[]> {
  const size = way.isShort ? SHORT : FULL
  const { accounts, conversations, messages } = size
  generateProfile(folder, { accounts, conversations, messages, seed: 6, now: Date.now() })
  const data = path.join(folder, 'data')
  const app = createBenchApp({
    folder: data,
    server: { url: 'http://127.0.0.1:9', cdnUrl: 'http://127.0.0.1:9' },
    http: NOBODY,
  })
  app.start()
  try {
    const window = app.connect()
    if (!way.isShort) await delay(START_MS)
    const began = performance.now()
    const heldMs = await untilIndexed(window)
    const seconds = (performance.now() - began) / 1000
    const megabytes = statSync(path.join(data, SEARCH_INDEX_NAME)).size / 1024 ** 2
    way.say(`${messages} messages indexed in ${seconds.toFixed(0)} s, ${megabytes.toFixed(0)} MB`)
    return [
      await measureSearches(window, path.join(data, DATABASE_NAME), size),
      amountFigure({
        ...{ what: 'main held while the index is built', unit: 'ms', ours: heldMs },
        bar: atMost(BARS.heldMs, 'ms'),
      }),
    ]
  } finally {
    await app.stop()
  }
}

/** B6: two Chinese characters over a long history. */
export const search: Bench = {
  name: 'search',
  bar: 'B6',
  title: 'two Chinese characters over a long history, beside an unlimited LIKE',
  async run(way) {
    const folder = mkdtempSync(path.join(tmpdir(), 'linkboard-bench-search-'))
    try {
      return await measure(folder, way)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
}

import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { DATABASE_NAME } from '#core/storage/database.ts'
import { NO_ACTIONS } from '#core/testing/no-window.ts'
import { createBenchApp } from './bench-app.ts'
import type { Bench, Way } from './frame/bench.ts'
import { amountFigure, atMost, type Figure } from './frame/figure.ts'
import { type Answers, Asked } from './main-thread/asked.ts'
import { backupPorts, backupWorks, restoringWorks } from './main-thread/backup-works.ts'
import { broadcastWorks, untilReachable } from './main-thread/broadcast-works.ts'
import { addReachablePeople, createQuietServer } from './main-thread/reachable-people.ts'
import { deletingWorks, LONGEST, storageWorks } from './main-thread/storage-works.ts'
import type { Place, Works } from './main-thread/works.ts'
import { generateProfile } from './profile/generate.ts'

const FULL = {
  profile: { accounts: 200, conversations: 2_000, messages: 1_000_000, media: { every: 20, files: 4_000 } },
  ...{ people: 10_000, quietMs: 3_000 },
}
const SHORT = {
  profile: { accounts: 4, conversations: 20, messages: 2_000, media: { every: 20, files: 100 } },
  ...{ people: 40, quietMs: 100 },
}
/** A fifth of the messages are the first account's, the one that is deleted. */
const PROFILE = { seed: 10, firstShare: 0.2 }
const BAR_MS = 50
const SERVER_URL = 'http://127.0.0.1:9'

function figureOf(name: string, { longestMs }: Answers): Figure {
  // what main does by itself is shown, and no work of anybody's
  const bar = name === 'nothing' ? null : atMost(BAR_MS, 'ms')
  return amountFigure({ what: name, unit: 'ms', ours: longestMs, bar })
}

/** The works that somebody asked for. */
function chosen(works: Works, { only }: Way): Works {
  const isChosen = (name: string) => only.length === 0 || only.some((part) => name.includes(part))
  const some = Object.entries(works).filter(([name]) => isChosen(name))
  if (some.length === 0) throw new Error(`there is no such work among ${Object.keys(works).join(', ')}`)
  return Object.fromEntries(some)
}

/** Does one thing after the other and asks main meanwhile. */
async function measure(works: Works, asked: Asked, way: Way): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const [name, work] of Object.entries(chosen(works, way))) {
    await asked.answers()
    const began = performance.now()
    await work()
    const seconds = (performance.now() - began) / 1000
    // what was asked while main was busy is answered before the report
    await delay(10)
    const answers = await asked.answers()
    const { asked: count, longestMs, workedMs } = answers
    const told = `longest of ${count} answers ${longestMs.toFixed(1)} ms, main worked ${workedMs.toFixed(1)} ms at once`
    way.say(`${name}: ${seconds.toFixed(1)} s, ${told}`)
    figures.push(figureOf(name, answers))
  }
  return figures
}

async function run(folder: string, way: Way): Promise<Figure[]> {
  const { profile, people, quietMs } = way.isShort ? SHORT : FULL
  generateProfile(folder, { ...PROFILE, ...profile, now: Date.now() })
  const data = path.join(folder, 'data')
  const file = path.join(data, DATABASE_NAME)
  const server = createQuietServer(SERVER_URL)
  const vault = await addReachablePeople(data, { people, url: SERVER_URL })
  way.say(`${profile.messages} messages, ${Math.round(statSync(file).size / 1024 ** 2)} MB`)
  const app = createBenchApp({
    ...{ folder: data, server, http: server.http, vault, backup: backupPorts(folder) },
    actions: {
      ...NO_ACTIONS,
      saveFile: () => Promise.resolve(true),
      async saveText(_name, content) {
        for await (const _some of content);
        return true
      },
    },
  })
  app.start()
  const window = app.connect()
  window.subscribe(() => {})
  const place: Place = { window, folder, file, people, quietMs }
  // main answers it itself: what the thread for reads answers waits there. Once the contact is deleted it says so
  const asked = new Asked(() => window.request('messages.page', { conversationId: LONGEST, limit: 1 }))
  try {
    await untilReachable(place)
    await delay(quietMs)
    return await measure(
      {
        ...storageWorks(place),
        ...broadcastWorks(place),
        ...backupWorks(place),
        ...deletingWorks(place),
        ...restoringWorks(place),
      },
      asked,
      way,
    )
  } finally {
    await asked.close()
    await app.stop()
  }
}

/** B10: what is long never blocks. */
export const mainThread: Bench = {
  name: 'main-thread',
  bar: 'B10',
  title: 'the longest that main takes to answer a small request while something long goes on',
  async run(way) {
    const folder = mkdtempSync(path.join(tmpdir(), 'linkboard-bench-main-'))
    try {
      return await run(folder, way)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
}

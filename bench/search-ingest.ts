import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { createTestInbox, inboundText, START } from '#core/inbox/testing.ts'
import { createThreadedReads } from '#core/reads/threaded-reads.ts'
import { SearchIndexing } from '#core/search/search-indexing.ts'
import { DATABASE_NAME } from '#core/storage/database.ts'
import { openDatabase } from '#core/storage/open-database.ts'
import { createSystemClock } from '#core/system-ports.ts'
import { TestLog } from '#core/testing/log.ts'
import { seededRandom } from '#simulator/index.ts'
import type { Bench } from './frame/bench.ts'
import { atLeast, ratioFigure, spreadOf } from './frame/figure.ts'
import { inTurns } from './frame/in-turns.ts'
import { writeText } from './profile/texts.ts'

const FULL = { messages: 20_000, rounds: 7 }
const SHORT = { messages: 500, rounds: 1 }
const BATCH = 100
const BAR = 0.95

/** Stores waiting messages as polls bring them; answers messages a second. */
async function ingest(isIndexed: boolean, round: number, count: number): Promise<number> {
  const folder = mkdtempSync(path.join(tmpdir(), 'linkboard-bench-ingest-'))
  const { database } = openDatabase(folder, START)
  const inbox = createTestInbox(database)
  const log = new TestLog((where, failure) => {
    throw new Error(`${where}: ${JSON.stringify(failure)}`)
  })
  const reads = createThreadedReads({
    script: path.join(import.meta.dirname, '../src/main/reads-worker.ts'),
    file: path.join(folder, DATABASE_NAME),
    log,
    damaged() {},
  })
  const indexing = new SearchIndexing({
    ...{ clock: createSystemClock(), reads },
    followed: (upTo) => inbox.writer.forgetChanges(upTo),
    failed: (error) => {
      throw error
    },
  })
  await reads.checkpoint()
  if (isIndexed) inbox.events.on(({ kind }) => kind === 'messages-received' && indexing.wake())
  const random = seededRandom(round)
  const messages = Array.from({ length: count }, (_, n) =>
    inboundText({
      text: writeText(random),
      id: `${n + 1}`,
      seq: n + 1,
      at: START + n,
      from: `u${n % 40}@im.wechat`,
    }),
  )
  const began = performance.now()
  for (let at = 0; at < count; at += BATCH) {
    inbox.receive({ messages: messages.slice(at, at + BATCH), cursor: `${at}` })
    await setImmediate()
  }
  const seconds = (performance.now() - began) / 1000
  await indexing.stop()
  await reads.stop()
  database.close()
  rmSync(folder, { recursive: true, force: true })
  return count / seconds
}

/** What keeping the index costs those who store messages. */
export const searchIngest: Bench = {
  name: 'search-ingest',
  bar: null,
  title: 'storing with the search index on, beside storing without it',
  async run({ isShort }) {
    const { messages, rounds } = isShort ? SHORT : FULL
    const { floor, ours } = await inTurns(
      { rounds, warmUps: 1 },
      (round) => ingest(false, round, messages),
      (round) => ingest(true, round, messages),
    )
    return [
      ratioFigure({
        ...{ what: `ingest of ${messages} messages`, unit: 'messages/s', at: 'p50', bar: atLeast(BAR) },
        ...{ floor: spreadOf(floor), ours: spreadOf(ours) },
      }),
    ]
  },
}

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Bench, Way } from './frame/bench.ts'
import { atLeast, type Figure, ratioFigure, spreadOf } from './frame/figure.ts'
import { inTurns } from './frame/in-turns.ts'
import { BOT_ID, waitingMessages } from './ingest/answers.ts'
import { storeInBoard } from './ingest/board.ts'
import { bareSchema, storeBarely } from './ingest/floor.ts'
import { assertSameRows } from './ingest/same-rows.ts'

/**
 * B2: waiting messages from the bytes of their answers to the durable commit, by the whole product with a window that
 * listens, beside JSON.parse and an insert of the same rows into the same tables and unique indexes.
 */

const FULL = { messages: 20_000, rounds: 9, warmUps: 2 }
const SHORT = { messages: 400, rounds: 1, warmUps: 0 }
const PER_ANSWER = 100
const BAR = 0.7

async function run({ isShort, say }: Way): Promise<readonly Figure[]> {
  const { messages, rounds, warmUps } = isShort ? SHORT : FULL
  const waiting = waitingMessages(messages, PER_ANSWER)
  const folder = mkdtempSync(path.join(tmpdir(), 'linkboard-bench-ingest-'))
  const made = (name: string) => mkdtempSync(path.join(folder, name))
  try {
    const { file } = await storeInBoard(made('schema-'), waitingMessages(1, 1))
    const schema = bareSchema(file)
    const { floor, ours } = await inTurns(
      { rounds, warmUps },
      () => storeBarely(made('floor-'), { schema, botId: BOT_ID, answers: waiting.answers }),
      () => storeInBoard(made('board-'), waiting),
    )
    for (const [round, stored] of ours.entries())
      assertSameRows(stored.file, floor[round]?.file ?? '', messages)
    say(`${messages} messages in answers of ${PER_ANSWER}, each one transaction with synchronous=FULL`)
    const rate = (side: readonly { perSecond: number }[]) => spreadOf(side.map(({ perSecond }) => perSecond))
    return [
      ratioFigure({
        what: 'messages stored durably',
        unit: 'messages/s',
        floor: rate(floor),
        ours: rate(ours),
        at: 'p50',
        bar: atLeast(BAR),
      }),
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export const ingest: Bench = {
  name: 'ingest',
  bar: 'B2',
  title: 'waiting messages into the database, beside JSON.parse and INSERT',
  run,
}

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Bench, Way } from './frame/bench.ts'
import { atLeast, type Figure, ratioFigure, spreadOf } from './frame/figure.ts'
import { inTurns } from './frame/in-turns.ts'
import { BOT_ID, waitingMessages } from './ingest/answers.ts'
import { readSchema, type Stored } from './ingest/bare-database.ts'
import { storeInBoard } from './ingest/board.ts'
import { storeBarely } from './ingest/floor.ts'
import { storeLeast } from './ingest/least.ts'
import { assertSameRows, assertSameStands } from './ingest/same-rows.ts'

/**
 * B2: waiting messages from the bytes of their answers to the durable commit, by the whole product with a window that
 * listens, beside JSON.parse and an insert of the same rows into the same tables and unique indexes. How far any product
 * stands from that floor is told by what is made by hand and keeps the promises beyond it, with nothing else.
 */

const FULL = { messages: 20_000, rounds: 9, warmUps: 2 }
const SHORT = { messages: 400, rounds: 1, warmUps: 0 }
const PER_ANSWER = 100
const BAR = 0.7

const STORED = 'messages stored durably'
const USED = "processor time of main's thread a message"

function figuresOf(bare: readonly Stored[], least: readonly Stored[], board: readonly Stored[]): Figure[] {
  const rate = (side: readonly Stored[]) => spreadOf(side.map(({ perSecond }) => perSecond))
  const used = (side: readonly Stored[]) => spreadOf(side.map((stored) => stored.used))
  const rates = { unit: 'messages/s', floor: rate(bare), at: 'p50' } as const
  const times = { unit: 'µs', floor: used(bare), at: 'p50' } as const
  const byHand = 'by hand, with what P1, P2, P5 and P7 demand beyond the floor'
  return [
    ratioFigure({ ...rates, what: STORED, ours: rate(board), bar: atLeast(BAR) }),
    ratioFigure({ ...rates, what: `${STORED} ${byHand}`, ours: rate(least), bar: null }),
    ratioFigure({
      ...times,
      what: "processor time of main's thread a message",
      ours: used(board),
      bar: null,
    }),
    ratioFigure({ ...times, what: `${USED} ${byHand}`, ours: used(least), bar: null }),
  ]
}

async function run({ isShort, say }: Way): Promise<readonly Figure[]> {
  const { messages, rounds, warmUps } = isShort ? SHORT : FULL
  const waiting = waitingMessages(messages, PER_ANSWER)
  const folder = mkdtempSync(path.join(tmpdir(), 'linkboard-bench-ingest-'))
  const made = (name: string) => mkdtempSync(path.join(folder, name))
  try {
    const { file } = await storeInBoard(made('schema-'), waitingMessages(1, 1))
    const schema = readSchema(file)
    const { answers } = waiting
    const { floor, ours } = await inTurns(
      { rounds, warmUps },
      (round) => {
        const bare = () => storeBarely(made('floor-'), { schema: schema.bare, botId: BOT_ID, answers })
        const least = () => storeLeast(made('least-'), { schema: schema.withLog, botId: BOT_ID, answers })
        // whoever goes second finds the caches warm, so they change places too
        if (round % 4 < 2) return { bare: bare(), least: least() }
        const first = least()
        return { bare: bare(), least: first }
      },
      () => storeInBoard(made('board-'), waiting),
    )
    for (const [round, stored] of ours.entries()) {
      const { bare, least } = floor[round] ?? {}
      assertSameRows(stored.file, bare?.file ?? '', messages)
      assertSameRows(stored.file, least?.file ?? '', messages)
      assertSameStands(stored.file, least?.file ?? '')
    }
    say(`${messages} messages in answers of ${PER_ANSWER}, each one transaction with synchronous=FULL`)
    return figuresOf(
      floor.map(({ bare }) => bare),
      floor.map(({ least }) => least),
      ours,
    )
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

import { setTimeout as delay } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import { snapshot } from '#e2e/pages/bridge.ts'
import type { Bench, Way } from './frame/bench.ts'
import { atMost, type Figure, ratioFigure, spreadOf } from './frame/figure.ts'
import { inTurns } from './frame/in-turns.ts'
import { clickAndWait, framesAtRest, watchOpening } from './opening/watch.ts'
import { startBoard } from './painted/apps.ts'
import { type Server, withServer } from './painted/server.ts'

/** B11: a conversation clicked until its newest message is painted, beside one frame of the same page at rest. */

const FULL = { accounts: 50, conversations: 2_000, messages: 1_000_000, rounds: 60 }
const SHORT = { accounts: 2, conversations: 10, messages: 300, rounds: 3 }
const WARM_UPS = 3
const BAR = 6
const FRAMES = 20
/** Whoever goes from one conversation to the next looks at it first. */
const LOOK_MS = 300

interface Row {
  readonly id: string
  readonly x: number
  readonly y: number
}

/** The rows of the list that stand whole in view. */
async function rowsInView(page: Page): Promise<Row[]> {
  return await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('[data-conversation]')].flatMap((row) => {
      const { top, bottom, left, width } = row.getBoundingClientRect()
      const [x, y] = [left + width / 2, (top + bottom) / 2]
      const isInView = [top + 4, bottom - 4].every((at) => row.contains(document.elementFromPoint(x, at)))
      return isInView ? [{ id: row.dataset['conversation'] ?? '', x, y }] : []
    }),
  )
}

/** A row that was not clicked before; the list is scrolled on where all were. */
async function nextRow(page: Page, clicked: ReadonlySet<string>): Promise<Row> {
  for (;;) {
    const rows = await rowsInView(page)
    const row = rows.find(({ id }) => !clicked.has(id))
    if (row) return row
    const [first] = rows
    if (!first) throw new Error('the list shows no conversations')
    await page.mouse.move(first.x, first.y)
    await page.mouse.wheel(0, 400)
    await delay(LOOK_MS)
  }
}

async function measure(server: Server, way: Way): Promise<Figure> {
  const { accounts, conversations, messages, rounds } = way.isShort ? SHORT : FULL
  const board = await startBoard(server, 'board', accounts, { conversations, messages })
  const { page } = board.app
  try {
    // the profile holds no broadcasts, so what stands for the sorting is the newest message
    const newest = new Map(
      (await snapshot(page)).conversations.map(({ id, activitySeq }) => [String(id), String(activitySeq)]),
    )
    await watchOpening(page)
    const clicked = new Set<string>()
    const open = async (): Promise<number> => {
      const row = await nextRow(page, clicked)
      clicked.add(row.id)
      const shown = { conversation: row.id, message: newest.get(row.id) ?? '' }
      const opened = await clickAndWait(page, row, shown)
      await delay(LOOK_MS)
      return opened.painted - opened.clicked
    }
    const sides = await inTurns(
      { rounds, warmUps: way.isShort ? 0 : WARM_UPS },
      () => framesAtRest(page, FRAMES),
      open,
    )
    way.say(`ms of each: ${sides.ours.map((ms) => ms.toFixed(0)).join(' ')}`)
    return ratioFigure({
      what: `clicked → newest message painted, ${conversations} conversations, ${messages} messages; one frame`,
      unit: 'ms',
      // one frame is what most of them take
      floor: spreadOf(sides.floor.flat()).p50,
      ours: spreadOf(sides.ours),
      bar: atMost(BAR),
    })
  } finally {
    await board.close()
  }
}

export const opening: Bench = {
  name: 'opening',
  bar: 'B11',
  title: 'a conversation clicked until it is painted, beside one frame of the same page',
  run: (way) => withServer(async (server) => [await measure(server, way)]),
}

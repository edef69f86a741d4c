import type { Page } from '@playwright/test'
import { type Scrolled, scroll, watchScrolling } from './fling/watch.ts'
import type { Bench, Way } from './frame/bench.ts'
import { amountFigure, atMost, type Figure } from './frame/figure.ts'
import { inTurns } from './frame/in-turns.ts'
import { startBoard, startFloor } from './painted/apps.ts'
import { type Server, withServer } from './painted/server.ts'

/** B7: a fling through a conversation of 100,000 messages, beside an empty page that is scrolled the same way. */

/** Pixels up and back down again a round; so each round begins further up. */
const FULL = { accounts: 50, messages: 102_000, rounds: 2, up: 240_000, down: 80_000, speed: 15_000 }
const SHORT = { accounts: 2, messages: 1_000, rounds: 1, up: 8_000, down: 4_000, speed: 8_000 }
/** What of the messages is in the one conversation; the others fill the list beside it. */
const SHARE = 0.985
const MAX_NODES = 2_000
const SPACE = 10_000_000

/** An empty page of the same host that can be scrolled for as long. */
async function emptyPage(page: Page): Promise<void> {
  await page.evaluate((height) => {
    const space = document.createElement('div')
    space.style.height = `${height}px`
    document.body.replaceChildren(space)
    document.documentElement.scrollTop = height / 2
  }, SPACE)
  await watchScrolling(page, 'html')
}

async function openLong(page: Page): Promise<void> {
  await page.getByRole('list', { name: 'Conversations' }).getByRole('button').first().click()
  const log = page.getByRole('log', { name: 'Messages' })
  await log.locator('[data-message]').last().waitFor()
  await log.hover()
  await watchScrolling(page, '[role="log"]')
}

/** Up and some way down again. */
async function flingOnce(page: Page, { up, down, speed }: typeof FULL): Promise<Scrolled[]> {
  return [await scroll(page, { distance: up, speed }), await scroll(page, { distance: -down, speed })]
}

function passed(rounds: readonly Scrolled[]): number {
  return rounds.reduce((sum, { seen }) => sum + Math.max(...seen) - Math.min(...seen), 0)
}

function count(rounds: readonly Scrolled[], of: (scrolled: Scrolled) => number): number {
  return rounds.reduce((sum, scrolled) => sum + of(scrolled), 0)
}

function most(rounds: readonly Scrolled[], of: (scrolled: Scrolled) => number): number {
  return Math.max(...rounds.map(of))
}

async function measure(server: Server, way: Way): Promise<Figure[]> {
  const size = way.isShort ? SHORT : FULL
  const { accounts, messages, rounds } = size
  const floor = await startFloor(server, 'empty', 0)
  const board = await startBoard(server, 'board', accounts, {
    conversations: accounts,
    messages,
    firstShare: SHARE,
  })
  try {
    await emptyPage(floor.app.page)
    await openLong(board.app.page)
    const sides = await inTurns(
      { rounds },
      () => flingOnce(floor.app.page, size),
      () => flingOnce(board.app.page, size),
    )
    const empty = sides.floor.flat()
    const ours = sides.ours.flat()
    const longest = ours.flatMap(({ longTasks }) => longTasks).sort((one, other) => other - one)
    way.say(`${passed(ours)} messages went by in ${count(ours, ({ frames }) => frames)} frames`)
    way.say(
      `longest tasks, ms: ${longest
        .slice(0, 12)
        .map((ms) => ms.toFixed(0))
        .join(' ')}`,
    )
    return [
      amountFigure({
        what: 'tasks over 50 ms beyond those of an empty page',
        unit: '',
        floor: count(empty, ({ longTasks }) => longTasks.length),
        ours: count(ours, ({ longTasks }) => longTasks.length),
        bar: atMost(0, ''),
      }),
      amountFigure({
        what: 'nodes of the document, elements and texts, at most',
        unit: '',
        ours: most(ours, ({ nodes }) => nodes),
        bar: atMost(MAX_NODES, ''),
      }),
      amountFigure({
        what: 'of them elements',
        unit: '',
        ours: most(ours, ({ elements }) => elements),
        bar: null,
      }),
      amountFigure({ what: 'messages that went by', unit: '', ours: passed(ours), bar: null }),
      amountFigure({
        what: 'longest standstill of the gesture',
        unit: 'ms',
        floor: most(empty, ({ standstill }) => standstill),
        ours: most(ours, ({ standstill }) => standstill),
        bar: null,
      }),
      amountFigure({
        what: 'frames with a blank place, of a hundred',
        unit: '',
        ours: (100 * count(ours, ({ blankFrames }) => blankFrames)) / count(ours, ({ frames }) => frames),
        bar: null,
      }),
    ]
  } finally {
    await Promise.all([floor.close(), board.close()])
  }
}

export const fling: Bench = {
  name: 'fling',
  bar: 'B7',
  title: 'a fling through a conversation of 100,000 messages, beside an empty page',
  run: (way) => withServer((server) => measure(server, way)),
}

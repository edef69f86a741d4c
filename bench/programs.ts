import { setTimeout as delay } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import type { Bridge } from '#shared/bridge.ts'
import type { Bench, Way } from './frame/bench.ts'
import { amountFigure, atMost, type Figure, ratioFigure, spreadOf } from './frame/figure.ts'
import { inTurns } from './frame/in-turns.ts'
import { Side } from './frame/side.ts'
import { startBoard } from './painted/apps.ts'
import { type Server, withServer } from './painted/server.ts'
import { paintedRound } from './painted.ts'
import type { ProductCalls, ServerCalls } from './polling/calls.ts'
import { until } from './polling/until.ts'
import type { BusyCalls } from './programs/calls.ts'

/**
 * What other programs cost: how long messages take to be stored, and to be painted, while a program waits for messages and
 * asks for something fifteen times a second; beside the same product with programs switched off, in turns.
 */

const FULL = { accounts: 50, rounds: 10, roundSeconds: 3, messages: 600, attackSeconds: 10 }
const SHORT = { accounts: 6, rounds: 1, roundSeconds: 1, messages: 24, attackSeconds: 1 }
const PER_SECOND = 200
/** A tenth more at most. */
const BAR = 1.1
/** Main's longest answer while a program asks a thousand times a second. */
const ANSWER_BAR_MS = 100
const ASK_EVERY_MS = 5

declare const linkboard: Bridge

function busyProgram(): Side<BusyCalls> {
  return new Side<BusyCalls>(new URL('./programs/busy-process.ts', import.meta.url))
}

/** How the program is let in, and programs switched on or off. */
interface Door {
  token: string
  /** Resolves with the address once programs can connect; null once they cannot. */
  set(isOn: boolean): Promise<string | null>
}

async function doorOfPage(page: Page): Promise<Door> {
  const token = await page.evaluate(async () => {
    const allowed = await linkboard.request('programs.allow', {
      name: 'Bench',
      scope: 'read',
      accounts: null,
    })
    if (!allowed.ok) throw new Error(allowed.error.code)
    return allowed.value.token
  })
  return {
    token,
    set: (isOn) =>
      page.evaluate(async (wanted) => {
        const changed = Promise.withResolvers<string | null>()
        const stop = linkboard.subscribe(({ changes }) => {
          for (const change of changes)
            if (change.kind === 'program-door' && (change.door.url !== null) === wanted)
              changed.resolve(change.door.url)
        })
        const snapshot = await linkboard.request('app.snapshot', undefined)
        if (!snapshot.ok) throw new Error(snapshot.error.code)
        const { settings, programDoor } = snapshot.value
        if ((programDoor.url !== null) === wanted) {
          stop()
          return programDoor.url
        }
        const { machine } = settings
        await linkboard.request('settings.update', {
          machine: { ...machine, programs: { ...machine.programs, isOn: wanted } },
        })
        const url = await changed.promise
        stop()
        return url
      }, isOn),
  }
}

/** What a program did in all rounds; a bench in which it got nothing would measure nothing. */
interface Done {
  answered: number
  failed: number
}

/** Runs `work` while the program is busy. */
async function whileBusy<T>(
  busy: Side<BusyCalls>,
  door: Door,
  done: Done,
  work: () => Promise<T>,
): Promise<T> {
  const url = await door.set(true)
  if (url === null) throw new Error('programs cannot connect')
  await busy.call('begin', { url, token: door.token })
  try {
    return await work()
  } finally {
    const { answered, failed } = await busy.call('end', null)
    done.answered += answered
    done.failed += failed
  }
}

async function whileOff<T>(door: Door, work: () => Promise<T>): Promise<T> {
  await door.set(false)
  return await work()
}

async function measurePainting(server: Server, way: Way, done: Done): Promise<Figure> {
  const { accounts, rounds, roundSeconds } = way.isShort ? SHORT : FULL
  const board = await startBoard(server, 'board', accounts)
  const busy = busyProgram()
  try {
    const door = await doorOfPage(board.app.page)
    // as every profile begins, so that the first change is one
    await door.set(true)
    const round = () => paintedRound(server, board, { group: 'board', accounts, seconds: roundSeconds })
    const sides = await inTurns(
      { rounds, warmUps: way.isShort ? 0 : 1 },
      () => whileOff(door, round),
      () => whileBusy(busy, door, done, round),
    )
    return ratioFigure({
      what: `flush → painted row, ${accounts} accounts, a busy program beside none`,
      unit: 'ms',
      floor: spreadOf(sides.floor.flat()),
      ours: spreadOf(sides.ours.flat()),
      bar: atMost(BAR),
    })
  } finally {
    await busy.end()
    await board.close()
  }
}

/** How long main takes to answer something small, ms, while a program asks for more than it is given. */
async function answersUnderAttack(
  product: Side<ProductCalls>,
  busy: Side<BusyCalls>,
  attack: { readonly url: string; readonly token: string; readonly seconds: number },
): Promise<Figure[]> {
  const answers: number[] = []
  const attacked = busy.call('attack', attack)
  const state = { isOver: false }
  void attacked.finally(() => {
    state.isOver = true
  })
  while (!state.isOver) {
    const asked = performance.now()
    await product.call('arrived', null)
    answers.push(performance.now() - asked)
    await delay(ASK_EVERY_MS)
  }
  const { asked, lookedAt } = await attacked
  return [
    amountFigure({
      what: `main's longest answer while a program asks ${asked} times in ${attack.seconds} s`,
      unit: 'ms',
      ours: Math.max(...answers),
      bar: atMost(ANSWER_BAR_MS, 'ms'),
    }),
    amountFigure({ what: 'of these, looked at', unit: '', ours: lookedAt, bar: null }),
  ]
}

async function measureStoring(way: Way, done: Done): Promise<Figure[]> {
  const { accounts, rounds, messages, attackSeconds } = way.isShort ? SHORT : FULL
  const script = (name: string) => new URL(`./polling/${name}-process.ts`, import.meta.url)
  const server = new Side<ServerCalls>(script('server'))
  const address = await server.call('url', null)
  const product = new Side<ProductCalls>(script('product'), { args: [address], flags: ['--expose-gc'] })
  const busy = busyProgram()
  try {
    await product.call('bind', { group: 'ours', accounts })
    const isPolling = await until(async () => (await server.call('polling', 'ours')) === accounts)
    if (!isPolling) throw new Error('not every account polls')
    const door: Door = {
      token: await product.call('letIn', null),
      set: (isOn) => product.call('programs', isOn),
    }
    const round = async () => {
      const left = new Map(
        await server.call('flood', { group: 'ours', accounts, messages, perSecond: PER_SECOND }),
      )
      await until(async () => (await product.call('arrived', null)) >= messages)
      const moments = await product.call('take', null)
      return moments.map(([number, at]) => at - (left.get(number) ?? Number.NaN))
    }
    const sides = await inTurns(
      { rounds, warmUps: way.isShort ? 0 : 1 },
      () => whileOff(door, round),
      () => whileBusy(busy, door, done, round),
    )
    const url = await door.set(true)
    if (url === null) throw new Error('programs cannot connect')
    const attack = { url, token: door.token, seconds: attackSeconds }
    const attacked = await answersUnderAttack(product, busy, attack)
    await product.call('stop', null)
    const storing = ratioFigure({
      what: `a poll's answer to the commit, ${accounts} accounts, a busy program beside none`,
      unit: 'ms',
      floor: spreadOf(sides.floor.flat()),
      ours: spreadOf(sides.ours.flat()),
      bar: atMost(BAR),
    })
    return [storing, ...attacked]
  } finally {
    await Promise.all([busy.end(), product.end(), server.end()])
  }
}

export const programs: Bench = {
  name: 'programs',
  bar: null,
  title: 'what other programs cost: storing and painting with a busy one, beside the same without',
  async run(way) {
    const done: Done = { answered: 0, failed: 0 }
    const storing = await measureStoring(way, done)
    const painting = await withServer((server) => measurePainting(server, way, done))
    return [
      ...storing,
      painting,
      amountFigure({
        what: 'calls of the program that were answered',
        unit: '',
        ours: done.answered,
        bar: null,
      }),
      amountFigure({
        what: 'calls that were not',
        unit: '',
        ours: done.failed,
        bar: atMost(done.answered / 10, ''),
      }),
    ]
  },
}

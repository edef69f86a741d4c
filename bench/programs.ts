import { setTimeout as delay } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import type { Bridge } from '#shared/bridge.ts'
import type { ChangeBatch } from '#shared/model/changes.ts'
import type { Bench, Way } from './frame/bench.ts'
import { amountFigure, atMost, type Figure, ratioFigure, type Spread, spreadOf } from './frame/figure.ts'
import { inTurns } from './frame/in-turns.ts'
import { Side } from './frame/side.ts'
import { startBoard } from './painted/apps.ts'
import { type Server, withServer } from './painted/server.ts'
import { paintedRound } from './painted.ts'
import type { ProductCalls, ServerCalls } from './polling/calls.ts'
import { until } from './polling/until.ts'
import type { BareCalls, BusyCalls } from './programs/calls.ts'

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
/** So long a program is busy before it counts: what it costs to begin is another question. */
const WARM_UP_MS = 1_500

declare const linkboard: Bridge

/** A program that is busy, and what it can be busy with in Linkboard's stead. */
interface Program {
  busy: Side<BusyCalls>
  bare: Side<BareCalls>
}

function startProgram(): Program {
  const script = (name: string) => new URL(`./programs/${name}-process.ts`, import.meta.url)
  return { busy: new Side<BusyCalls>(script('busy')), bare: new Side<BareCalls>(script('bare')) }
}

async function endProgram({ busy, bare }: Program): Promise<void> {
  await Promise.all([busy.end(), bare.end()])
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
        const stop = linkboard.subscribe((text) => {
          const { changes }: ChangeBatch = JSON.parse(text)
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

/** Runs `work` while the program is busy there. */
async function whileBusy<T>(
  { busy }: Program,
  at: { readonly url: string; readonly token: string },
  done: Done,
  work: () => Promise<T>,
): Promise<T> {
  await busy.call('begin', { ...at, isRecorded: false })
  // whoever answers has done so for a while
  await delay(WARM_UP_MS)
  try {
    return await work()
  } finally {
    const { answered, failed } = await busy.call('end', null)
    done.answered += answered
    done.failed += failed
  }
}

/** Where programs connect, once they can. */
async function opened(door: Door): Promise<{ url: string; token: string }> {
  const url = await door.set(true)
  if (url === null) throw new Error('programs cannot connect')
  return { url, token: door.token }
}

/** What a busy program was answered while `work` ran, given again by somebody else from then on; where. */
async function copied({ busy, bare }: Program, door: Door, work: () => Promise<unknown>): Promise<string> {
  await busy.call('begin', { ...(await opened(door)), isRecorded: true })
  await work()
  if (!(await until(() => busy.call('isRecorded', null)))) throw new Error('the program got no answers')
  const { answers } = await busy.call('end', null)
  return await bare.call('answerWith', answers)
}

interface Compared {
  /** Programs are switched off. */
  off: Spread
  /** Off too, while the program is as busy with somebody else. */
  elsewhere: Spread
  busy: Spread
}

/** What messages take in rounds of all three, in turns. */
async function compared(
  program: Program,
  door: Door,
  way: Way,
  done: Done,
  round: () => Promise<readonly number[]>,
): Promise<Compared> {
  const url = await copied(program, door, round)
  const others: Done = { answered: 0, failed: 0 }
  const sides = await inTurns(
    { rounds: (way.isShort ? SHORT : FULL).rounds, warmUps: way.isShort ? 0 : 1 },
    async () => {
      await door.set(false)
      const off = await round()
      return { off, elsewhere: await whileBusy(program, { url, token: '' }, others, round) }
    },
    async () => whileBusy(program, await opened(door), done, round),
  )
  if (others.failed > others.answered / 10) throw new Error('the program was not busy elsewhere')
  return {
    off: spreadOf(sides.floor.flatMap(({ off }) => off)),
    elsewhere: spreadOf(sides.floor.flatMap(({ elsewhere }) => elsewhere)),
    busy: spreadOf(sides.ours.flat()),
  }
}

/** The bar, and beside it what the same program costs while Linkboard has no part in it. */
function figuresOf(what: string, { off, elsewhere, busy }: Compared): Figure[] {
  return [
    ratioFigure({
      what: `${what}, a busy program beside none`,
      unit: 'ms',
      floor: off,
      ours: busy,
      bar: atMost(BAR),
    }),
    ratioFigure({
      what: `${what}, a program busy elsewhere beside none`,
      unit: 'ms',
      floor: off,
      ours: elsewhere,
      bar: null,
    }),
    ratioFigure({
      what: `${what}, a busy program beside one busy elsewhere`,
      unit: 'ms',
      floor: elsewhere,
      ours: busy,
      bar: null,
    }),
  ]
}

async function measurePainting(server: Server, way: Way, done: Done): Promise<Figure[]> {
  const { accounts, roundSeconds } = way.isShort ? SHORT : FULL
  const board = await startBoard(server, 'board', accounts)
  const program = startProgram()
  try {
    const door = await doorOfPage(board.app.page)
    // as every profile begins, so that the first change is one
    await door.set(true)
    const round = () => paintedRound(server, board, { group: 'board', accounts, seconds: roundSeconds })
    return figuresOf(
      `flush → painted row, ${accounts} accounts`,
      await compared(program, door, way, done, round),
    )
  } finally {
    await Promise.all([endProgram(program), board.close()])
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
  const { accounts, messages, attackSeconds } = way.isShort ? SHORT : FULL
  const script = (name: string) => new URL(`./polling/${name}-process.ts`, import.meta.url)
  const server = new Side<ServerCalls>(script('server'))
  const address = await server.call('url', null)
  const product = new Side<ProductCalls>(script('product'), { args: [address], flags: ['--expose-gc'] })
  const program = startProgram()
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
    const sides = await compared(program, door, way, done, round)
    const attack = { ...(await opened(door)), seconds: attackSeconds }
    const attacked = await answersUnderAttack(product, program.busy, attack)
    await product.call('stop', null)
    const what = `a poll's answer to the commit, ${accounts} accounts`
    return [...figuresOf(what, sides), ...attacked]
  } finally {
    await Promise.all([endProgram(program), product.end(), server.end()])
  }
}

export const programs: Bench = {
  name: 'programs',
  bar: null,
  title: 'what other programs cost: storing and painting with a busy one, beside the same without',
  async run(way) {
    const done: Done = { answered: 0, failed: 0 }
    const isWanted = (work: string) => way.only.length === 0 || way.only.some((one) => work.includes(one))
    const storing = isWanted('storing') ? await measureStoring(way, done) : []
    const painting = isWanted('painting')
      ? await withServer((server) => measurePainting(server, way, done))
      : []
    return [
      ...storing,
      ...painting,
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

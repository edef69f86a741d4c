import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Page } from 'playwright'
import { z } from 'zod'
import { App } from '#e2e/drivers/app.ts'
import { chooseHost } from '#e2e/drivers/choose.ts'
import { ask, found, snapshot } from '#e2e/pages/bridge.ts'
import type { Bridge } from '#shared/bridge.ts'
import type { Bench } from './frame/bench.ts'
import { amountFigure, atLeast, atMost, type Figure, ratioFigure, spreadOf } from './frame/figure.ts'
import { SimulatorProcess } from './simulator-process.ts'

declare const linkboard: Bridge

const FULL = { accounts: 40, people: 25, watchMs: 12_000 }
const SHORT = { accounts: 3, people: 2, watchMs: 1_000 }
type Size = typeof FULL
const PACE_MS = 1_500
/** A question to main this often is what an operator's clicks amount to, and no load of its own. */
const ASK_EVERY_MS = 100
/** How many times as late as on the same page at rest a frame in a hundred may come, and any frame at all. */
const BARS = { p99: 6, longest: 15 }

const ROOT = path.resolve(import.meta.dirname, '..')
const Code = z.object({ qrcode: z.string() })

async function signInAll(
  page: Page,
  simulator: SimulatorProcess,
  { accounts, people: peopleEach }: Size,
): Promise<void> {
  for (let n = 0; n < accounts; n += 1) {
    const account = `shop-${n}`
    const people = Array.from({ length: peopleEach }, (_, person) => ({ name: `${account}-${person}` }))
    await simulator.call('addAccount', { account, people })
    await ask(page, 'signIn.start', { label: null, accountId: null })
    await found(page, ({ signIns }) => signIns.some(({ status }) => status === 'waiting'))
    const { qrcode } = Code.parse(await simulator.call('scan', { account }))
    await simulator.call('confirm', { qrcode })
    const signedIn = await found(page, ({ signIns }) => signIns.find(({ status }) => status === 'signed-in'))
    await ask(page, 'signIn.dismiss', { id: signedIn.id })
    for (const { name } of people) await simulator.call('inject', { account, from: name, text: 'hello' })
  }
  await found(page, ({ conversations }) => {
    const written = conversations.filter(({ lastInboundAt }) => lastInboundAt !== null).length
    return written === accounts * peopleEach
  })
}

interface Watched {
  readonly frames: number[]
  readonly answers: number[]
}

/** Times between frames, and round trips of a small question to main, while `ms` pass. */
async function watch(page: Page, ms: number): Promise<Watched> {
  return await page.evaluate(
    async ([span, every]) => {
      const frames: number[] = []
      const answers: number[] = []
      const end = performance.now() + span
      let isOver = false
      const asking = (async () => {
        while (!isOver) {
          const from = performance.now()
          await linkboard.request('import.defaults', undefined)
          answers.push(performance.now() - from)
          await new Promise((resolve) => setTimeout(resolve, every))
        }
      })()
      let last = performance.now()
      while (last < end) {
        const now = await new Promise<number>((resolve) => requestAnimationFrame(resolve))
        frames.push(now - last)
        last = now
      }
      isOver = true
      await asking
      return { frames, answers }
    },
    [ms, ASK_EVERY_MS] as const,
  )
}

async function startRun(page: Page, people: number): Promise<void> {
  await ask(page, 'settings.update', { broadcast: { paceMs: PACE_MS, reserve: 2, perMinute: 6_000 } })
  await page.getByRole('link', { name: 'Broadcasts' }).click()
  await page.getByRole('button', { name: 'New broadcast' }).first().click()
  const dialog = page.getByRole('dialog', { name: 'New broadcast' })
  await dialog.getByRole('textbox', { name: 'Message', exact: true }).fill('Hello {contact}, this is new')
  await dialog.getByRole('button', { name: 'Next', exact: true }).click()
  await dialog.getByRole('button', { name: 'Next', exact: true }).click()
  await dialog.getByText(`each of ${people} people`).waitFor()
  await dialog.getByRole('button', { name: 'Start broadcast', exact: true }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Send', exact: true }).click()
  await page.getByRole('table', { name: 'Recipients' }).waitFor()
}

function figuresOf(during: Watched, atRest: Watched): Figure[] {
  const [frames, calm] = [spreadOf(during.frames), spreadOf(atRest.frames)]
  return [
    ratioFigure({
      ...{ what: 'frames during the run, beside the same page at rest', unit: 'ms', at: 'p99' },
      ...{ floor: calm, ours: frames, bar: atMost(BARS.p99) },
    }),
    ratioFigure({
      ...{ what: 'longest frame of the run, beside p99 at rest', unit: 'ms', bar: atMost(BARS.longest) },
      ...{ floor: calm.p99, ours: Math.max(...during.frames) },
    }),
    amountFigure({ what: 'answers of main', unit: 'ms', ours: spreadOf(during.answers), bar: null }),
  ]
}

/** A run of 1,000 contacts as fast as it may go, and whether the page it is watched on stays quick. */
export const watchedRun: Bench = {
  name: 'run',
  bar: null,
  title: 'a run of 1,000 contacts on the page it is watched on, beside the same page at rest',
  async run({ isShort }) {
    const size = isShort ? SHORT : FULL
    const people = size.accounts * size.people
    const userDataDir = await mkdtemp(path.join(tmpdir(), 'linkboard-bench-'))
    const simulator = await SimulatorProcess.start()
    let app: App | null = null
    try {
      app = await App.start(chooseHost(ROOT), {
        userDataDir,
        env: { LINKBOARD_ILINK_URL: simulator.url, LINKBOARD_CDN_URL: simulator.cdnUrl },
      })
      const { page } = app
      page.setDefaultTimeout(60_000)
      await signInAll(page, simulator, size)
      await startRun(page, people)
      const during = await watch(page, size.watchMs)
      await found(page, ({ broadcasts }) => broadcasts[0]?.state === 'finished')
      const accepted = (await snapshot(page)).broadcasts[0]?.counts.accepted ?? 0
      const atRest = await watch(page, size.watchMs / 3)
      return [
        ...figuresOf(during, atRest),
        amountFigure({ what: 'people reached', unit: '', ours: accepted, bar: atLeast(people, '') }),
      ]
    } finally {
      await app?.dispose()
      await simulator.close()
      await rm(userDataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
    }
  },
}

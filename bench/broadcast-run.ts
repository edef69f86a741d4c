import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Page } from 'playwright'
import { z } from 'zod'
import { App } from '#e2e/drivers/app.ts'
import { chooseHost } from '#e2e/drivers/choose.ts'
import { ask, found, snapshot } from '#e2e/pages/bridge.ts'
import type { Bridge } from '#shared/bridge.ts'
import { percentile } from './frame/percentile.ts'
import { SimulatorProcess } from './simulator-process.ts'

declare const linkboard: Bridge

/** A run of 1,000 contacts as fast as it may go, and whether the page it is watched on stays quick. */

const ACCOUNTS = 40
const PEOPLE = 25
const PACE_MS = 1_500
const WATCH_MS = 12_000
/** A question to main this often is what an operator's clicks amount to, and no load of its own. */
const ASK_EVERY_MS = 100
/** How many times as late as on the same page at rest a frame in a hundred may come, and any frame at all. */
const BARS = { p99: 6, longest: 15 }

const ROOT = path.resolve(import.meta.dirname, '..')
const Code = z.object({ qrcode: z.string() })

async function signInAll(page: Page, simulator: SimulatorProcess): Promise<void> {
  for (let n = 0; n < ACCOUNTS; n += 1) {
    const account = `shop-${n}`
    const people = Array.from({ length: PEOPLE }, (_, person) => ({ name: `${account}-${person}` }))
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
    return written === ACCOUNTS * PEOPLE
  })
}

/** Times between frames, and round trips of a small question to main, while `ms` pass. */
async function watch(page: Page, ms: number): Promise<{ frames: number[]; answers: number[] }> {
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

async function startRun(page: Page): Promise<void> {
  await ask(page, 'settings.update', { broadcast: { paceMs: PACE_MS, reserve: 2, perMinute: 6_000 } })
  await page.getByRole('link', { name: 'Broadcasts' }).click()
  await page.getByRole('button', { name: 'New broadcast' }).first().click()
  const dialog = page.getByRole('dialog', { name: 'New broadcast' })
  await dialog.getByRole('textbox', { name: 'Message', exact: true }).fill('Hello {contact}, this is new')
  await dialog.getByRole('button', { name: 'Next', exact: true }).click()
  await dialog.getByRole('button', { name: 'Next', exact: true }).click()
  await dialog.getByText(`each of ${ACCOUNTS * PEOPLE} people`).waitFor()
  await dialog.getByRole('button', { name: 'Start broadcast', exact: true }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Send', exact: true }).click()
  await page.getByRole('table', { name: 'Recipients' }).waitFor()
}

function row({ frames, answers }: { frames: number[]; answers: number[] }) {
  const rounded = (value: number) => Number(value.toFixed(1))
  return {
    'frame p50 ms': rounded(percentile(frames, 0.5)),
    'frame p99 ms': rounded(percentile(frames, 0.99)),
    'longest ms': rounded(Math.max(...frames)),
    'main answers p95 ms': rounded(percentile(answers, 0.95)),
  }
}

/** Whether the screen stays responsive during a run of 1,000 contacts. */
export async function benchBroadcastRun(): Promise<boolean> {
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
    await signInAll(page, simulator)

    await startRun(page)
    const during = await watch(page, WATCH_MS)
    await found(page, ({ broadcasts }) => broadcasts[0]?.state === 'finished')
    const [run] = (await snapshot(page)).broadcasts
    const atRest = await watch(page, WATCH_MS / 3)
    console.log(
      `\nA run of ${ACCOUNTS * PEOPLE} contacts through ${ACCOUNTS} accounts, watched on its page: ${JSON.stringify(run?.counts)}\n`,
    )
    console.table({ 'the same page at rest (floor)': row(atRest), 'during the run': row(during) })
    const holds =
      run?.counts.accepted === ACCOUNTS * PEOPLE &&
      percentile(during.frames, 0.99) <= BARS.p99 * percentile(atRest.frames, 0.99) &&
      Math.max(...during.frames) <= BARS.longest * percentile(atRest.frames, 0.99)
    console.log(holds ? 'the page stays responsive' : 'the page does NOT stay responsive')
    return holds
  } finally {
    await app?.dispose()
    await simulator.close()
    await rm(userDataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  }
}

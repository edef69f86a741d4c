import { execFileSync } from 'node:child_process'
import type { CDPSession } from '@playwright/test'
import type { App } from '#e2e/drivers/app.ts'

const SAMPLE_MS = 1_000
const MEGABYTE = 1024 ** 2

interface Sample {
  /** Minutes since the first. */
  readonly at: number
  readonly main: number
  readonly page: number
}

/** Megabytes that are held by main and by the page's process, second by second, and by the page's scripts. */
export class Memory {
  readonly #session: CDPSession
  readonly #pids: { readonly main: number; readonly page: number }
  readonly #samples: Sample[] = []
  readonly #from = performance.now()
  readonly #timer: NodeJS.Timeout

  private constructor(session: CDPSession, pids: { main: number; page: number }) {
    this.#session = session
    this.#pids = pids
    this.#timer = setInterval(() => this.#sample(), SAMPLE_MS)
  }

  static async of(app: App): Promise<Memory> {
    const browser = app.page.context().browser()
    if (browser === null) throw new Error('the page has no browser')
    const whole = await browser.newBrowserCDPSession()
    const { processInfo } = await whole.send('SystemInfo.getProcessInfo')
    await whole.detach()
    // the browser has pages of its own, which do nothing
    const [page] = processInfo
      .filter(({ type }) => type === 'renderer')
      .sort((one, other) => other.cpuTime - one.cpuTime)
    if (page === undefined) throw new Error('the page has no process')
    const session = await app.page.context().newCDPSession(app.page)
    await session.send('Performance.enable')
    return new Memory(session, { main: app.pid, page: page.id })
  }

  /** What the page's scripts hold once what nobody needs is gone; it stops the page for a moment. */
  async heldByScripts(): Promise<number> {
    await this.#session.send('HeapProfiler.collectGarbage')
    const { metrics } = await this.#session.send('Performance.getMetrics')
    return (metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? Number.NaN) / MEGABYTE
  }

  /** Ends the samples. */
  stop(): void {
    clearInterval(this.#timer)
  }

  /** By how much a process has grown a minute after the first so many: the slope of the line that fits best. */
  slope(who: 'main' | 'page', afterMinutes: number): number {
    const samples = this.#samples.filter(({ at }) => at >= afterMinutes)
    const mean = (of: (one: Sample) => number) =>
      samples.reduce((sum, one) => sum + of(one), 0) / samples.length
    const [at, held] = [mean((one) => one.at), mean((one) => one[who])]
    const both = mean((one) => (one.at - at) * (one[who] - held))
    return both / mean((one) => (one.at - at) ** 2)
  }

  /** What both held at first and at last, to be told. */
  words(): string {
    const told = (who: 'main' | 'page') =>
      [this.#samples[0], this.#samples.at(-1)].map((one) => one?.[who].toFixed(0)).join(' → ')
    return `main ${told('main')} MB, page ${told('page')} MB`
  }

  #sample(): void {
    const { main, page } = this.#pids
    const told = execFileSync('ps', ['-o', 'pid=,rss=', '-p', `${main},${page}`], { encoding: 'utf8' })
    const held = new Map(
      told
        .trim()
        .split('\n')
        .map((line) => line.trim().split(/\s+/).map(Number))
        .map(([pid = 0, kilobytes = 0]) => [pid, kilobytes / 1024]),
    )
    this.#samples.push({
      at: (performance.now() - this.#from) / 60_000,
      main: held.get(main) ?? Number.NaN,
      page: held.get(page) ?? Number.NaN,
    })
  }
}

import { execFileSync } from 'node:child_process'
import type { CDPSession } from '@playwright/test'
import type { App } from '#e2e/drivers/app.ts'
import { allocatedBy } from './allocations.ts'
import { Collector } from './collector.ts'

const SAMPLE_MS = 1_000
const MEGABYTE = 1024 ** 2

interface Sample {
  /** Minutes since the first. */
  readonly at: number
  readonly main: number
  readonly page: number
}

/** What is left once everything that nobody needs is gone, MB. */
export interface Held {
  /** Resident memory of main, with its threads and all that SQLite and the system's libraries hold. */
  readonly main: number
  /** What the page's process has allocated, by scripts, elements or whatever the host has it do. */
  readonly page: number
  /** What the page's scripts hold. */
  readonly scripts: number
  /** Resident memory of the page's process: besides what it holds, what is free between it, and programs. */
  readonly pageResident: number
}

/** The memory of main and of the page's process: resident second by second, and held when asked. */
export class Memory {
  readonly #session: CDPSession
  readonly #browser: CDPSession
  readonly #collector: Collector
  readonly #pids: { readonly main: number; readonly page: number }
  readonly #samples: Sample[] = []
  readonly #from = performance.now()
  readonly #timer: NodeJS.Timeout

  private constructor(
    [session, browser]: readonly [CDPSession, CDPSession],
    collector: Collector,
    pids: { main: number; page: number },
  ) {
    this.#session = session
    this.#browser = browser
    this.#collector = collector
    this.#pids = pids
    this.#timer = setInterval(() => this.#samples.push(this.#sample()), SAMPLE_MS)
  }

  static async of(app: App): Promise<Memory> {
    const browser = app.page.context().browser()
    if (browser === null) throw new Error('the page has no browser')
    const whole = await browser.newBrowserCDPSession()
    const { processInfo } = await whole.send('SystemInfo.getProcessInfo')
    // the browser has pages of its own, which do nothing
    const [page] = processInfo
      .filter(({ type }) => type === 'renderer')
      .sort((one, other) => other.cpuTime - one.cpuTime)
    if (page === undefined) throw new Error('the page has no process')
    const session = await app.page.context().newCDPSession(app.page)
    await session.send('Performance.enable')
    // the first dump of all takes memory itself
    await allocatedBy(whole, page.id)
    return new Memory([session, whole], await Collector.of(app.pid), { main: app.pid, page: page.id })
  }

  /** It stops main and the page for a moment, so nothing else should be measured meanwhile. */
  async held(): Promise<Held> {
    await this.#collector.collect()
    for (let round = 0; round < 2; round += 1) await this.#session.send('HeapProfiler.collectGarbage')
    const { metrics } = await this.#session.send('Performance.getMetrics')
    const scripts = metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? Number.NaN
    const { main, page } = this.#sample()
    const outside = await allocatedBy(this.#browser, this.#pids.page)
    const held = { page: (scripts + outside) / MEGABYTE, scripts: scripts / MEGABYTE }
    return { main, ...held, pageResident: page }
  }

  /** Ends the samples. */
  stop(): void {
    clearInterval(this.#timer)
    this.#collector.close()
  }

  /** The most that was resident so far. */
  most(who: 'main' | 'page'): number {
    return this.#samples.reduce((most, one) => Math.max(most, one[who]), 0)
  }

  /** What was resident at most in each minute, to be told. */
  words(): string {
    const told = (who: 'main' | 'page') => {
      const minutes = Map.groupBy(this.#samples, ({ at }) => Math.floor(at))
      return [...minutes.values()].map((of) => Math.max(...of.map((one) => one[who])).toFixed(0)).join(' ')
    }
    return `resident minute by minute, at most: main ${told('main')} MB, page ${told('page')} MB`
  }

  #sample(): Sample {
    const { main, page } = this.#pids
    const told = execFileSync('ps', ['-o', 'pid=,rss=', '-p', `${main},${page}`], { encoding: 'utf8' })
    const held = new Map(
      told
        .trim()
        .split('\n')
        .map((line) => line.trim().split(/\s+/).map(Number))
        .map(([pid = 0, kilobytes = 0]) => [pid, kilobytes / 1024]),
    )
    return {
      at: (performance.now() - this.#from) / 60_000,
      main: held.get(main) ?? Number.NaN,
      page: held.get(page) ?? Number.NaN,
    }
  }
}

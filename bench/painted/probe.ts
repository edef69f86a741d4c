import type { CDPSession, Page } from '@playwright/test'

/** When a message's number first stood in a painted row, Unix ms with fractions, by number. */
export type Paints = Map<number, number>

/** What the page script keeps; it lives in the page, beside whatever app is shown there. */
interface InPage {
  /** What was painted since the last call; nothing is kept of it here. */
  take(): [number: number, at: number][]
  /** Numbers that stand in rows that can be seen, from the top down. */
  visible(): number[]
}

declare global {
  interface Window {
    paintProbe?: InPage
  }
}

/**
 * Runs in the page. A row is painted when an intersection observer, which looks after layout in the same
 * frame, has told of it: its callback runs after that frame.
 */
function install(): void {
  const known = new Set<number>()
  const waiting = new Map<Element, number[]>()
  const paints: [number, number][] = []
  const observer = new IntersectionObserver((entries) => {
    const at = performance.timeOrigin + performance.now()
    for (const { target, isIntersecting } of entries) {
      const numbers = waiting.get(target) ?? []
      waiting.delete(target)
      observer.unobserve(target)
      if (!isIntersecting) continue
      for (const number of numbers) {
        known.add(number)
        paints.push([number, at])
      }
    }
  })
  const look = (text: string | null, element: Element | null): void => {
    if (text === null || element === null) return
    for (const [, digits] of text.matchAll(/#(\d+)#/g)) {
      const number = Number(digits)
      if (known.has(number)) continue
      waiting.set(element, [...(waiting.get(element) ?? []), number])
      observer.unobserve(element)
      observer.observe(element)
    }
  }
  new MutationObserver((records) => {
    for (const { type, target, addedNodes } of records) {
      if (type === 'characterData') look(target.nodeValue, target.parentElement)
      for (const node of addedNodes)
        look(node.textContent, node instanceof Element ? node : node.parentElement)
    }
  }).observe(document, { subtree: true, childList: true, characterData: true })
  window.paintProbe = {
    take() {
      known.clear()
      return paints.splice(0)
    },
    visible: () =>
      [...document.querySelectorAll('li')]
        .map((row) => ({ top: row.getBoundingClientRect().top, text: row.textContent }))
        .filter(({ top, text }) => top >= 0 && top < innerHeight && /#\d+#/.test(text))
        .sort((one, other) => one.top - other.top)
        .map(({ text }) => Number(/#(\d+)#/.exec(text)?.[1])),
  }
}

/** Notes in a page which messages were painted when, and measures what the page does meanwhile. */
export class Probe {
  readonly #page: Page
  readonly #session: CDPSession

  private constructor(page: Page, session: CDPSession) {
    this.#page = page
    this.#session = session
  }

  static async on(page: Page): Promise<Probe> {
    const session = await page.context().newCDPSession(page)
    await session.send('Performance.enable')
    await page.evaluate(install)
    return new Probe(page, session)
  }

  /** What was painted since the last call. */
  async take(): Promise<Paints> {
    return new Map(await this.#page.evaluate(() => window.paintProbe?.take() ?? []))
  }

  /** Numbers in the rows that can be seen now, from the top down. */
  async visible(): Promise<number[]> {
    return await this.#page.evaluate(() => window.paintProbe?.visible() ?? [])
  }

  /** Milliseconds that the page's main thread has worked so far. */
  async workedMs(): Promise<number> {
    const { metrics } = await this.#session.send('Performance.getMetrics')
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1000
  }

  /** Makes the page's thread `rate` times slower; 1 is its own speed. */
  async throttle(rate: number): Promise<void> {
    await this.#session.send('Emulation.setCPUThrottlingRate', { rate })
  }

  /** Records what the page's scripts cost, and answers the profile as DevTools read it. */
  async profile<T>(work: () => Promise<T>): Promise<{ result: T; profile: unknown }> {
    await this.#session.send('Profiler.enable')
    await this.#session.send('Profiler.start')
    const result = await work()
    const { profile } = await this.#session.send('Profiler.stop')
    return { result, profile }
  }
}

import type { Page } from '@playwright/test'

/** What was seen of a page while it was scrolled. */
export interface Scrolled {
  /** Tasks of the page's thread of 50 ms and longer, in ms. */
  readonly longTasks: readonly number[]
  /** Elements and texts of the document, at most. */
  readonly nodes: number
  readonly elements: number
  /** How long the gesture went on while nothing moved, at most, ms. */
  readonly standstill: number
  readonly frames: number
  /** Frames that showed nothing where a message should have stood. */
  readonly blankFrames: number
  /** Ids of the messages in the middle of the view, in the order seen. */
  readonly seen: readonly number[]
}

interface InPage {
  begin(): void
  end(): Scrolled
}

declare global {
  interface Window {
    scrollWatch?: InPage
  }
}

/** Runs in the page. Looks at every frame before its scripts draw, and so at what the frame before has shown. */
function install(scrollerQuery: string): void {
  /** Where in the view is looked for rows, as shares of its height. */
  const HEIGHTS = [0.1, 0.5, 0.9] as const
  const COUNT_NODES_EVERY = 15
  let isOn = false
  let began = 0
  let longTasks: { start: number; ms: number }[] = []
  let seen: number[] = []
  let [nodes, elements, frames, blankFrames, standstill, movedAt] = [0, 0, 0, 0, 0, 0]
  let place = ''

  const take = (entries: PerformanceEntryList) => {
    for (const { startTime, duration } of entries) longTasks.push({ start: startTime, ms: duration })
  }
  const observer = new PerformanceObserver((list) => take(list.getEntries()))
  observer.observe({ type: 'longtask' })

  function countNodes(): void {
    const walker = document.createTreeWalker(document, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT)
    let count = 0
    while (walker.nextNode() !== null) count += 1
    nodes = Math.max(nodes, count)
    elements = Math.max(elements, document.getElementsByTagName('*').length)
  }

  function look(): void {
    if (!isOn) return
    const now = performance.now()
    const scroller = document.querySelector(scrollerQuery)
    if (scroller === null) throw new Error(`nothing here is called ${scrollerQuery}`)
    const { left, top, width, height } = scroller.getBoundingClientRect()
    const rows = HEIGHTS.map(
      (share) =>
        document
          .elementFromPoint(left + width / 2, Math.max(top, 0) + Math.min(height, innerHeight) * share)
          ?.closest('[data-index]') ?? null,
    )
    if (rows.includes(null)) blankFrames += 1
    const middle = rows[1]?.querySelector('[data-message]') ?? null
    const id = middle?.getAttribute('data-message') ?? null
    if (id !== null && seen.at(-1) !== Number(id)) seen.push(Number(id))
    const spot =
      middle === null ? String(scroller.scrollTop) : `${id} ${middle.getBoundingClientRect().top.toFixed(0)}`
    if (spot !== place) {
      standstill = Math.max(standstill, now - movedAt)
      movedAt = now
      place = spot
    }
    if (frames % COUNT_NODES_EVERY === 0) countNodes()
    frames += 1
    requestAnimationFrame(look)
  }

  window.scrollWatch = {
    begin() {
      take(observer.takeRecords())
      isOn = true
      longTasks = []
      seen = []
      place = ''
      ;[nodes, elements, frames, blankFrames, standstill] = [0, 0, 0, 0, 0]
      began = performance.now()
      movedAt = began
      requestAnimationFrame(look)
    },
    end() {
      isOn = false
      take(observer.takeRecords())
      const last = performance.now()
      return {
        longTasks: longTasks.filter(({ start }) => start >= began).map(({ ms }) => ms),
        nodes,
        elements,
        standstill: Math.max(standstill, last - movedAt),
        frames,
        blankFrames,
        seen,
      }
    },
  }
}

/** Watches how a page is scrolled. */
export async function watchScrolling(page: Page, scroller: string): Promise<void> {
  await page.evaluate(install, scroller)
}

/** Scrolls by the wheel, as a hand on a trackpad does, and answers what was seen. Upward for positive distances. */
export async function scroll(
  page: Page,
  gesture: { readonly distance: number; readonly speed: number },
): Promise<Scrolled> {
  const session = await page.context().newCDPSession(page)
  try {
    const { x, y } = await page.evaluate(() => ({ x: innerWidth / 2, y: innerHeight / 2 }))
    await page.evaluate(() => window.scrollWatch?.begin())
    await session.send('Input.synthesizeScrollGesture', {
      x,
      y,
      yDistance: gesture.distance,
      speed: gesture.speed,
      gestureSourceType: 'mouse',
    })
    const seen = await page.evaluate(() => window.scrollWatch?.end())
    if (seen === undefined) throw new Error('the page was not watched')
    return seen
  } finally {
    await session.detach()
  }
}

import type { Page } from '@playwright/test'

/** When a conversation was clicked and when its newest message was painted, ms of the page's clock. */
export interface Opened {
  readonly clicked: number
  readonly painted: number
}

interface InPage {
  /** Resolves when a message stands painted in the log of a conversation. */
  until(conversation: string, message: string): Promise<Opened>
  /** Times from frame to frame while nothing goes on, ms. */
  frames(count: number): Promise<number[]>
}

declare global {
  interface Window {
    openingWatch?: InPage
  }
}

/**
 * Runs in the page. A message is painted when an intersection observer, which looks after layout in the same frame,
 * has told that it can be seen: its callback runs after that frame.
 */
function install(): void {
  let clicked = 0
  addEventListener(
    'click',
    ({ timeStamp }) => {
      clicked = timeStamp
    },
    { capture: true },
  )

  window.openingWatch = {
    until(conversation, message) {
      clicked = 0
      const query = `[data-conversation-pane="${conversation}"] [role="log"] [data-message="${message}"]`
      return new Promise((resolve) => {
        const watched = new Set<Element>()
        const seeing = new IntersectionObserver((entries) => {
          if (!entries.some(({ isIntersecting }) => isIntersecting) || clicked === 0) return
          const painted = performance.now()
          seeing.disconnect()
          changing.disconnect()
          resolve({ clicked, painted })
        })
        const changing = new MutationObserver(() => {
          const element = document.querySelector(query)
          if (element === null || watched.has(element)) return
          watched.add(element)
          seeing.observe(element)
        })
        changing.observe(document, { subtree: true, childList: true, attributes: true })
      })
    },
    frames: (count) =>
      new Promise((resolve) => {
        const times: number[] = []
        requestAnimationFrame(function next(at) {
          times.push(at)
          if (times.length <= count) requestAnimationFrame(next)
          else resolve(times.slice(1).map((time, index) => time - (times[index] ?? time)))
        })
      }),
  }
}

export async function watchOpening(page: Page): Promise<void> {
  await page.evaluate(install)
}

export async function framesAtRest(page: Page, count: number): Promise<number[]> {
  return (await page.evaluate((many) => window.openingWatch?.frames(many), count)) ?? []
}

/** Clicks at a point, which opens a conversation, and waits until its newest message is painted. */
export async function clickAndWait(
  page: Page,
  at: { readonly x: number; readonly y: number },
  shown: { readonly conversation: string; readonly message: string },
): Promise<Opened> {
  await page.mouse.move(at.x, at.y)
  const opened = page.evaluate(
    ({ conversation, message }) => window.openingWatch?.until(conversation, message),
    shown,
  )
  // the page has to watch before it is clicked
  await page.evaluate(() => undefined)
  await page.mouse.click(at.x, at.y)
  const times = await opened
  if (times === undefined) throw new Error('the page was not watched')
  return times
}

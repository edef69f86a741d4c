import type { Page } from '@playwright/test'
import type { Flushed } from '../painted/server.ts'

/** When the list first showed a message newer than all before, Unix ms with fractions. */
export interface Shown {
  readonly number: number
  readonly at: number
}

interface InPage {
  shown: [number: number, at: number][]
}

declare global {
  interface Window {
    newestRow?: InPage
  }
}

/** Runs in the page; the newest message of the list is painted when an observer behind the frame has told of its row. */
function install(): void {
  const shown: [number, number][] = []
  let newest = 0
  const waiting = new Map<Element, number>()
  const observer = new IntersectionObserver((entries) => {
    const at = performance.timeOrigin + performance.now()
    for (const { target, isIntersecting } of entries) {
      observer.unobserve(target)
      const number = waiting.get(target)
      waiting.delete(target)
      if (isIntersecting && number !== undefined) shown.push([number, at])
    }
  })
  const look = (text: string | null, element: Element | null): void => {
    const number = Number(/#(\d+)#/.exec(text ?? '')?.[1])
    if (!(number > newest) || element?.closest('[data-row]') == null) return
    newest = number
    waiting.set(element, number)
    observer.unobserve(element)
    observer.observe(element)
  }
  new MutationObserver((records) => {
    for (const { target, addedNodes } of records) {
      if (target instanceof Text) look(target.nodeValue, target.parentElement)
      for (const node of addedNodes)
        look(node.textContent, node instanceof Element ? node : node.parentElement)
    }
  }).observe(document.body, { subtree: true, childList: true, characterData: true })
  window.newestRow = { shown }
}

/** Notes how far the list has come. It keeps nothing in the page, whose memory is measured. */
export class NewestRow {
  readonly #page: Page
  readonly #shown: Shown[] = []

  private constructor(page: Page) {
    this.#page = page
  }

  static async on(page: Page): Promise<NewestRow> {
    await page.evaluate(install)
    return new NewestRow(page)
  }

  /** Takes out of the page what it has noted. */
  async drain(): Promise<void> {
    const shown = await this.#page.evaluate(() => window.newestRow?.shown.splice(0) ?? [])
    for (const [number, at] of shown) this.#shown.push({ number, at })
  }

  /** For each message, how long after its flush the list showed it or a later one, ms; infinite where it never did. */
  lags(flushed: readonly Flushed[]): number[] {
    let next = 0
    let newest = 0
    return flushed.map(({ number, at }) => {
      while (newest < number && next < this.#shown.length) {
        newest = this.#shown[next]?.number ?? newest
        if (newest < number) next += 1
      }
      const shownAt = newest >= number ? this.#shown[next]?.at : undefined
      return shownAt === undefined ? Number.POSITIVE_INFINITY : Math.max(0, shownAt - at)
    })
  }

  /** Numbers in the rows that can be seen now, from the top down. */
  async visible(): Promise<number[]> {
    return await this.#page.evaluate(() =>
      [...document.querySelectorAll('[data-row]')]
        .map((row) => ({ top: row.getBoundingClientRect().top, text: row.textContent }))
        .filter(({ top, text }) => top >= 0 && top < innerHeight && /#\d+#/.test(text))
        .sort((one, other) => one.top - other.top)
        .map(({ text }) => Number(/#(\d+)#/.exec(text)?.[1])),
    )
  }
}

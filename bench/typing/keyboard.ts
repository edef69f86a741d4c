import { setTimeout as delay } from 'node:timers/promises'
import type { CDPSession, Page } from '@playwright/test'

/** From when a key reached the browser until the field with what it wrote was painted, in ms, key by key. */
export interface Typed {
  readonly delays: readonly number[]
  /** What the browser itself tells of each until it was shown (Event Timing), in steps of 8 ms and never under 16. */
  readonly shown: readonly number[]
  /** Processor time of the page's thread, ms a key, with all that went on there meanwhile. */
  readonly used: number
}

interface InPage {
  delays: number[]
  shown: number[]
}

declare global {
  interface Window {
    keyProbe?: InPage
  }
}

/** Words of a fast typist: a key about every tenth of a second, and a pause in which a draft would be stored. */
const LETTERS = 'the order left today and should be with you on friday '
const KEY_MS = [83, 117, 96, 131, 104, 122, 89]
const PAUSE = { every: 18, ms: 600 }
/** Event Timing leaves out what is faster. */
const LEAST_TOLD_MS = 16

/**
 * Runs in the page, whatever is shown there. What was typed is painted when an intersection observer, which looks after
 * layout in the same frame, has told of the field: its callback runs after that frame.
 */
function install(): void {
  const delays: number[] = []
  const shown: number[] = []
  const waiting: number[] = []
  let pressedAt = 0
  const observer = new IntersectionObserver(() => {
    const now = performance.now()
    for (const at of waiting.splice(0)) delays.push(now - at)
    observer.disconnect()
  })
  window.addEventListener('keydown', ({ timeStamp }) => (pressedAt = timeStamp), true)
  window.addEventListener(
    'input',
    ({ target }) => {
      if (!(target instanceof Element)) return
      waiting.push(pressedAt)
      observer.disconnect()
      observer.observe(target)
    },
    true,
  )
  new PerformanceObserver((list) => {
    for (const { name, duration } of list.getEntries()) if (name === 'keypress') shown.push(duration)
  }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit)
  window.keyProbe = { delays, shown }
}

/** The text that so many keys write. */
function textOf(keys: number): string {
  return LETTERS.repeat(Math.ceil(keys / LETTERS.length)).slice(0, keys)
}

/** Writes into the field that has the focus of a page, by keys that reach the browser as those of a keyboard do. */
export class Keyboard {
  readonly #page: Page
  readonly #session: CDPSession

  private constructor(page: Page, session: CDPSession) {
    this.#page = page
    this.#session = session
  }

  static async on(page: Page): Promise<Keyboard> {
    await page.evaluate(install)
    const session = await page.context().newCDPSession(page)
    await session.send('Performance.enable')
    return new Keyboard(page, session)
  }

  /** Whatever the page is busy with, the next key comes in its time. @throws when the field did not get all of them */
  async type(keys: number): Promise<Typed> {
    const text = textOf(keys)
    const pressed: Promise<unknown>[] = []
    const usedBefore = await this.#usedByPage()
    let at = performance.now()
    for (const [index, letter] of [...text].entries()) {
      pressed.push(...this.#press(letter))
      at += KEY_MS[index % KEY_MS.length] ?? 0
      if ((index + 1) % PAUSE.every === 0) at += PAUSE.ms
      await delay(Math.max(0, at - performance.now()))
    }
    await Promise.all(pressed)
    const used = ((await this.#usedByPage()) - usedBefore) / keys
    const { delays, shown } = await this.#take()
    const written = await this.#written()
    if (written !== text || delays.length !== keys)
      throw new Error(`${keys} keys wrote ${JSON.stringify(written)}, ${delays.length} were painted`)
    const rest = Array.from({ length: Math.max(0, keys - shown.length) }, () => LEAST_TOLD_MS)
    return { delays, shown: [...shown, ...rest], used }
  }

  /** Takes away what stands in the field, by keys too, and what was measured of them. */
  async clear(): Promise<void> {
    await this.#page.keyboard.press('ControlOrMeta+A')
    await this.#page.keyboard.press('Backspace')
    await this.#take()
  }

  #press(letter: string): Promise<unknown>[] {
    const code = letter === ' ' ? 'Space' : `Key${letter.toUpperCase()}`
    const key = { key: letter, code, windowsVirtualKeyCode: letter.toUpperCase().charCodeAt(0) }
    return [
      this.#session.send('Input.dispatchKeyEvent', { type: 'keyDown', text: letter, ...key }),
      this.#session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...key }),
    ]
  }

  /** Processor time of the page's thread so far, ms. */
  async #usedByPage(): Promise<number> {
    const { metrics } = await this.#session.send('Performance.getMetrics')
    return (metrics.find(({ name }) => name === 'ThreadTime')?.value ?? Number.NaN) * 1_000
  }

  /** What was measured since the last call, once all of it has been painted. */
  async #take(): Promise<InPage> {
    return await this.#page.evaluate(async () => {
      for (let frame = 0; frame < 3; frame += 1) await new Promise((done) => requestAnimationFrame(done))
      // the observers are told behind the frame, of what was shown once the screen has it
      await new Promise((done) => setTimeout(done, 100))
      return {
        delays: window.keyProbe?.delays.splice(0) ?? [],
        shown: window.keyProbe?.shown.splice(0) ?? [],
      }
    })
  }

  async #written(): Promise<string | null> {
    return await this.#page.evaluate(() => {
      const { activeElement } = document
      return activeElement instanceof HTMLTextAreaElement ? activeElement.value : null
    })
  }
}

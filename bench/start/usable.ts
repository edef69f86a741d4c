import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { chooseHost } from '#e2e/drivers/choose.ts'
import { launch } from '#e2e/drivers/process.ts'
import type { RestingProfile } from './house.ts'

/** The product's folder. */
const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const Targets = z.array(z.object({ type: z.string(), webSocketDebuggerUrl: z.string() }))
const Reply = z.object({
  id: z.number().optional(),
  result: z
    .object({ result: z.object({ value: z.unknown() }), exceptionDetails: z.unknown().optional() })
    .optional(),
})

/** A start that takes longer has gone wrong. */
const PATIENCE_MS = 60_000

/** Ms of a start. */
export interface Start {
  /** From the launch of the host until what was looked for stood in a painted frame and a small request was answered. */
  readonly usableMs: number
  /** The longest that a small request waited for its answer in the seconds after that. */
  readonly longestAnswerMs: number
}

/** In the page: waits until `selector` has been painted within the window and main answers; asks nobody of the product. */
const USABLE = (selector: string) => `new Promise((resolve) => {
  const look = () => {
    const element = document.querySelector(${JSON.stringify(selector)})
    if (element === null) return requestAnimationFrame(look)
    new IntersectionObserver((entries, observer) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return
      observer.disconnect()
      linkboard.request('app.starting', undefined).then(() => resolve(true))
    }).observe(element)
  }
  look()
})`

/** In the page: how long the longest of many small requests waits, ms, one every few milliseconds. */
const LONGEST_ANSWER = (ms: number) => `(async () => {
  const end = performance.now() + ${ms}
  let longest = 0
  while (performance.now() < end) {
    const asked = performance.now()
    await linkboard.request('app.starting', undefined)
    longest = Math.max(longest, performance.now() - asked)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  return longest
})()`

/** Evaluates in the one page over the debugging protocol itself: a whole client would take as long as the start. */
class PageScript {
  readonly #socket: WebSocket
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>()
  #nextId = 1

  private constructor(socket: WebSocket) {
    this.#socket = socket
    socket.addEventListener('message', ({ data }) => {
      const { id, result } = Reply.parse(JSON.parse(String(data)))
      if (id === undefined) return
      const waiting = this.#waiting.get(id)
      this.#waiting.delete(id)
      if (result === undefined || result.exceptionDetails !== undefined)
        waiting?.reject(new Error(`the page answered ${String(data)}`))
      else waiting?.resolve(result.result.value)
    })
  }

  static async of(cdp: string): Promise<PageScript> {
    const targets = Targets.parse(await (await fetch(`${cdp}/json/list`)).json())
    const page = targets.find(({ type }) => type === 'page')
    if (page === undefined) throw new Error('the app has no page')
    const socket = new WebSocket(page.webSocketDebuggerUrl)
    await new Promise((resolve, reject) => {
      socket.addEventListener('open', resolve)
      socket.addEventListener('error', () => reject(new Error('the page cannot be reached')))
    })
    return new PageScript(socket)
  }

  async run(expression: string): Promise<unknown> {
    const id = this.#nextId
    this.#nextId += 1
    const waiting = Promise.withResolvers<unknown>()
    this.#waiting.set(id, waiting)
    const params = { expression, awaitPromise: true, returnByValue: true }
    this.#socket.send(JSON.stringify({ id, method: 'Runtime.evaluate', params }))
    return await waiting.promise
  }

  close(): void {
    this.#socket.close()
  }
}

/**
 * Starts the product on a profile and ends it again.
 * @param selector what the first usable screen shows
 * @param watchMs how long small requests are asked afterwards
 */
export async function timeStart(profile: RestingProfile, selector: string, watchMs: number): Promise<Start> {
  const began = performance.now()
  const launched = launch(chooseHost(ROOT), { userDataDir: profile.folder, env: profile.env })
  const limit = setTimeout(() => launched.kill(), PATIENCE_MS)
  try {
    const { pid, cdp } = await launched.ready
    const page = await PageScript.of(cdp)
    await page.run(USABLE(selector))
    const usableMs = performance.now() - began
    const longestAnswerMs = Number(await page.run(LONGEST_ANSWER(watchMs)))
    page.close()
    process.kill(pid, 'SIGTERM')
    await launched.exited
    return { usableMs, longestAnswerMs }
  } finally {
    clearTimeout(limit)
    launched.kill()
  }
}

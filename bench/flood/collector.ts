import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'

/** Node's own choice. */
const INSPECTOR = 'http://127.0.0.1:9229/json/list'
const Targets = z.tuple([z.object({ webSocketDebuggerUrl: z.string() })])
const LOOK_MS = 50
const PATIENCE_MS = 10_000
const COLLECT = 'HeapProfiler.collectGarbage'
/** What is freed by one collection lets go of more for the next. */
const ROUNDS = 2

/** What Node's inspector writes: answers have an id, events a method. Those of a thread come as texts in events. */
interface Received {
  readonly id?: number
  readonly result?: { readonly result?: { readonly value?: unknown } }
  readonly error?: { readonly message: string }
  readonly method?: string
  readonly params?: { readonly sessionId?: string; readonly message?: string }
}

/** Has a running Node process and its threads let go of what nobody needs, through the inspector. */
export class Collector {
  readonly #socket: WebSocket
  readonly #threads = new Set<string>()
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>()
  #lastId = 0

  private constructor(socket: WebSocket) {
    this.#socket = socket
    socket.addEventListener('message', ({ data }) => this.#take(String(data)))
    socket.addEventListener('close', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error('the inspected process is gone'))
      this.#waiting.clear()
    })
  }

  /** @throws when the process does not open its inspector, as when another one has the port */
  static async of(pid: number): Promise<Collector> {
    process.kill(pid, 'SIGUSR1')
    const socket = new WebSocket(await address())
    await once(socket, 'open')
    const collector = new Collector(socket)
    const found = await collector.#ask('Runtime.evaluate', { expression: 'process.pid' })
    if (found !== pid) throw new Error(`process ${String(found)} has the inspector's port, not ${pid}`)
    await collector.#ask('NodeWorker.enable', { waitForDebuggerOnStart: false })
    return collector
  }

  async collect(): Promise<void> {
    for (let round = 0; round < ROUNDS; round += 1) {
      await this.#ask(COLLECT)
      for (const thread of this.#threads) await this.#askThread(thread, COLLECT)
    }
  }

  close(): void {
    this.#socket.close()
  }

  /** Resolves with the value that it comes to, for what has one. */
  async #ask(method: string, params: object = {}): Promise<unknown> {
    const { id, answered } = this.#expect()
    this.#socket.send(JSON.stringify({ id, method, params }))
    return await answered
  }

  async #askThread(sessionId: string, method: string): Promise<void> {
    const { id, answered } = this.#expect()
    await this.#ask('NodeWorker.sendMessageToWorker', { sessionId, message: JSON.stringify({ id, method }) })
    await answered
  }

  #expect(): { id: number; answered: Promise<unknown> } {
    this.#lastId += 1
    const waiting = Promise.withResolvers<unknown>()
    this.#waiting.set(this.#lastId, waiting)
    return { id: this.#lastId, answered: waiting.promise }
  }

  #take(text: string): void {
    const received: Received = JSON.parse(text)
    const { id, result, error, method, params: { sessionId = '', message = '' } = {} } = received
    if (method === 'NodeWorker.attachedToWorker') this.#threads.add(sessionId)
    if (method === 'NodeWorker.detachedFromWorker') this.#threads.delete(sessionId)
    if (method === 'NodeWorker.receivedMessageFromWorker') this.#take(message)
    if (id === undefined) return
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    if (error === undefined) waiting?.resolve(result?.result?.value)
    else waiting?.reject(new Error(error.message))
  }
}

async function address(): Promise<string> {
  const until = performance.now() + PATIENCE_MS
  for (;;) {
    try {
      const [target] = Targets.parse(await (await fetch(INSPECTOR)).json())
      return target.webSocketDebuggerUrl
    } catch (error) {
      if (performance.now() > until) throw new Error('the inspector was not opened', { cause: error })
      await delay(LOOK_MS)
    }
  }
}

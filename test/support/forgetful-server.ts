import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { type Order, STAGES, type Stage } from './forgetful-server-stages.ts'

/**
 * A server that answers a poll once and forgets what it wrote, in a thread of its own: it goes on while the event
 * loop of the test stands still, which is when answers get lost. It answers when told to, also whoever has left.
 */
export class ForgetfulServer {
  readonly #told = new Int32Array(new SharedArrayBuffer(4 * STAGES.length))
  readonly #thread: Worker

  private constructor() {
    const script = new URL('./forgetful-server-thread.ts', import.meta.url)
    this.#thread = new Worker(script, { workerData: this.#told.buffer })
  }

  static async start(): Promise<ForgetfulServer> {
    const server = new ForgetfulServer()
    await server.reaches('listening')
    return server
  }

  get url(): string {
    return `http://127.0.0.1:${this.count('listening')}`
  }

  /** How often it has come to this. */
  count(stage: Stage): number {
    return Atomics.load(this.#told, STAGES.indexOf(stage))
  }

  /** Resolves when it has come to this once. */
  async reaches(stage: Stage): Promise<void> {
    const { async, value } = Atomics.waitAsync(this.#told, STAGES.indexOf(stage), 0)
    if (async) await value
  }

  /** Holds the event loop up until the server has come to this once. */
  holdUpUntil(stage: Stage): void {
    Atomics.wait(this.#told, STAGES.indexOf(stage), 0)
  }

  /** Answers the poll that came last with messages of so many bytes. */
  answer(messages = 1, bytesEach = 10): void {
    this.#order({ kind: 'answer', messages, bytesEach })
  }

  /** Closes the poll that came last, after what has been written. */
  hangUp(): void {
    this.#order({ kind: 'hang-up' })
  }

  async end(): Promise<void> {
    this.#order({ kind: 'end' })
    await once(this.#thread, 'exit')
  }

  #order(order: Order): void {
    this.#thread.postMessage(order)
  }
}

import path from 'node:path'
import { Worker } from 'node:worker_threads'

/** How main answered a small request, again and again from a thread of its own. */
export interface Answers {
  readonly longestMs: number
  readonly asked: number
}

type FromAsker = { kind: 'ask' } | { kind: 'report'; longest: number; asked: number }

/** Has main asked all the while. */
export class Asked {
  readonly #worker: Worker

  /** @param answer resolves once main has answered */
  constructor(answer: () => Promise<unknown>) {
    this.#worker = new Worker(path.join(import.meta.dirname, 'asker.ts'))
    this.#worker.on('message', (message: FromAsker) => {
      if (message.kind === 'ask') void answer().then(() => this.#worker.postMessage('answer'))
    })
  }

  /** The answers since this was asked for before. */
  answers(): Promise<Answers> {
    const { promise, resolve } = Promise.withResolvers<Answers>()
    const take = (message: FromAsker) => {
      if (message.kind !== 'report') return
      this.#worker.off('message', take)
      resolve({ longestMs: message.longest, asked: message.asked })
    }
    this.#worker.on('message', take)
    this.#worker.postMessage('report')
    return promise
  }

  async close(): Promise<void> {
    await this.#worker.terminate()
  }
}

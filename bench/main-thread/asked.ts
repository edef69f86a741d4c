import path from 'node:path'
import { Worker } from 'node:worker_threads'

/** How main answered a small request, again and again from a thread of its own. */
export interface Answers {
  readonly longestMs: number
  readonly asked: number
  /** The most that main's thread worked between two questions, which other work on the machine changes little. */
  readonly workedMs: number
}

type FromAsker = { kind: 'ask' } | { kind: 'report'; longest: number; asked: number }

/** Has main asked all the while. */
export class Asked {
  readonly #worker: Worker
  #worked = workedMs()
  #most = 0

  /** @param answer resolves once main has answered */
  constructor(answer: () => Promise<unknown>) {
    this.#worker = new Worker(path.join(import.meta.dirname, 'asker.ts'))
    this.#worker.on('message', (message: FromAsker) => {
      if (message.kind !== 'ask') return
      this.#count()
      void answer().then(() => this.#worker.postMessage('answer'))
    })
  }

  /** The answers since this was asked for before. */
  answers(): Promise<Answers> {
    const { promise, resolve } = Promise.withResolvers<Answers>()
    const take = (message: FromAsker) => {
      if (message.kind !== 'report') return
      this.#worker.off('message', take)
      resolve({ longestMs: message.longest, asked: message.asked, workedMs: this.#most })
      this.#most = 0
    }
    this.#worker.on('message', take)
    this.#worker.postMessage('report')
    return promise
  }

  #count(): void {
    const now = workedMs()
    this.#most = Math.max(this.#most, now - this.#worked)
    this.#worked = now
  }

  async close(): Promise<void> {
    await this.#worker.terminate()
  }
}

/** Processor time of this thread so far. */
function workedMs(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

import { type ChildProcess, fork } from 'node:child_process'
import { on, once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { FromWay, type Order, type ToWay } from './messages.ts'

const SCRIPT = fileURLToPath(new URL('./way-process.ts', import.meta.url))

/** One way of uploading, in a process of its own. */
export class Way {
  readonly #child: ChildProcess
  readonly #said: AsyncIterator<unknown[]>

  private constructor(child: ChildProcess) {
    this.#child = child
    this.#said = on(child, 'message', { close: ['exit'] })
  }

  /** Resolves once a small file was uploaded. */
  static async start(order: Order): Promise<Way> {
    const way = new Way(fork(SCRIPT, [JSON.stringify(order)], { execArgv: ['--expose-gc'] }))
    await way.#next('ready')
    return way
  }

  /** Uploads the file; answers how many seconds that took. */
  async round(): Promise<number> {
    this.tell('round')
    return (await this.#next('round')).seconds
  }

  async sum(): Promise<Extract<FromWay, { kind: 'sum' }>> {
    this.tell('sum')
    return await this.#next('sum')
  }

  tell(message: ToWay): void {
    this.#child.send(message)
  }

  async #next<K extends FromWay['kind']>(kind: K): Promise<Extract<FromWay, { kind: K }>> {
    const next = await this.#said.next()
    if (next.done === true) throw new Error('a way of uploading ended early')
    const message = FromWay.parse(next.value[0])
    if (message.kind !== kind) throw new Error(`a way of uploading said ${message.kind} instead of ${kind}`)
    return message as Extract<FromWay, { kind: K }>
  }

  async close(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const ended = once(this.#child, 'exit')
    this.#child.kill('SIGTERM')
    await ended
  }
}

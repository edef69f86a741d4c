import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** What a process of a benchmark answers: each call by name with its input and output, plain data. */
export type Calls = Record<string, { input: unknown; output: unknown }>

type Handlers<C extends Calls> = {
  readonly [N in keyof C]: (input: C[N]['input']) => C[N]['output'] | Promise<C[N]['output']>
}

interface Answer {
  readonly id: number
  readonly output?: unknown
  readonly words?: string
}

/** One side of a benchmark, in a process of its own. */
export class Side<C extends Calls> {
  readonly #child: ChildProcess
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>()
  #lastId = 0

  /**
   * @param script the program; it calls `answerCalls`
   * @param options.args its arguments
   * @param options.flags flags of Node's own
   */
  constructor(script: URL, options: { readonly args?: readonly string[]; readonly flags?: string[] } = {}) {
    const { args = [], flags = [] } = options
    this.#child = fork(fileURLToPath(script), [...args], { execArgv: flags, serialization: 'advanced' })
    this.#child.on('message', (answer: Answer) => this.#take(answer))
    this.#child.once('exit', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error('a side of the benchmark has ended'))
      this.#waiting.clear()
    })
  }

  /** Resolves with the answer. @throws the side's words when it fails or ends */
  async call<N extends keyof C & string>(name: N, input: C[N]['input']): Promise<C[N]['output']> {
    this.#lastId += 1
    const waiting = Promise.withResolvers<unknown>()
    this.#waiting.set(this.#lastId, waiting)
    this.#child.send({ id: this.#lastId, name, input })
    return (await waiting.promise) as C[N]['output']
  }

  async end(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const ended = once(this.#child, 'exit')
    this.#child.kill('SIGTERM')
    await ended
  }

  #take({ id, output, words }: Answer): void {
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    if (words === undefined) waiting?.resolve(output)
    else waiting?.reject(new Error(words))
  }
}

/** The other end: answers calls until whoever asks is gone. */
export function answerCalls<C extends Calls>(handlers: Handlers<C>): void {
  process.once('disconnect', () => process.exit())
  process.on('message', ({ id, name, input }: { id: number; name: keyof C; input: C[keyof C]['input'] }) => {
    const answered = Promise.resolve().then(() => handlers[name](input))
    answered.then(
      (output) => process.send?.({ id, output } satisfies Answer),
      (error: unknown) => process.send?.({ id, words: String(error) } satisfies Answer),
    )
  })
}

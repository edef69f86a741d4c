import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** What a process answers: each call by name with its input and output, plain JSON. */
export type Calls = Record<string, { input: unknown; output: unknown }>

/** How a process answers its calls. */
export type Handlers<C extends Calls> = {
  [N in keyof C]: (input: C[N]['input']) => C[N]['output'] | Promise<C[N]['output']>
}

interface Answer {
  id: number
  output?: unknown
  error?: string
}

/** The process ended before it answered, as one that is killed does. */
export class ProcessGoneError extends Error {
  override readonly name = 'ProcessGoneError'
  constructor() {
    super('the process ended before it answered')
  }
}

/** A process of the soak, called over its IPC channel. */
export class Child<C extends Calls> {
  readonly #process: ChildProcess
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>()
  readonly #ended: Promise<string>
  #lastId = 0
  #isExpectedToEnd = false

  /**
   * @param entry the program, TypeScript
   * @param argument its one argument, plain JSON
   * @param failed told when the process ends by itself
   */
  constructor(entry: URL, argument: unknown, failed: (how: string) => void) {
    const args = ['--disable-warning=ExperimentalWarning', fileURLToPath(entry), JSON.stringify(argument)]
    this.#process = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
    // JSON in both directions; what a killed process wrote half does not arrive
    this.#process.on('message', (message) => this.#settle(message as Answer))
    this.#process.on('error', () => undefined)
    const { promise, resolve } = Promise.withResolvers<string>()
    this.#ended = promise
    this.#process.once('exit', (code, signal) => {
      const how = signal ?? `exit code ${code}`
      if (!this.#isExpectedToEnd) failed(how)
      for (const { reject } of this.#waiting.values()) reject(new ProcessGoneError())
      this.#waiting.clear()
      resolve(how)
    })
  }

  get pid(): number {
    return this.#process.pid ?? 0
  }

  /** Rejects with ProcessGoneError when the process ends first, and with the process's own words. */
  call<N extends keyof C & string>(name: N, input: C[N]['input']): Promise<C[N]['output']> {
    const deferred = Promise.withResolvers<unknown>()
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) {
      return Promise.reject(new ProcessGoneError())
    }
    this.#lastId += 1
    this.#waiting.set(this.#lastId, deferred)
    this.#process.send({ id: this.#lastId, name, input }, () => undefined)
    return deferred.promise as Promise<C[N]['output']>
  }

  /** From now on its end is no surprise; resolves with how it ended. */
  expectEnd(): Promise<string> {
    this.#isExpectedToEnd = true
    return this.#ended
  }

  /** kill −9; resolves once it is gone. */
  async kill(): Promise<void> {
    const ended = this.expectEnd()
    this.#process.kill('SIGKILL')
    await ended
  }

  #settle({ id, output, error }: Answer): void {
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    if (error === undefined) waiting?.resolve(output)
    else waiting?.reject(new Error(error))
  }
}

/** The other end: answers calls until the parent is gone. */
export function serve<C extends Calls>(handlers: Handlers<C>): void {
  process.on('disconnect', () => process.exit(1))
  process.on('message', (message: { id: number; name: keyof C; input: C[keyof C]['input'] }) => {
    const answered = Promise.resolve().then(() => handlers[message.name](message.input))
    answered.then(
      (output) => process.send?.({ id: message.id, output } satisfies Answer),
      (error: unknown) => process.send?.({ id: message.id, error: String(error) } satisfies Answer),
    )
  })
}

/** The one argument a process of the soak was started with. */
export function ownArgument<T>(): T {
  return JSON.parse(process.argv[2] ?? 'null') as T
}

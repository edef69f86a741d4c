import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** What a client needs of an account that is bound already. */
export interface Identity {
  readonly token: string
  readonly url: string
}

/** People writing to the accounts of a group in turn. */
export interface Flood {
  readonly group: string
  readonly accounts: number
  readonly perSecond: number
  readonly seconds: number
}

/** A message and when the server's answer with it had left, Unix ms with fractions. */
export interface Flushed {
  readonly number: number
  readonly account: number
  readonly at: number
}

export type Call =
  | { readonly kind: 'bind' | 'expect-scans'; readonly group: string; readonly count: number }
  | { readonly kind: 'flood'; readonly flood: Flood }

export type FromServer =
  | { readonly kind: 'ready'; readonly url: string; readonly cdnUrl: string }
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failure'; readonly id: number; readonly words: string }

/** The server's process, and calls to it. */
export class Server {
  readonly url: string
  readonly cdnUrl: string
  readonly #child: ChildProcess
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>()
  #nextId = 1

  private constructor(child: ChildProcess, url: string, cdnUrl: string) {
    this.#child = child
    this.url = url
    this.cdnUrl = cdnUrl
    child.on('message', (message: FromServer) => this.#take(message))
    child.once('exit', () => {
      for (const waiting of this.#waiting.values()) waiting.reject(new Error('the server has ended'))
    })
  }

  static async start(): Promise<Server> {
    const child = fork(fileURLToPath(new URL('./server-process.ts', import.meta.url)))
    const [message]: FromServer[] = await once(child, 'message')
    if (message?.kind !== 'ready') throw new Error('the server did not say where it is')
    return new Server(child, message.url, message.cdnUrl)
  }

  async bind(group: string, count: number): Promise<Identity[]> {
    return (await this.#call({ kind: 'bind', group, count })) as Identity[]
  }

  /** Has each code that is asked for from now on scanned by the next account; answers their owners' user ids. */
  async expectScans(group: string, count: number): Promise<string[]> {
    return (await this.#call({ kind: 'expect-scans', group, count })) as string[]
  }

  /** Resolves with every message once all of them have left the server. */
  async flood(flood: Flood): Promise<Flushed[]> {
    return (await this.#call({ kind: 'flood', flood })) as Flushed[]
  }

  async close(): Promise<void> {
    const ended = once(this.#child, 'exit')
    this.#child.kill('SIGTERM')
    await ended
  }

  async #call(call: Call): Promise<unknown> {
    const id = this.#nextId
    this.#nextId += 1
    const waiting = Promise.withResolvers<unknown>()
    this.#waiting.set(id, waiting)
    this.#child.send({ id, call })
    return await waiting.promise
  }

  #take(message: FromServer): void {
    if (message.kind === 'ready') return
    const waiting = this.#waiting.get(message.id)
    this.#waiting.delete(message.id)
    if (message.kind === 'answer') waiting?.resolve(message.value)
    else waiting?.reject(new Error(message.words))
  }
}

/** Starts the server for as long as it is used. */
export async function withServer<T>(use: (server: Server) => Promise<T>): Promise<T> {
  const server = await Server.start()
  try {
    return await use(server)
  } finally {
    await server.close()
  }
}

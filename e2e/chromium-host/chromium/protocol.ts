import { EventEmitter } from 'node:events'
import type { Readable, Writable } from 'node:stream'
import type { ProtocolMapping } from 'devtools-protocol/types/protocol-mapping.js'

type Commands = ProtocolMapping.Commands

/** Chromium refused a command, or is gone; the message is Chromium's own. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError'
}

/** One end of the debugging protocol: the browser's own, or that of a page that is attached to. */
export interface ProtocolSession {
  /** @throws ProtocolError */
  send<M extends keyof Commands>(
    method: M,
    ...params: Commands[M]['paramsType']
  ): Promise<Commands[M]['returnType']>
  readonly events: EventEmitter<ProtocolMapping.Events>
}

/** What Chromium writes: answers have an id, events a method; those of a page name its session. */
interface Received {
  readonly id?: number
  readonly method?: keyof ProtocolMapping.Events
  readonly sessionId?: string
  readonly params?: never
  readonly result?: never
  readonly error?: { readonly message: string }
}

interface Waiting {
  resolve(result: never): void
  reject(error: ProtocolError): void
}

const END = '\0'

/**
 * The debugging protocol over Chromium's pair of pipes: one JSON text after the other, each ended by a zero byte.
 * It ends with the pipes; what waits for an answer then fails.
 */
export class ProtocolPipe {
  readonly browser: ProtocolSession
  readonly #output: Writable
  readonly #sessions = new Map<string, ProtocolSession>()
  readonly #waiting = new Map<number, Waiting>()
  readonly #received: string[] = []
  #rest = ''
  #lastId = 0
  #closed = false

  /** @param output what Chromium reads; @param input what it writes */
  constructor(output: Writable, input: Readable) {
    this.#output = output
    this.browser = this.#session()
    input.setEncoding('utf8').on('data', (text: string) => this.#read(text))
    input.on('close', () => this.#end())
    // Writing to a Chromium that is gone fails; the other pipe tells of that.
    output.on('error', () => undefined)
    input.on('error', () => undefined)
  }

  /** The session of a target that Chromium has attached under this id. */
  session(id: string): ProtocolSession {
    const known = this.#sessions.get(id) ?? this.#session(id)
    this.#sessions.set(id, known)
    return known
  }

  #session(sessionId?: string): ProtocolSession {
    return {
      events: new EventEmitter(),
      send: (method, ...[params]) => {
        const { promise, resolve, reject } = Promise.withResolvers<never>()
        if (this.#closed) {
          reject(new ProtocolError(`${method}: Chromium is gone`))
          return promise
        }
        this.#lastId += 1
        this.#waiting.set(this.#lastId, { resolve, reject })
        this.#output.write(JSON.stringify({ id: this.#lastId, method, params, sessionId }) + END)
        return promise
      },
    }
  }

  #read(text: string): void {
    const [first = '', ...more] = text.split(END)
    this.#rest += first
    for (const next of more) {
      this.#received.push(this.#rest)
      this.#rest = next
    }
    // More than those that came just now are taken one by one already.
    if (this.#received.length === more.length) this.#takeNext()
  }

  /** Each message has a turn of its own: whoever waited for one has gone on before the next is told. */
  #takeNext(): void {
    const text = this.#received.shift()
    if (text === undefined) return
    if (this.#received.length > 0) setImmediate(() => this.#takeNext())
    this.#take(JSON.parse(text))
  }

  #take({ id, method, sessionId, params, result, error }: Received): void {
    if (id !== undefined) {
      const waiting = this.#waiting.get(id)
      this.#waiting.delete(id)
      if (error === undefined) waiting?.resolve(result as never)
      else waiting?.reject(new ProtocolError(error.message))
      return
    }
    if (method === undefined) return
    const session = sessionId === undefined ? this.browser : this.session(sessionId)
    session.events.emit(method, ...([params] as never))
  }

  /** What came before the end is told first; then what nobody answered fails. */
  #end(): void {
    if (this.#received.length > 0) {
      setImmediate(() => this.#end())
      return
    }
    this.#closed = true
    for (const { reject } of this.#waiting.values()) reject(new ProtocolError('Chromium is gone'))
    this.#waiting.clear()
  }
}

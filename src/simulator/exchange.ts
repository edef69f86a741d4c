import type { IncomingMessage, ServerResponse } from 'node:http'
import type { CallName, FaultOrder } from './args.ts'
import type { LogEntry } from './log.ts'
import type { Timers } from './ports.ts'
import { unreachable } from './unreachable.ts'

/** Told once whether the client can have received the whole answer. */
export type Settled = (delivered: boolean) => void

/** Characters of an answer that the log keeps. */
const keptAnswer = 16_384

const ignore: Settled = () => undefined

/** The start of an answer. */
interface AnswerHead {
  readonly status: number
  readonly headers: Readonly<Record<string, string | number>>
  /** What the log shows of the answer. */
  readonly logged: string
}

/** What an exchange is made of. */
export interface ExchangeDeps {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly entry: LogEntry
  readonly query: URLSearchParams
  readonly timers: Timers
  /** The world's time, Unix ms. */
  readonly now: () => number
}

/** One request and its one answer. */
export class Exchange {
  readonly call: CallName | 'unknown'
  readonly method: string
  readonly host: string
  readonly query: URLSearchParams
  readonly body: unknown
  readonly entry: LogEntry
  /** Trouble that strikes when the answer goes out. */
  mangle: FaultOrder | undefined
  readonly #request: IncomingMessage
  readonly #response: ServerResponse
  readonly #timers: Timers
  readonly #now: () => number
  readonly #onClose = new Set<() => void>()
  #answered = false

  constructor({ request, response, entry, query, timers, now }: ExchangeDeps) {
    this.#request = request
    this.#response = response
    this.#timers = timers
    this.#now = now
    this.call = entry.call
    this.method = entry.method
    this.host = entry.host
    this.query = query
    this.body = entry.body
    this.entry = entry
    response.once('close', () => {
      if (entry.outcome === 'open' || entry.outcome === 'hanging') entry.outcome = 'closed by client'
      for (const run of this.#onClose) run()
      this.#onClose.clear()
    })
  }

  /** A request header by its lower-case name; names are matched without case. */
  header(name: string): string | undefined {
    const value = this.#request.headers[name]
    return Array.isArray(value) ? value.join(', ') : value
  }

  /** The bearer token, or `undefined`. */
  get token(): string | undefined {
    const match = /^Bearer (.+)$/i.exec(this.header('authorization') ?? '')
    return match?.[1]?.trim()
  }

  /** Whether an answer can still reach the client. */
  get alive(): boolean {
    const { socket } = this.#request
    return !this.#answered && !socket.destroyed && !socket.readableEnded && !this.#response.closed
  }

  /** Runs when the connection or the answer is over. */
  onClose(run: () => void): void {
    if (this.#response.closed) run()
    else this.#onClose.add(run)
  }

  /** Answers JSON text with status 200, or what a fault makes of it. */
  reply(text: string, settled: Settled = ignore): void {
    const fault = this.mangle
    if (!fault) {
      this.send(200, text, settled)
      return
    }
    switch (fault.kind) {
      case 'dropAfter':
        this.drop()
        settled(true)
        break
      case 'status':
        this.send(fault.status ?? 500, fault.body ?? '', ignore)
        settled(false)
        break
      case 'garbage':
        this.send(200, fault.body ?? '<html>\u0000not json', ignore)
        settled(false)
        break
      case 'empty':
        this.send(200, '', ignore)
        settled(false)
        break
      case 'cutOff':
        this.#cutOff(text)
        settled(false)
        break
      case 'slow':
        this.#slow(text, fault.ms ?? 50, settled)
        break
      case 'delay':
      case 'dropBefore':
      case 'hang':
      case 'ret':
      case 'duplicate':
      case 'reorder':
      case 'malformedMessage':
      case 'noIds':
      case 'emptyCursor':
      case 'wrongTypes':
      case 'hostileHost':
      case 'noMessageId':
      case 'noParam':
      case 'random':
        this.send(200, text, settled)
        break
      default:
        unreachable(fault.kind)
    }
  }

  /** Answers with any status and text. */
  send(status: number, text: string, settled: Settled = ignore): void {
    this.#begin(status, text, settled)?.end(text)
  }

  /** Begins an answer and hands over where its body goes; `undefined` when none can reach the client any more. */
  open({ status, headers, logged }: AnswerHead, settled: Settled = ignore): ServerResponse | undefined {
    if (!this.alive) {
      settled(false)
      return undefined
    }
    this.#answered = true
    this.entry.outcome = 'answered'
    this.entry.status = status
    this.entry.answer = logged.length > keptAnswer ? `${logged.slice(0, keptAnswer)}…` : logged
    this.entry.answeredAt = this.#now()
    let told = false
    const tell = (delivered: boolean): void => {
      if (told) return
      told = true
      if (!delivered && this.entry.outcome === 'answered') this.entry.outcome = 'closed by client'
      settled(delivered)
    }
    this.#response.once('finish', () => tell(true))
    this.onClose(() => tell(false))
    this.#response.writeHead(status, headers)
    return this.#response
  }

  /** Breaks an answer off that has been begun; what was written so far still goes out. */
  cut(): void {
    this.entry.outcome = 'dropped by simulator'
    this.#request.socket.destroySoon()
  }

  /** Closes the connection without an answer. */
  drop(): void {
    this.#answered = true
    this.entry.outcome = 'dropped by simulator'
    this.#request.socket.destroy()
  }

  /** Never answers; the connection stays until the client gives up. */
  hang(): void {
    this.#answered = true
    this.entry.outcome = 'hanging'
  }

  #begin(status: number, text: string, settled: Settled): ServerResponse | undefined {
    const headers = {
      'Content-Type': text.startsWith('<') ? 'text/html' : 'application/json; charset=utf-8',
      'Content-Length': Buffer.byteLength(text),
    }
    return this.open({ status, headers, logged: text }, settled)
  }

  #cutOff(text: string): void {
    if (!this.#begin(200, text, ignore)) return
    const bytes = Buffer.from(text)
    this.#response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => this.cut())
  }

  #slow(text: string, everyMs: number, settled: Settled): void {
    if (!this.#begin(200, text, settled)) return
    const bytes = Buffer.from(text)
    const piece = Math.max(1, Math.ceil(bytes.length / 8))
    const next = (from: number): void => {
      if (this.#response.closed) return
      if (from + piece >= bytes.length) {
        this.#response.end(bytes.subarray(from))
        return
      }
      this.#response.write(bytes.subarray(from, from + piece))
      this.onClose(this.#timers.after(everyMs, () => next(from + piece)))
    }
    next(0)
  }
}

/** Lets the event loop see connections that have just been closed by the other side. */
export function afterPendingCloses(run: () => void): void {
  setImmediate(() => setImmediate(run))
}

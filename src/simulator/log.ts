import type { CallName } from './args.ts'

/** How a request ended so far. */
export type Outcome = 'open' | 'answered' | 'closed by client' | 'dropped by simulator' | 'hanging'

/** One request as it came in, and what was answered. */
export interface LogEntry {
  readonly n: number
  /** By the world's clock, Unix ms. */
  readonly at: number
  readonly call: CallName | 'unknown'
  readonly method: string
  readonly host: string
  /** Path with query. */
  readonly path: string
  /** As spelled by the client, in order. */
  readonly headers: readonly (readonly [string, string])[]
  /** Parsed JSON; the text itself where it is no JSON; `null` without a body. */
  readonly body: unknown
  account: string | undefined
  outcome: Outcome
  status: number | undefined
  /** The answer's text; a very long one is cut. */
  answer: string | undefined
  /** When the answer was begun, by the world's clock. */
  answeredAt: number | undefined
  /** Bytes of an upload's body that have come in so far. */
  received: number | undefined
  /** Bytes of a download's body that have been written so far. */
  sent: number | undefined
}

type Given = Pick<LogEntry, 'at' | 'call' | 'method' | 'host' | 'path' | 'headers' | 'body'>

/** Which entries to return. */
export interface LogFilter {
  readonly account?: string | undefined
  readonly call?: string | undefined
  readonly after?: number | undefined
}

/** Every request, newest last; the oldest fall out above the limit. */
export class RequestLog {
  readonly #limit: number
  #entries: LogEntry[] = []
  #count = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  add(entry: Given): LogEntry {
    this.#count += 1
    const added: LogEntry = {
      n: this.#count,
      ...entry,
      account: undefined,
      outcome: 'open',
      status: undefined,
      answer: undefined,
      answeredAt: undefined,
      received: undefined,
      sent: undefined,
    }
    this.#entries.push(added)
    // Dropping in blocks keeps a long soak from shifting the array at every request.
    if (this.#entries.length > this.#limit * 1.25) this.#entries = this.#entries.slice(-this.#limit)
    return added
  }

  list(filter: LogFilter): LogEntry[] {
    return this.#entries.filter(
      (entry) =>
        (filter.account === undefined || entry.account === filter.account) &&
        (filter.call === undefined || entry.call === filter.call) &&
        (filter.after === undefined || entry.n > filter.after),
    )
  }

  clear(): void {
    this.#entries = []
  }
}

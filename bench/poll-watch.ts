import type { HttpPort, HttpRequest, HttpResponse } from '#core/ilink/ports.ts'

/** What was seen of one account's polls. */
interface PollRecord {
  answeredAt: number | null
  open: number
}

/**
 * An HttpPort that watches polls go by: how long after an answer the next poll leaves (with the
 * commit in between), and how many polls of an account are ever open at once.
 */
export class PollWatch implements HttpPort {
  readonly #inner: HttpPort
  readonly #polls = new Map<string, PollRecord>()
  /** Answer read to next poll, ms. */
  readonly gaps: number[] = []
  mostOpenOfOne = 0
  mostOpenOfAll = 0
  #openOfAll = 0

  constructor(inner: HttpPort) {
    this.#inner = inner
  }

  /** Forgets what was measured so far; what is open stays known. */
  discardWarmUp(): void {
    this.gaps.length = 0
  }

  async fetch(request: HttpRequest): Promise<HttpResponse> {
    if (!request.url.endsWith('/getupdates')) return this.#inner.fetch(request)
    const record = this.#begin(request.headers['Authorization'] ?? '')
    try {
      const response = await this.#inner.fetch(request)
      return { ...response, body: this.#watch(response.body, record), discard: () => response.discard() }
    } catch (error) {
      this.#end(record)
      throw error
    }
  }

  #begin(account: string): PollRecord {
    const record = this.#polls.get(account) ?? { answeredAt: null, open: 0 }
    this.#polls.set(account, record)
    if (record.answeredAt !== null) this.gaps.push(performance.now() - record.answeredAt)
    record.open += 1
    this.#openOfAll += 1
    this.mostOpenOfOne = Math.max(this.mostOpenOfOne, record.open)
    this.mostOpenOfAll = Math.max(this.mostOpenOfAll, this.#openOfAll)
    return record
  }

  #end(record: PollRecord): void {
    record.open -= 1
    this.#openOfAll -= 1
    record.answeredAt = performance.now()
  }

  async *#watch(body: AsyncIterable<Uint8Array>, record: PollRecord): AsyncGenerator<Uint8Array> {
    try {
      yield* body
    } finally {
      this.#end(record)
    }
  }
}

import { HttpFailure, type HttpRequest, type HttpResponse } from '#core/ilink/ports.ts'
import type { NodeHttp } from '#core/net/http.ts'
import type { FuzzAnswer } from './answers.ts'

const FAILURES = {
  reset: { kind: 'network', reason: 'reset', code: 'ECONNRESET', notSent: false },
  refused: { kind: 'network', reason: 'connect', code: 'ECONNREFUSED', notSent: true },
  timeout: { kind: 'timeout', reason: 'other', code: 'UND_ERR_HEADERS_TIMEOUT', notSent: false },
} as const

/** An answer as the HTTP port gives it, its body in two chunks. */
export function respond(answer: FuzzAnswer): HttpResponse {
  if (answer.kind === 'failure') throw new HttpFailure(FAILURES[answer.failure])
  const bytes = Buffer.from(answer.body)
  async function* chunks(): AsyncGenerator<Uint8Array> {
    yield bytes.subarray(0, bytes.length >> 1)
    yield bytes.subarray(bytes.length >> 1)
  }
  return { status: answer.status, headers: { get: () => null }, body: chunks(), discard: async () => {} }
}

/** HTTP in front of a server that answers each call from its own list, and holds what it has no answer to. */
export class FuzzServer implements NodeHttp {
  readonly #scripts: Map<string, Iterator<FuzzAnswer>>
  readonly #mainToken: string
  answered = 0

  /** @param scripts answers by call; polls of other accounts than that of `mainToken` are held */
  constructor(scripts: Record<string, Iterable<FuzzAnswer>>, mainToken: string) {
    this.#scripts = new Map(Object.entries(scripts).map(([call, list]) => [call, list[Symbol.iterator]()]))
    this.#mainToken = mainToken
  }

  async fetch(request: HttpRequest): Promise<HttpResponse> {
    const call = new URL(request.url).pathname.split('/').at(-1) ?? ''
    const isForeign =
      call === 'getupdates' && request.headers['Authorization'] !== `Bearer ${this.#mainToken}`
    const next = isForeign ? undefined : this.#scripts.get(call)?.next()
    if (next === undefined || next.done === true) return held(request.halfClose ?? request.signal)
    this.answered += 1
    return respond(next.value)
  }

  recycle(): void {}

  route(): void {}

  leaveWay(): void {}

  async close(): Promise<void> {}
}

/** Never answered; hangs up on whoever leaves. */
function held(signal: AbortSignal): Promise<HttpResponse> {
  const { promise, reject } = Promise.withResolvers<HttpResponse>()
  const abort = () =>
    reject(new HttpFailure({ kind: 'aborted', reason: 'other', code: null, notSent: false }))
  if (signal.aborted) abort()
  else signal.addEventListener('abort', abort, { once: true })
  return promise
}

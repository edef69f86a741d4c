import type { Clock } from '../ports.ts'
import {
  cleanServerText,
  type IlinkError,
  IlinkServerError,
  IlinkTransportError,
  isIlinkError,
  type TransportErrorKind,
} from './errors.ts'
import type { HostPolicy } from './hosts.ts'
import { parseLossless } from './lossless-json.ts'
import { HttpFailure, type HttpPort } from './ports.ts'
import { ANSWER_STALL_MS, type Endpoint, MAX_ANSWER_BYTES } from './protocol.ts'
import { EndlessAnswer } from './updates-reader.ts'
import { AnswerStatus, isObject } from './wire.ts'

/** One API call, ready to go. */
export interface Call {
  readonly endpoint: Endpoint
  readonly url: string
  readonly method: 'GET' | 'POST'
  readonly headers: Readonly<Record<string, string>>
  readonly body: Record<string, unknown> | null
  /** Until the head of the answer is in; after it `ANSWER_STALL_MS` without a byte ends the call. */
  readonly timeoutMs: number
  readonly lane: 'poll' | 'call'
  readonly signal: AbortSignal | undefined
  /** Taken out of the server's text, should it repeat them. */
  readonly secrets: readonly string[]
  /** Whether an empty body counts as `{}`, as older servers answer a send. */
  readonly allowEmpty: boolean
  /** Reads the body of an answer in place of the transport; what it throws as a SyntaxError is garbage. */
  readonly read?: ((body: AsyncIterable<Uint8Array>) => Promise<Record<string, unknown>>) | undefined
  /** Told with the head of an answer and with everything of its body that comes. Must not throw. */
  readonly onBytes?: (() => void) | undefined
}

/**
 * Makes one call and gives the answer's object. Throws `IlinkServerError` for a non-zero code and
 * `IlinkTransportError` when no usable answer came; never anything that carries a secret.
 */
export type Transport = (call: Call) => Promise<Record<string, unknown>>

/** When an answer came, by both clocks; Unix milliseconds. */
export interface AnsweredAt {
  /** When the request left, and when the head of its answer was read, by this computer's clock. */
  askedAt: number
  answeredAt: number
  /** The answer's `Date` header, in whole seconds. */
  serverAt: number
}

export interface TransportOptions {
  readonly http: HttpPort
  readonly clock: Clock
  readonly hostPolicy: HostPolicy
  /** Largest answer in bytes; the default is `MAX_ANSWER_BYTES`. */
  readonly maxAnswerBytes?: number
  /** Told of every answer that says when it was made, whatever else it says. Must not throw. */
  readonly onAnswered?: (times: AnsweredAt) => void
  /** Told of errors that are nobody's failure but a fault in here or in the port; must not throw. */
  readonly unexpected?: (error: unknown) => void
}

function failed(
  call: Call,
  kind: TransportErrorKind,
  delivery: 'not-sent' | 'unknown' = 'unknown',
): IlinkTransportError {
  return new IlinkTransportError({ endpoint: call.endpoint, kind, delivery })
}

/** Reads a whole body; bytes that are not UTF-8 become replacement characters rather than a stuck poll. */
async function readText(call: Call, body: AsyncIterable<Uint8Array>, limit: number): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.byteLength
    if (size > limit) throw failed(call, 'too-large')
    chunks.push(chunk)
  }
  return new TextDecoder().decode(Buffer.concat(chunks, size))
}

async function readWith(
  call: Call,
  read: NonNullable<Call['read']>,
  body: AsyncIterable<Uint8Array>,
): Promise<Record<string, unknown>> {
  try {
    return await read(body)
  } catch (thrown) {
    if (thrown instanceof SyntaxError) throw failed(call, 'garbage')
    if (thrown instanceof EndlessAnswer) throw failed(call, 'too-large')
    throw thrown
  }
}

function parseAnswer(call: Call, text: string): Record<string, unknown> {
  if (call.allowEmpty && text.trim() === '') return {}
  let body: unknown
  try {
    body = parseLossless(text)
  } catch {
    throw failed(call, 'garbage')
  }
  if (!isObject(body)) throw failed(call, 'garbage')
  return body
}

/** `ret` and `errcode` are independent, and either alone refuses (fact sheet 1.5). */
function throwIfRefused(call: Call, body: Record<string, unknown>): void {
  const { ret, errcode, errmsg } = AnswerStatus.parse(body)
  if ((ret ?? 0) === 0 && (errcode ?? 0) === 0) return
  throw new IlinkServerError({
    endpoint: call.endpoint,
    ret: ret ?? null,
    errcode: errcode ?? null,
    errmsg: cleanServerText(errmsg ?? '', call.secrets),
  })
}

function fromThrown(call: Call, thrown: unknown): IlinkError {
  if (isIlinkError(thrown)) return thrown
  if (!(thrown instanceof HttpFailure)) {
    return new IlinkTransportError({
      endpoint: call.endpoint,
      kind: 'network',
      delivery: 'unknown',
      reason: 'other',
    })
  }
  const delivery = thrown.notSent ? 'not-sent' : 'unknown'
  if (thrown.kind !== 'network') return failed(call, thrown.kind, delivery)
  const { reason, code } = thrown
  return new IlinkTransportError({ endpoint: call.endpoint, kind: 'network', delivery, reason, code })
}

/**
 * Ends a call that its caller aborts, that gets no head of an answer in its time, or whose answer then stands still
 * (P20). While whoever reads the answer has a chunk in hand, nothing counts.
 */
class CallWatch {
  readonly #clock: Clock
  readonly #call: Call
  readonly #abort = new AbortController()
  readonly #stopped = Promise.withResolvers<never>()
  readonly #onAbort = () => this.#stop('aborted')
  #cancelTimer: () => void

  constructor(clock: Clock, call: Call) {
    this.#clock = clock
    this.#call = call
    this.#cancelTimer = clock.setTimeout(call.timeoutMs, () => this.#stop('timeout'))
    call.signal?.addEventListener('abort', this.#onAbort, { once: true })
  }

  /** Aborts the exchange. */
  get signal(): AbortSignal {
    return this.#abort.signal
  }

  /** Rejects with the reason as soon as the call is ended from here. */
  get stopped(): Promise<never> {
    return this.#stopped.promise
  }

  /** The body of an answer whose head is in. */
  read(body: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
    this.#call.onBytes?.()
    this.#waitForBytes()
    return this.#follow(body)
  }

  end(): void {
    this.#cancelTimer()
    this.#call.signal?.removeEventListener('abort', this.#onAbort)
  }

  async *#follow(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of body) {
      this.#cancelTimer()
      this.#call.onBytes?.()
      yield chunk
      this.#waitForBytes()
    }
    this.#cancelTimer()
  }

  #waitForBytes(): void {
    this.#cancelTimer()
    if (this.signal.aborted) return
    this.#cancelTimer = this.#clock.setTimeout(ANSWER_STALL_MS, () => this.#stop('stalled'))
  }

  #stop(kind: 'timeout' | 'stalled' | 'aborted'): void {
    this.#stopped.reject(failed(this.#call, kind))
    this.#abort.abort()
  }
}

/** Builds the one way through which every API call goes. */
export function createTransport({
  http,
  clock,
  hostPolicy,
  maxAnswerBytes = MAX_ANSWER_BYTES,
  onAnswered,
  unexpected,
}: TransportOptions): Transport {
  async function exchange(call: Call, watch: CallWatch): Promise<Record<string, unknown>> {
    const askedAt = clock.now()
    const response = await http.fetch({
      url: call.url,
      method: call.method,
      headers: call.headers,
      ...(call.body === null ? {} : { body: JSON.stringify(call.body) }),
      signal: watch.signal,
      timeoutMs: call.timeoutMs,
      lane: call.lane,
    })
    const received = watch.read(response.body)
    const serverAt = Date.parse(response.headers.get('date') ?? '')
    if (!Number.isNaN(serverAt)) onAnswered?.({ askedAt, answeredAt: clock.now(), serverAt })
    if (response.status < 200 || response.status > 299) {
      void response.discard()
      const kind = response.status >= 300 && response.status <= 399 ? 'redirect' : 'http'
      const { endpoint } = call
      throw new IlinkTransportError({ endpoint, kind, delivery: 'unknown', status: response.status })
    }
    const body =
      call.read === undefined
        ? parseAnswer(call, await readText(call, received, maxAnswerBytes))
        : await readWith(call, call.read, received)
    throwIfRefused(call, body)
    return body
  }

  return async (call) => {
    if (!hostPolicy.checkApiUrl(call.url).ok) throw failed(call, 'forbidden-host', 'not-sent')
    if (call.signal?.aborted) throw failed(call, 'aborted', 'not-sent')

    const watch = new CallWatch(clock, call)
    try {
      // a port that ignores its signal must not hold the caller up
      return await Promise.race([watch.stopped, exchange(call, watch)])
    } catch (thrown) {
      if (!isIlinkError(thrown) && !(thrown instanceof HttpFailure)) unexpected?.(thrown)
      throw fromThrown(call, thrown)
    } finally {
      watch.end()
    }
  }
}

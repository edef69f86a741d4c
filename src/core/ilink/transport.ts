import type { Clock } from '../ports.ts'
import { cleanServerText, IlinkServerError, IlinkTransportError, type TransportErrorKind } from './errors.ts'
import type { HostPolicy } from './hosts.ts'
import { parseLossless } from './lossless-json.ts'
import { HttpFailure, type HttpPort, type HttpResponse } from './ports.ts'
import { type Endpoint, MAX_ANSWER_BYTES } from './protocol.ts'
import { AnswerStatus, isObject } from './wire.ts'

/** One API call, ready to go. */
export interface Call {
  readonly endpoint: Endpoint
  readonly url: string
  readonly method: 'GET' | 'POST'
  readonly headers: Readonly<Record<string, string>>
  readonly body: Record<string, unknown> | null
  readonly timeoutMs: number
  readonly lane: 'poll' | 'call'
  readonly signal: AbortSignal | undefined
  /** Taken out of the server's text, should it repeat them. */
  readonly secrets: readonly string[]
  /** Whether an empty body counts as `{}`, as older servers answer a send. */
  readonly allowEmpty: boolean
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
}

function failed(
  call: Call,
  kind: TransportErrorKind,
  delivery: 'not-sent' | 'unknown' = 'unknown',
): IlinkTransportError {
  return new IlinkTransportError({ endpoint: call.endpoint, kind, delivery })
}

/** Reads a whole body; bytes that are not UTF-8 become replacement characters rather than a stuck poll. */
async function readText(call: Call, response: HttpResponse, limit: number): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body) {
    size += chunk.byteLength
    if (size > limit) throw failed(call, 'too-large')
    chunks.push(chunk)
  }
  return new TextDecoder().decode(Buffer.concat(chunks, size))
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

function fromThrown(call: Call, thrown: unknown): IlinkServerError | IlinkTransportError {
  if (thrown instanceof IlinkServerError || thrown instanceof IlinkTransportError) return thrown
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

/** Builds the one way through which every API call goes. */
export function createTransport({
  http,
  clock,
  hostPolicy,
  maxAnswerBytes = MAX_ANSWER_BYTES,
  onAnswered,
}: TransportOptions): Transport {
  async function exchange(call: Call, signal: AbortSignal): Promise<Record<string, unknown>> {
    const askedAt = clock.now()
    const response = await http.fetch({
      url: call.url,
      method: call.method,
      headers: call.headers,
      ...(call.body === null ? {} : { body: JSON.stringify(call.body) }),
      signal,
      timeoutMs: call.timeoutMs,
      lane: call.lane,
    })
    const serverAt = Date.parse(response.headers.get('date') ?? '')
    if (!Number.isNaN(serverAt)) onAnswered?.({ askedAt, answeredAt: clock.now(), serverAt })
    if (response.status < 200 || response.status > 299) {
      void response.discard()
      const kind = response.status >= 300 && response.status <= 399 ? 'redirect' : 'http'
      const { endpoint } = call
      throw new IlinkTransportError({ endpoint, kind, delivery: 'unknown', status: response.status })
    }
    const body = parseAnswer(call, await readText(call, response, maxAnswerBytes))
    throwIfRefused(call, body)
    return body
  }

  return async (call) => {
    if (!hostPolicy.checkApiUrl(call.url).ok) throw failed(call, 'forbidden-host', 'not-sent')
    if (call.signal?.aborted) throw failed(call, 'aborted', 'not-sent')

    const controller = new AbortController()
    const stopped = Promise.withResolvers<never>()
    const stop = (kind: 'timeout' | 'aborted') => {
      stopped.reject(failed(call, kind))
      controller.abort()
    }
    const onAbort = () => stop('aborted')
    const cancelTimer = clock.setTimeout(call.timeoutMs, () => stop('timeout'))
    call.signal?.addEventListener('abort', onAbort, { once: true })
    try {
      // a port that ignores its signal must not hold the caller up
      return await Promise.race([stopped.promise, exchange(call, controller.signal)])
    } catch (thrown) {
      throw fromThrown(call, thrown)
    } finally {
      cancelTimer()
      call.signal?.removeEventListener('abort', onAbort)
    }
  }
}

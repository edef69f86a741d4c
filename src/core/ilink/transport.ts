import type { Clock } from '../ports.ts'
import { CallWatch, type WatchedCall } from './call-watch.ts'
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
import { MAX_ANSWER_BYTES } from './protocol.ts'
import { EndlessAnswer } from './updates-reader.ts'
import { AnswerStatus, isObject } from './wire.ts'

/** One API call, ready to go. */
export interface Call extends WatchedCall {
  readonly url: string
  readonly method: 'GET' | 'POST'
  readonly headers: Readonly<Record<string, string>>
  readonly body: Record<string, unknown> | null
  readonly lane: 'poll' | 'call'
  /** Taken out of the server's text, should it repeat them. */
  readonly secrets: readonly string[]
  /** Whether an empty body counts as `{}`, as older servers answer a send. */
  readonly allowEmpty: boolean
  /** Reads the body of an answer in place of the transport; what it throws as a SyntaxError is garbage. */
  readonly read?: ((body: AsyncIterable<Uint8Array>) => Promise<Record<string, unknown>>) | undefined
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
      ...(call.keepsAnswer === true ? { halfClose: watch.halfClose } : {}),
      connecting: watch.connecting,
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
      // a server that hangs up on whoever has left, or refuses, ends the call no differently
      if (watch.givenUp !== null && !(thrown instanceof IlinkServerError)) throw failed(call, watch.givenUp)
      throw fromThrown(call, thrown)
    } finally {
      watch.end()
    }
  }
}

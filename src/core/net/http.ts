import { Readable } from 'node:stream'
import { type Dispatcher, request as undiciRequest } from 'undici'
import { HttpFailure, type HttpPort, type HttpRequest, type HttpResponse } from '../ilink/ports.ts'
import { createTrust, systemCertificates } from './certificates.ts'
import { decoded, decodersFor, IDENTITY } from './content-coding.ts'
import { toHttpFailure, unexplained } from './failure.ts'
import { halfClosing } from './half-close.ts'
import { AllLanes, type Lanes } from './lanes.ts'
import { DIRECT, type Routes, type Way } from './proxy/way.ts'
import { whileQueued } from './queued.ts'
import { StallWatch } from './stall-watch.ts'

/**
 * HTTP over undici with its own agents (Node's global `fetch` refuses a foreign dispatcher).
 *
 * Pooling: one pool per way, lane and origin. A poll occupies a connection for as long as the server
 * holds it, so the poll lane opens as many as there are polls, which is one per account (P6). Short
 * calls share the few connections of another lane, and transfers of media have a lane of their own.
 * That keeps an account at two connections or fewer, and a burst of sends can neither wait behind
 * polls nor take a connection from them. An aborted or timed-out request closes its connection, so a
 * dead socket never returns to a pool; that of a poll can be half-closed before.
 *
 * Idle connections are kept for 4 s only, or what the server announces less 2 s: a send that is
 * written just as the server closes an idle connection would end in doubt (P3), and a handshake is
 * cheaper than a doubt.
 */

/** The built-in timeouts only back up the caller's own, which ends an exchange first. */
const BACKUP_MARGIN_MS = 5_000
/** How long a body may stand still: the caller gives up sooner, and of an unwanted one this is the only limit. */
const BACKUP_STALL_MS = 60_000
/** An unwanted body up to this size is read to keep its connection; a larger one costs the connection. */
const DISCARD_BYTES = 64 * 1024

/** The app's HTTP and the handling of its connections. */
export interface NodeHttp extends HttpPort {
  /**
   * Leaves all pooled connections behind, as after sleep or a network change: new requests connect
   * anew, those under way may finish on their old connections.
   */
  recycle(): void
  /**
   * Has requests leave as `routes` says from now on; before that they leave straight. What it says is asked for with
   * every request.
   */
  route(routes: Routes): void
  /** Requests leave another way now: nothing begins on the connections of before, and transfers on them are cut. */
  leaveWay(): void
  /** Ends everything at once, requests under way included. */
  close(): Promise<void>
}

/** Header text comes as Latin-1; servers with something to say in Chinese write UTF-8. */
function headerText(latin1: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(latin1, 'latin1'))
  } catch {
    return latin1
  }
}

function headerOf(headers: Dispatcher.ResponseData['headers'], name: string): string | null {
  const value = headers[name.toLowerCase()]
  if (value === undefined) return null
  return headerText(Array.isArray(value) ? value.join(', ') : value)
}

/**
 * undici gives a connection back one turn of the event loop after an answer's end. Whoever asked
 * sooner, as a poller does, would open a second connection each time.
 */
class FreedConnections {
  #freed: Promise<void> = Promise.resolve()

  /** An answer is over. */
  answered(): void {
    this.#freed = new Promise((resolve) => setImmediate(resolve))
  }

  /** Resolves once the connection of every answer that is over can be used again. */
  get all(): Promise<void> {
    return this.#freed
  }
}

type FailureOf = (thrown: unknown) => HttpFailure

async function* readBody(
  body: AsyncIterable<Uint8Array>,
  failureOf: FailureOf,
  freed: FreedConnections,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of body) yield chunk
    freed.answered()
  } catch (thrown) {
    throw failureOf(thrown)
  }
}

/** Headers that say something of the packed bytes, which nobody sees. */
const OF_PACKED_BYTES = new Set(['content-encoding', 'content-length'])

function toResponse(
  answer: Dispatcher.ResponseData,
  failureOf: FailureOf,
  freed: FreedConnections,
): HttpResponse {
  const decoders = decodersFor(headerOf(answer.headers, 'content-encoding'))
  const body = readBody(answer.body, failureOf, freed)
  return {
    status: answer.statusCode,
    headers: {
      get: (name) =>
        decoders !== null && OF_PACKED_BYTES.has(name.toLowerCase()) ? null : headerOf(answer.headers, name),
    },
    body: decoders === null ? body : decoded(body, decoders),
    async discard() {
      try {
        await answer.body.dump({ limit: DISCARD_BYTES })
        freed.answered()
      } catch {
        // nobody wants the body, so how its reading failed matters to nobody either
      }
    },
  }
}

export interface NodeHttpOptions {
  /** Told of errors that no code explains; must not throw. What they say may be secret (P9). */
  readonly unexpected?: (error: unknown) => void
  /** Whose certificates are trusted; null for those that the runtime has built in. Asked once. */
  readonly certificates?: () => readonly string[] | null
}

/** Nobody waits any more, and nothing has left. */
function unsent(): HttpFailure {
  return new HttpFailure({ kind: 'aborted', reason: 'other', code: null, notSent: true })
}

/** The failures that a look at the way may explain: nothing got through. */
function isOfTheWay({ kind, notSent }: HttpFailure): boolean {
  return kind === 'network' && notSent
}

/**
 * What ends an exchange: the caller's own signal, or `unsent` where it is half-closed before it has left. Not
 * `AbortSignal.any`, which costs a poll as much as all else that is made for it.
 */
function endOf({ signal, halfClose }: HttpRequest): { readonly signal: AbortSignal; unsent(): void } {
  if (halfClose === undefined) return { signal, unsent() {} }
  const end = new AbortController()
  const unsent = () => end.abort()
  signal.addEventListener('abort', unsent, { once: true })
  return { signal: end.signal, unsent }
}

/** Opens the app's HTTP; `close` it at the end. */
export function createNodeHttp({
  unexpected = () => {},
  certificates = systemCertificates,
}: NodeHttpOptions = {}): NodeHttp {
  const all = new AllLanes(createTrust(certificates))
  const freed = new FreedConnections()
  let routes: Routes | null = null
  /** How often requests have begun to leave another way. */
  let turns = 0

  /** The pools for a request, found out again should the way change meanwhile. */
  async function lanesFor({ url, signal, halfClose }: HttpRequest): Promise<Lanes> {
    if (routes === null) return all.of(DIRECT)
    const { origin } = new URL(url)
    const gone = Promise.withResolvers<never>()
    const leave = () => gone.reject(unsent())
    for (const one of [signal, halfClose]) {
      if (one?.aborted) leave()
      one?.addEventListener('abort', leave)
    }
    try {
      for (;;) {
        const turn = turns
        const way = await Promise.race([routes.wayTo(origin), gone.promise])
        if (turn === turns) return all.of(way)
      }
    } finally {
      for (const one of [signal, halfClose]) one?.removeEventListener('abort', leave)
    }
  }

  /** The failure for what was thrown; one that no code explains is told, and so is one of the way. */
  function explained(thrown: unknown, failure: HttpFailure, way: Way | null): HttpFailure {
    const error = unexplained(thrown, failure)
    if (error !== null) unexpected(error)
    if (isOfTheWay(failure)) routes?.failed(way, failure.reason)
    return failure
  }

  /** Within a transfer the limit is on standing still, so undici's own limits are off. */
  async function transfer(request: HttpRequest, { media, way, left }: Lanes): Promise<HttpResponse> {
    const { url, method, headers, body, timeoutMs } = request
    const watch = new StallWatch(timeoutMs, request.signal)
    const failureOf = (thrown: unknown) =>
      explained(thrown, watch.failureOf(thrown, way.kind === 'proxy'), way)
    const isStream = typeof body === 'object'
    const onStart = () => {
      request.connecting?.(false)
      watch.run()
    }
    const exchange = (dispatcher: Dispatcher) =>
      undiciRequest(url, {
        dispatcher,
        method,
        headers: {
          ...IDENTITY,
          ...headers,
          ...(isStream ? { 'Content-Length': String(body.size) } : {}),
        },
        body: isStream ? Readable.from(watch.follow(body.stream()), { objectMode: false }) : (body ?? null),
        signal: watch.signal,
        headersTimeout: 0,
        bodyTimeout: 0,
      })
    try {
      const answer = await whileQueued(media, { signal: request.signal, left }, onStart, exchange)
      const response = toResponse(answer, failureOf, freed)
      return {
        ...response,
        body: watch.read(response.body),
        async discard() {
          // no byte of it counts as a sign of life, so this is the limit of the whole
          watch.run()
          await response.discard()
          watch.pause()
        },
      }
    } catch (thrown) {
      throw failureOf(thrown)
    } finally {
      watch.pause()
    }
  }

  async function exchange(request: HttpRequest, lanes: Lanes): Promise<HttpResponse> {
    const { url, method, headers, body, halfClose, timeoutMs, lane } = request
    if (typeof body === 'object') throw new TypeError('only transfers of media are streamed')
    // the poll of a sign-in is asked again, whereas one of messages is given up with care by whoever made it
    const cut = halfClose === undefined && lane === 'poll' ? lanes.left : null
    const end = endOf(request)
    const signal = cut === null ? end.signal : AbortSignal.any([request.signal, cut])
    const isTunnelled = lanes.way.kind === 'proxy'
    const failureOf = (thrown: unknown) =>
      explained(
        thrown,
        cut?.aborted === true && !request.signal.aborted
          ? new HttpFailure({ kind: 'network', reason: 'other', code: 'ERR_WAY_LEFT', notSent: false })
          : toHttpFailure(thrown, signal, isTunnelled),
        lanes.way,
      )
    const agent = halfClose === undefined ? lanes[lane] : halfClosing(lanes[lane], halfClose, end.unsent)
    const onStart = () => request.connecting?.(false)
    try {
      const answer = await whileQueued(agent, { signal, left: lanes.left }, onStart, (dispatcher) =>
        undiciRequest(url, {
          dispatcher,
          method,
          headers: { ...IDENTITY, ...headers },
          body: body ?? null,
          signal,
          headersTimeout: timeoutMs + BACKUP_MARGIN_MS,
          bodyTimeout: BACKUP_STALL_MS,
        }),
      )
      return toResponse(answer, failureOf, freed)
    } catch (thrown) {
      throw failureOf(thrown)
    }
  }

  return {
    async fetch(request) {
      request.connecting?.(true)
      let lanes: Lanes
      try {
        await freed.all
        lanes = await lanesFor(request)
      } catch (thrown) {
        throw explained(thrown, toHttpFailure(thrown, request.signal, false), null)
      }
      // whoever left meanwhile has said so for the last time
      if (request.signal.aborted || request.halfClose?.aborted) throw unsent()
      return request.lane === 'media' ? transfer(request, lanes) : exchange(request, lanes)
    },

    recycle: () => all.recycle(),

    route(next) {
      routes = next
    },

    leaveWay() {
      turns += 1
      all.leave()
    },

    close: () => all.close(),
  }
}

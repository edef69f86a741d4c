import { Readable } from 'node:stream'
import { Agent, type Dispatcher, request as undiciRequest } from 'undici'
import type { HttpFailure, HttpPort, HttpRequest, HttpResponse } from '../ilink/ports.ts'
import { createConnector } from './connector.ts'
import { decoded, decodersFor, IDENTITY } from './content-coding.ts'
import { toHttpFailure, unexplained } from './failure.ts'
import { createHalfClosableAgent, halfClosing } from './half-close.ts'
import { whileQueued } from './queued.ts'
import { StallWatch } from './stall-watch.ts'

/**
 * HTTP over undici with its own agents (Node's global `fetch` refuses a foreign dispatcher).
 *
 * Pooling: one pool per lane and origin. A poll occupies a connection for as long as the server
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

const CALL_CONNECTIONS_PER_ORIGIN = 64
const MEDIA_CONNECTIONS_PER_ORIGIN = 16
const IDLE_MS = 4_000
const IDLE_MARGIN_MS = 2_000
const IDLE_MAX_MS = 60_000
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
  /** Ends everything at once, requests under way included. */
  close(): Promise<void>
}

type Lanes = Readonly<Record<HttpRequest['lane'], Agent>>

function createLanes(connect: ReturnType<typeof createConnector>): Lanes {
  const common = {
    allowH2: false,
    // one request at a time on a connection; 0 would turn keep-alive off
    pipelining: 1,
    keepAliveTimeout: IDLE_MS,
    keepAliveTimeoutThreshold: IDLE_MARGIN_MS,
    keepAliveMaxTimeout: IDLE_MAX_MS,
  } as const
  return {
    poll: createHalfClosableAgent(common, connect),
    call: new Agent({ ...common, connect, connections: CALL_CONNECTIONS_PER_ORIGIN }),
    media: new Agent({ ...common, connect, connections: MEDIA_CONNECTIONS_PER_ORIGIN }),
  }
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
function connectionFreed(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

type FailureOf = (thrown: unknown) => HttpFailure

async function* readBody(body: AsyncIterable<Uint8Array>, failureOf: FailureOf): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of body) yield chunk
    await connectionFreed()
  } catch (thrown) {
    throw failureOf(thrown)
  }
}

/** Headers that say something of the packed bytes, which nobody sees. */
const OF_PACKED_BYTES = new Set(['content-encoding', 'content-length'])

function toResponse(answer: Dispatcher.ResponseData, failureOf: FailureOf): HttpResponse {
  const decoders = decodersFor(headerOf(answer.headers, 'content-encoding'))
  const body = readBody(answer.body, failureOf)
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
        await connectionFreed()
      } catch {
        // nobody wants the body, so how its reading failed matters to nobody either
      }
    },
  }
}

export interface NodeHttpOptions {
  /** Told of errors that no code explains; must not throw. What they say may be secret (P9). */
  readonly unexpected?: (error: unknown) => void
}

/** Opens the app's HTTP; `close` it at the end. */
export function createNodeHttp({ unexpected = () => {} }: NodeHttpOptions = {}): NodeHttp {
  const connect = createConnector()
  let lanes = createLanes(connect)
  const retired = new Set<Agent>()

  /**
   * Keeps an agent until its last connection has ended, which it does by itself. A closed agent
   * forgets its connections and could not end a request under way any more.
   */
  function retire(agent: Agent): void {
    const forgetIfEmpty = () => {
      if (Object.keys(agent.stats).length === 0) retired.delete(agent)
    }
    retired.add(agent)
    agent.on('disconnect', forgetIfEmpty).on('connectionError', forgetIfEmpty)
    forgetIfEmpty()
  }

  /** The failure for what was thrown; one that no code explains is told. */
  function explained(thrown: unknown, failure: HttpFailure): HttpFailure {
    const error = unexplained(thrown, failure)
    if (error !== null) unexpected(error)
    return failure
  }

  /** Within a transfer the limit is on standing still, so undici's own limits are off. */
  async function transfer(request: HttpRequest): Promise<HttpResponse> {
    const { url, method, headers, body, timeoutMs } = request
    const watch = new StallWatch(timeoutMs, request.signal)
    const failureOf = (thrown: unknown) => explained(thrown, watch.failureOf(thrown))
    const isStream = typeof body === 'object'
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
      const answer = await whileQueued(lanes.media, request.signal, () => watch.run(), exchange)
      const response = toResponse(answer, failureOf)
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

  return {
    async fetch(request) {
      if (request.lane === 'media') return transfer(request)
      const { url, method, headers, body, halfClose, timeoutMs, lane } = request
      if (typeof body === 'object') throw new TypeError('only transfers of media are streamed')
      const unsent = new AbortController()
      const signal =
        halfClose === undefined ? request.signal : AbortSignal.any([request.signal, unsent.signal])
      const failureOf = (thrown: unknown) => explained(thrown, toHttpFailure(thrown, signal))
      try {
        const answer = await undiciRequest(url, {
          dispatcher:
            halfClose === undefined ? lanes[lane] : halfClosing(lanes[lane], halfClose, () => unsent.abort()),
          method,
          headers: { ...IDENTITY, ...headers },
          body: body ?? null,
          signal,
          headersTimeout: timeoutMs + BACKUP_MARGIN_MS,
          bodyTimeout: BACKUP_STALL_MS,
        })
        return toResponse(answer, failureOf)
      } catch (thrown) {
        throw failureOf(thrown)
      }
    },

    recycle() {
      const old = lanes
      lanes = createLanes(connect)
      for (const agent of Object.values(old)) retire(agent)
    },

    async close() {
      const agents = [...Object.values(lanes), ...retired]
      await Promise.all(agents.map((agent) => agent.destroy()))
    },
  }
}

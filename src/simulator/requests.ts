import type { IncomingMessage, ServerResponse } from 'node:http'
import type { CallName } from './args.ts'
import { Exchange } from './exchange.ts'
import type { RequestLog } from './log.ts'
import type { State } from './state.ts'

/** The target of a request; clients may write anything there. */
export function targetOf(request: IncomingMessage): URL {
  return new URL(`http://simulator.invalid${(request.url ?? '').replace(/^[^/]*/, '')}`)
}

/**
 * Logs a request and opens its exchange.
 * @param body parsed JSON, the text itself where it is none, `null` without one
 */
export function openExchange(
  parts: { readonly state: State; readonly log: RequestLog },
  message: {
    readonly request: IncomingMessage
    readonly response: ServerResponse
    readonly target: URL
    readonly call: CallName | 'unknown'
    readonly body: unknown
  },
): Exchange {
  const { state, log } = parts
  const { request, response, target, call, body } = message
  const entry = log.add({
    at: state.now(),
    call,
    method: request.method ?? '',
    host: request.headers.host ?? '',
    path: request.url ?? '',
    headers: headerPairs(request.rawHeaders),
    body,
  })
  return new Exchange({
    request,
    response,
    entry,
    query: target.searchParams,
    timers: state.options.timers,
    now: () => state.now(),
  })
}

function headerPairs(raw: readonly string[]): [string, string][] {
  const pairs: [string, string][] = []
  for (let index = 0; index + 1 < raw.length; index += 2) pairs.push([raw[index] ?? '', raw[index + 1] ?? ''])
  return pairs
}

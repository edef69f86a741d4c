import type { IncomingMessage, ServerResponse } from 'node:http'
import type { CdnCallName } from '../args.ts'
import type { Checks } from '../checks.ts'
import type { Exchange } from '../exchange.ts'
import type { Faults } from '../faults.ts'
import { waitFor } from '../faults.ts'
import type { RequestLog } from '../log.ts'
import { openExchange } from '../requests.ts'
import type { State } from '../state.ts'
import { serveDownload } from './download.ts'
import { refuse } from './refuse.ts'
import { serveUpload } from './upload.ts'
import type { Uploads } from './uploads.ts'

/** What the CDN works with. */
export interface CdnDeps {
  readonly state: State
  readonly log: RequestLog
  readonly checks: Checks
  readonly faults: Faults
  readonly uploads: Uploads
}

const routes: Readonly<Record<string, { readonly call: CdnCallName; readonly method: string }>> = {
  '/c2c/upload': { call: 'upload', method: 'POST' },
  '/c2c/download': { call: 'download', method: 'GET' },
}

/** Whether a path belongs to the CDN. */
export function isCdnPath(path: string): boolean {
  return path === '/c2c' || path.startsWith('/c2c/')
}

/** One request to the CDN (fact sheet 6.2, 6.4). Bodies pass as streams in both directions. */
export function serveCdn(
  deps: CdnDeps,
  request: IncomingMessage,
  response: ServerResponse,
  target: URL,
): void {
  const { state, checks, faults, uploads } = deps
  const route = routes[target.pathname]
  const call = route?.call ?? 'unknown'
  const exchange = openExchange(deps, { request, response, target, call, body: null })
  request.on('error', () => undefined)
  checkNoToken(checks, exchange)
  if (!route) {
    checks.record(exchange, 'unknown-path', `there is no ${target.pathname}`)
    refuse(request, exchange, 404, 'no such path')
    return
  }
  if (exchange.method !== route.method) {
    checks.record(exchange, 'method', `${route.call} takes ${route.method}, not ${exchange.method}`)
    refuse(request, exchange, 405, 'method not allowed')
    return
  }
  const param = target.searchParams.get('encrypted_query_param') ?? ''
  const upload = uploads.byTicket(param)
  const reference = state.blobs.reference(param)
  exchange.entry.account = (route.call === 'upload' ? upload?.binding.account : reference?.account)?.id
  const fault = faults.onRequest(route.call, exchange.entry.account)
  const serve = (): void => {
    if (fault?.kind === 'dropBefore') exchange.drop()
    else if (route.call === 'upload') serveUpload(deps, { request, exchange, upload, fault })
    else void serveDownload(state, { request, exchange, reference, fault })
  }
  const wait = waitFor(fault)
  if (wait === 0) serve()
  else exchange.onClose(state.options.timers.after(wait, serve))
}

/** The CDN is another party: a token there is a token given away (fact sheet 1.3). */
function checkNoToken(checks: Checks, exchange: Exchange): void {
  if (exchange.header('authorization') === undefined && exchange.header('authorizationtype') === undefined) {
    return
  }
  checks.record(exchange, 'cdn-authorization', 'a request to the CDN must carry no token')
}

import { Buffer } from 'node:buffer'
import { fromChromium } from './origins.ts'
import type { ProtocolSession } from './protocol.ts'

/** What Chromium says of a request that waits for its answer. */
interface Paused {
  readonly requestId: string
  readonly frameId: string
  readonly resourceType: string
  readonly request: {
    readonly url: string
    readonly method: string
    readonly headers: Readonly<Record<string, string>>
    readonly postDataEntries?: readonly { readonly bytes?: string }[]
  }
}

export type SchemeHandler = (request: Request) => Response | Promise<Response>
export type HeadersFilter = (
  url: string,
  headers: Record<string, string[]>,
) => Promise<Record<string, string[]>>

/** What decides over the page's requests. */
export interface RequestRules {
  /** The app's schemes, lower case. */
  readonly schemes: ReadonlySet<string>
  handlerFor(scheme: string): SchemeHandler | undefined
  /** Whether the shown page may leave for this URL. */
  mayNavigate(url: string): boolean
  /** The app's say on any request: let it go, stop it, or send it elsewhere. */
  beforeRequest(
    url: string,
    method: string,
    resourceType: string,
  ): Promise<'go' | 'stop' | { readonly to: string }>
  readonly headersReceived: HeadersFilter
  /** Takes an error thrown by the app's handler. */
  onHandlerError(error: unknown): void
}

/**
 * Routes every request of the page: the app's schemes to its handlers, navigations past its guard.
 * @param beforePage is called before a new page may come
 */
export async function routeRequests(
  session: ProtocolSession,
  mainFrameId: string,
  rules: RequestRules,
  beforePage: () => void,
): Promise<void> {
  session.events.on('Fetch.requestPaused', (paused) => {
    // A request can be gone before it is answered: its document was replaced or Chromium is closing.
    const isPage = paused.resourceType === 'Document' && paused.frameId === mainFrameId
    void decide(session, rules, paused, isPage ? beforePage : null).catch(() => undefined)
  })
  await session.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] })
}

async function decide(
  session: ProtocolSession,
  rules: RequestRules,
  paused: Paused,
  beforePage: (() => void) | null,
): Promise<void> {
  const { requestId, request } = paused
  const fail = async (errorReason: 'Aborted' | 'BlockedByClient' | 'Failed'): Promise<void> => {
    await session.send('Fetch.failRequest', { requestId, errorReason })
  }
  const url = fromChromium(request.url, rules.schemes)
  if (beforePage !== null) {
    if (!rules.mayNavigate(url)) return await fail('Aborted')
    beforePage()
  }
  const verdict = await rules.beforeRequest(url, request.method, paused.resourceType)
  if (verdict === 'stop') return await fail('BlockedByClient')
  if (verdict !== 'go') {
    await session.send('Fetch.fulfillRequest', {
      requestId,
      responseCode: 307,
      responseHeaders: [{ name: 'Location', value: verdict.to }],
    })
    return
  }
  const handler = url === request.url ? undefined : rules.handlerFor(url.slice(0, url.indexOf(':')))
  if (handler === undefined) {
    await session.send('Fetch.continueRequest', { requestId })
    return
  }
  try {
    await fulfill(session, requestId, rules, url, await handler(asRequest(url, paused)))
  } catch (error) {
    rules.onHandlerError(error)
    await fail('Failed')
  }
}

function asRequest(url: string, { request }: Paused): Request {
  const bytes = request.postDataEntries?.map((entry) => Buffer.from(entry.bytes ?? '', 'base64'))
  const hasBody =
    bytes !== undefined && bytes.length > 0 && request.method !== 'GET' && request.method !== 'HEAD'
  return new Request(url, {
    method: request.method,
    headers: request.headers,
    ...(hasBody ? { body: Buffer.concat(bytes) } : {}),
  })
}

async function fulfill(
  session: ProtocolSession,
  requestId: string,
  rules: RequestRules,
  url: string,
  response: Response,
): Promise<void> {
  const collected: Record<string, string[]> = {}
  response.headers.forEach((value, name) => {
    collected[name] = [...(collected[name] ?? []), value]
  })
  const headers = await rules.headersReceived(url, collected)
  const body = Buffer.from(await response.arrayBuffer())
  await session.send('Fetch.fulfillRequest', {
    requestId,
    responseCode: response.status,
    responseHeaders: Object.entries(headers).flatMap(([name, values]) =>
      values.map((value) => ({ name, value })),
    ),
    body: body.toString('base64'),
  })
}

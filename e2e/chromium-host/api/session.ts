import { EventEmitter } from 'node:events'
import type { ProxyConfig, Session, WebRequest } from 'electron'
import type { PermissionHandlers } from '../chromium/permissions.ts'
import { NotPartOfHostError, strict } from '../strict.ts'
import { HostProtocol } from './protocol.ts'

type BeforeRequest = NonNullable<Parameters<WebRequest['onBeforeRequest']>[0]>
type HeadersReceived = NonNullable<Parameters<WebRequest['onHeadersReceived']>[0]>

interface Listening<L> {
  readonly urls: readonly string[]
  readonly listener: L
}

/** `session.defaultSession.webRequest`: the two hooks that can change a request. */
class HostWebRequest {
  static {
    strict('webRequest', HostWebRequest.prototype)
  }

  #before: Listening<BeforeRequest> | undefined
  #headers: Listening<HeadersReceived> | undefined

  onBeforeRequest(...args: unknown[]): void {
    this.#before = listening(args)
  }

  onHeadersReceived(...args: unknown[]): void {
    this.#headers = listening(args)
  }

  async before(
    url: string,
    method: string,
    resourceType: string,
  ): Promise<'go' | 'stop' | { readonly to: string }> {
    const hook = this.#before
    if (hook === undefined || !matchesAny(url, hook.urls)) return 'go'
    const details = {
      id: 0,
      url,
      method,
      resourceType: kindOf(resourceType),
      referrer: '',
      timestamp: Date.now(),
      uploadData: [],
    }
    const { promise, resolve } = Promise.withResolvers<Electron.CallbackResponse>()
    hook.listener(details as never, resolve)
    const { cancel, redirectURL } = await promise
    if (cancel === true) return 'stop'
    return redirectURL === undefined ? 'go' : { to: redirectURL }
  }

  async headers(url: string, responseHeaders: Record<string, string[]>): Promise<Record<string, string[]>> {
    const hook = this.#headers
    if (hook === undefined || !matchesAny(url, hook.urls)) return responseHeaders
    const details = {
      id: 0,
      url,
      method: 'GET',
      statusLine: 'HTTP/1.1 200 OK',
      statusCode: 200,
      responseHeaders,
    }
    const { promise, resolve } = Promise.withResolvers<Electron.HeadersReceivedResponse>()
    hook.listener(details as never, resolve)
    const changed = (await promise).responseHeaders ?? responseHeaders
    return Object.fromEntries(
      Object.entries(changed).map(([name, value]) => [name, Array.isArray(value) ? value : [value]]),
    )
  }
}

/** `session.defaultSession`. */
export class HostSession
  extends EventEmitter
  implements
    Pick<
      Session,
      | 'setPermissionRequestHandler'
      | 'setPermissionCheckHandler'
      | 'setDevicePermissionHandler'
      | 'setSpellCheckerEnabled'
    >
{
  static {
    strict('session', HostSession.prototype)
  }

  readonly protocol = new HostProtocol()
  readonly webRequest = new HostWebRequest()
  #permissions: PermissionHandlers = { request: null, check: null }
  readonly #onPermissionsChanged: () => void

  constructor(onPermissionsChanged: () => void) {
    super()
    this.#onPermissionsChanged = onPermissionsChanged
  }

  /** Both handlers are asked when they are set, not when the page asks: Chromium wants to know before. */
  setPermissionRequestHandler(request: PermissionHandlers['request']): void {
    this.#permissions = { ...this.#permissions, request }
    this.#onPermissionsChanged()
  }

  setPermissionCheckHandler(check: PermissionHandlers['check']): void {
    this.#permissions = { ...this.#permissions, check }
    this.#onPermissionsChanged()
  }

  get permissionHandlers(): PermissionHandlers {
    return this.#permissions
  }

  setDevicePermissionHandler(): void {}

  setSpellCheckerEnabled(): void {}
}

/** A session of `session.fromPartition`: the app opens no page in it, and asks it what the system says of proxies. */
export class HostPartition implements Pick<Session, 'resolveProxy' | 'setProxy'> {
  static {
    strict('session', HostPartition.prototype)
  }

  readonly #systemProxy: () => string

  constructor(systemProxy: () => string) {
    this.#systemProxy = systemProxy
  }

  async setProxy(config: ProxyConfig): Promise<void> {
    if (config.mode !== 'system') throw new NotPartOfHostError(`session.setProxy of mode ${config.mode}`)
  }

  async resolveProxy(_url: string): Promise<string> {
    return this.#systemProxy()
  }
}

function listening<L>(args: readonly unknown[]): Listening<L> | undefined {
  const listener = args.find((arg) => typeof arg === 'function')
  const filter = args.find((arg): arg is { urls?: string[] } => typeof arg === 'object' && arg !== null)
  return listener === undefined ? undefined : { urls: filter?.urls ?? [], listener: listener as L }
}

function matchesAny(url: string, patterns: readonly string[]): boolean {
  return patterns.length === 0 || patterns.some((pattern) => patternOf(pattern).test(url))
}

/** A match pattern of Chrome's (`*://*.host/*`, `<all_urls>`) as a regular expression. */
function patternOf(pattern: string): RegExp {
  if (pattern === '<all_urls>') return /^/
  return new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`)
}

function kindOf(resourceType: string): string {
  const kinds: Readonly<Record<string, string>> = {
    Document: 'mainFrame',
    Stylesheet: 'stylesheet',
    Image: 'image',
    Media: 'media',
    Font: 'font',
    Script: 'script',
    XHR: 'xhr',
    Fetch: 'xhr',
    WebSocket: 'webSocket',
  }
  return kinds[resourceType] ?? 'other'
}

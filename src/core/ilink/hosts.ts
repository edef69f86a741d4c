import { DEFAULT_API_BASE, DEFAULT_CDN_BASE } from './protocol.ts'

/**
 * P10: which hosts named by the server get a request. Without an override these are Tencent's, over
 * https and the standard port only. Under an override (design 6) the list is exactly the two
 * configured origins and the allowed hosts, for addresses of every kind alike.
 */

export type HostRefusal = 'malformed' | 'scheme' | 'credentials' | 'port' | 'host'

/** `url` is what may be requested. `host` of a refusal is for words to the operator; null when unreadable. */
export type HostDecision =
  | { readonly ok: true; readonly url: string }
  | { readonly ok: false; readonly reason: HostRefusal; readonly host: string | null }

export interface HostPolicy {
  /** Configured server without a trailing slash: sign-in codes, and accounts without a `baseurl`. */
  readonly apiBase: string
  /** Configured CDN with its path, without a trailing slash. */
  readonly cdnBase: string
  readonly overridden: boolean
  /** Checks a complete API address right before its request; `url` is the address verbatim. */
  checkApiUrl(url: string): HostDecision
  /** Checks `full_url` or `upload_full_url`; `url` is the address verbatim. */
  checkCdnUrl(url: string): HostDecision
  /** Turns a `baseurl` into the account's base; absent means the configured server. */
  fromBaseUrl(baseUrl: string | null): HostDecision
  /** Turns a `redirect_host`, a bare host name with an optional port, into a base. */
  fromRedirectHost(host: string): HostDecision
}

export interface HostSettings {
  readonly apiUrl?: string | undefined
  readonly cdnUrl?: string | undefined
  /** Entries `host` (any port) or `host:port`; without an override they mean nothing. */
  readonly allowedHosts?: readonly string[] | undefined
}

/** An override that cannot be used; `setting` says which. */
export class HostSettingsError extends Error {
  override readonly name = 'HostSettingsError'
  readonly setting: keyof HostSettings

  constructor(setting: keyof HostSettings, problem: string) {
    super(`${setting}: ${problem}`)
    this.setting = setting
  }
}

type Purpose = 'api' | 'cdn'
type Rule = (url: URL, purpose: Purpose) => HostRefusal | null

const API_SUFFIXES = ['.weixin.qq.com', '.wechat.com'] as const
const CDN_SUFFIXES = [...API_SUFFIXES, '.qq.com'] as const

/** Addresses of the API that are remembered as decided: a few hosts with some ten endpoints each. */
const KEPT_DECISIONS = 64

const ABSOLUTE = /^https?:\/\/[^/?#]/i
const AUTHORITY = /^[a-z]+:\/\/([^/?#]*)/i
const HOST_PORT = /^([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::([0-9]{1,5}))?$/
const HOST_NAME = /^(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*$/
const LOOPBACK = /^(?:localhost|127\.[0-9]+\.[0-9]+\.[0-9]+|\[::1\])$/

function refuse(reason: HostRefusal, host: string | null): HostDecision {
  return { ok: false, reason, host }
}

function isLoopback(hostname: string): boolean {
  return LOOPBACK.test(hostname)
}

function hasUnsafeCharacter(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code <= 32 || code === 92 || code === 127) return true
  }
  return false
}

/** An absolute http(s) address that every parser reads alike, or the reason against it. */
function parse(text: string): URL | { reason: HostRefusal; host: string | null } {
  if (hasUnsafeCharacter(text)) return { reason: 'malformed', host: null }
  if (!ABSOLUTE.test(text))
    return { reason: /^[a-z][a-z0-9+.-]*:/i.test(text) ? 'scheme' : 'malformed', host: null }
  if (!URL.canParse(text)) return { reason: 'malformed', host: null }
  const url = new URL(text)
  if (AUTHORITY.exec(text)?.[1]?.includes('@')) return { reason: 'credentials', host: url.hostname }
  const isIpv6 = url.hostname.startsWith('[')
  if (!isIpv6 && !HOST_NAME.test(url.hostname)) return { reason: 'malformed', host: null }
  return url
}

function effectivePort(url: URL): string {
  return url.port !== '' ? url.port : url.protocol === 'https:' ? '443' : '80'
}

/** Tencent's hosts over https on the standard port. */
const productionRule: Rule = (url, purpose) => {
  if (url.protocol !== 'https:') return 'scheme'
  if (url.port !== '') return 'port'
  const suffixes = purpose === 'cdn' ? CDN_SUFFIXES : API_SUFFIXES
  return suffixes.some((suffix) => url.hostname.endsWith(suffix)) ? null : 'host'
}

interface AllowedHost {
  readonly hostname: string
  /** Null allows any port. */
  readonly port: string | null
}

function parseAllowedHost(entry: string): AllowedHost {
  const [, host, port] = HOST_PORT.exec(entry) ?? []
  const probe = `https://${host ?? ''}/`
  if (host === undefined || !URL.canParse(probe) || (port !== undefined && Number(port) > 65_535)) {
    throw new HostSettingsError('allowedHosts', 'an entry is neither a host nor host:port')
  }
  return { hostname: new URL(probe).hostname, port: port === undefined ? null : String(Number(port)) }
}

function overrideRule(origins: ReadonlySet<string>, allowed: readonly AllowedHost[]): Rule {
  return (url) => {
    if (origins.has(url.origin)) return null
    const entries = allowed.filter((entry) => entry.hostname === url.hostname)
    if (entries.length === 0) return 'host'
    if (url.protocol === 'http:' && !isLoopback(url.hostname)) return 'scheme'
    return entries.some((entry) => entry.port === null || entry.port === effectivePort(url)) ? null : 'port'
  }
}

function withoutTrailingSlash(url: URL): string {
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`
}

function parseOverride(setting: 'apiUrl' | 'cdnUrl', text: string): URL {
  const url = parse(text.trim())
  if (!(url instanceof URL)) throw new HostSettingsError(setting, `not a usable address (${url.reason})`)
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw new HostSettingsError(setting, 'http is for loopback hosts only, use https')
  }
  if (url.search !== '' || url.hash !== '')
    throw new HostSettingsError(setting, 'must not have a query or fragment')
  return url
}

/** Splits the comma-separated `LINKBOARD_ALLOWED_HOSTS`. */
export function splitAllowedHosts(text: string): string[] {
  return text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
}

/** The policy in force. Throws `HostSettingsError` for an override that cannot be used. */
export function createHostPolicy(settings: HostSettings = {}): HostPolicy {
  const overridden = settings.apiUrl !== undefined || settings.cdnUrl !== undefined
  const api = parseOverride('apiUrl', settings.apiUrl ?? DEFAULT_API_BASE)
  const cdn = parseOverride('cdnUrl', settings.cdnUrl ?? DEFAULT_CDN_BASE)
  const origins = new Set([api.origin, cdn.origin])
  const rule = overridden
    ? overrideRule(origins, (settings.allowedHosts ?? []).map(parseAllowedHost))
    : productionRule
  const apiBase = withoutTrailingSlash(api)

  // every poll asks for the same few addresses, and the policy never changes
  const decided = new Map<string, HostDecision>()

  function checkApi(text: string): HostDecision {
    const known = decided.get(text)
    if (known !== undefined) return known
    if (decided.size === KEPT_DECISIONS) decided.clear()
    const decision = check(text, 'api')
    // what stands behind a question mark may be a secret (P9)
    if (!text.includes('?')) decided.set(text, decision)
    return decision
  }

  function check(text: string, purpose: Purpose): HostDecision {
    const url = parse(text)
    if (!(url instanceof URL)) return refuse(url.reason, url.host)
    const refusal = rule(url, purpose)
    return refusal === null ? { ok: true, url: text } : refuse(refusal, url.hostname)
  }

  function checkBase(text: string): HostDecision {
    const decision = check(text, 'api')
    if (!decision.ok) return decision
    const url = new URL(text)
    if (url.search !== '' || url.hash !== '') return refuse('malformed', url.hostname)
    return { ok: true, url: withoutTrailingSlash(url) }
  }

  function fromHost(text: string): HostDecision {
    const host = HOST_PORT.exec(text)?.[1]
    if (host === undefined) return refuse('malformed', null)
    const secure = `https://${text}`
    const plain = `http://${text}`
    if (!URL.canParse(plain)) return refuse('malformed', null)
    const preferPlain =
      overridden && isLoopback(new URL(plain).hostname) && !origins.has(new URL(secure).origin)
    return checkBase(preferPlain ? plain : secure)
  }

  return {
    apiBase,
    cdnBase: withoutTrailingSlash(cdn),
    overridden,
    checkApiUrl: checkApi,
    checkCdnUrl: (url) => check(url.trim(), 'cdn'),
    fromBaseUrl(baseUrl) {
      const text = baseUrl?.trim() ?? ''
      if (text === '') return { ok: true, url: apiBase }
      return HOST_PORT.test(text) ? fromHost(text) : checkBase(text)
    },
    fromRedirectHost: (host) => fromHost(host.trim()),
  }
}

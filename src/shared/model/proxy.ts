import { membersOf } from '../members.ts'

/** How a proxy is spoken to. */
export const PROXY_SCHEMES = ['http', 'https', 'socks5'] as const
export type ProxyScheme = (typeof PROXY_SCHEMES)[number]

/** Where a proxy is, without what it asks for. An IPv6 address stands in brackets. */
export interface ProxyAddress {
  scheme: ProxyScheme
  host: string
  port: number
}

/** Where requests leave: as the system says, through one proxy, or straight. */
export const PROXY_MODES = ['system', 'manual', 'off'] as const
export type ProxyMode = (typeof PROXY_MODES)[number]

/** What the operator has set about the proxy. */
export interface ProxySetting {
  mode: ProxyMode
  /** Of `manual`; kept while another mode holds. */
  address: ProxyAddress | null
}

/** What a proxy asks for before it lets anybody through. Secret: it never reaches a page, a log or an error (P9). */
export interface ProxyCredentials {
  user: string
  password: string
}

/** What stopped a request at the proxy, or on the way to it. Nothing of it reached the server, but for `proxy-broke-off`. */
export type ProxyTrouble =
  /** The system did not say which way to take. */
  | 'proxy-way-unknown'
  /** The system names only kinds of proxies that Linkboard cannot use. */
  | 'proxy-kind-unknown'
  | 'proxy-name-unknown'
  | 'proxy-unreachable'
  /** It did not answer in time. */
  | 'proxy-silent'
  /** Its own certificate is not trusted. */
  | 'proxy-certificate'
  | 'proxy-needs-password'
  | 'proxy-wrong-password'
  /** It asks for a kind of sign-in other than a name and a password. */
  | 'proxy-sign-in-unknown'
  /** It does not let anybody through to this server. */
  | 'proxy-refused'
  /** It let us through, but did not reach the server itself. */
  | 'proxy-server-unreachable'
  | 'proxy-broke-off'
  /** What it answered is not what a proxy of its kind answers. */
  | 'proxy-garbled'

const PROXY_TROUBLES = membersOf<ProxyTrouble>({
  'proxy-way-unknown': true,
  'proxy-kind-unknown': true,
  'proxy-name-unknown': true,
  'proxy-unreachable': true,
  'proxy-silent': true,
  'proxy-certificate': true,
  'proxy-needs-password': true,
  'proxy-wrong-password': true,
  'proxy-sign-in-unknown': true,
  'proxy-refused': true,
  'proxy-server-unreachable': true,
  'proxy-broke-off': true,
  'proxy-garbled': true,
})

/** Whether something failed at the proxy. */
export function isProxyTrouble(reason: string | null): reason is ProxyTrouble {
  return PROXY_TROUBLES.some((one) => one === reason)
}

/** What a test of the proxy met behind it. */
export type BehindProxyTrouble =
  | 'server-name-unknown'
  | 'server-unreachable'
  | 'server-certificate'
  | 'server-broke-off'
  | 'server-silent'
  | 'server-failed'
  /** Something on the way answers instead of the server. */
  | 'answered-by-another'

/** How a test of the proxy ended. `via` is the proxy it went through, null for straight or where none was found. */
export type ProxyTestResult =
  /** The server answered, after so many milliseconds. */
  | { kind: 'works'; via: ProxyAddress | null; ms: number }
  | { kind: 'failed'; via: ProxyAddress | null; reason: ProxyTrouble | BehindProxyTrouble }
  | { kind: 'cancelled' }

/** What a window knows of what the proxy is told: never the password (P9). */
export interface ProxyCredentialsView {
  /** Some are stored for the address that is set. */
  isStored: boolean
}

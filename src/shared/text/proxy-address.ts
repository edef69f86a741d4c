import type { ProxyAddress, ProxyCredentials, ProxyScheme } from '../model/proxy.ts'

/** Longest name that a host can have. */
const MAX_HOST = 253
const HOST_NAME = /^[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*$/
const IPV4 = /^(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\.(?!$)|$)){4}$/
const PARTS =
  /^(?:([a-z][a-z0-9+.-]*):\/\/)?(?:([^/?#]*)@)?(\[[0-9a-f:.]+\]|[^/?#:@[\]]+)(?::([0-9]{1,5}))?\/?$/i

const SCHEMES: Readonly<Record<string, ProxyScheme>> = {
  http: 'http',
  https: 'https',
  socks5: 'socks5',
  // what other programs write for it; names are always resolved by the proxy
  socks: 'socks5',
  socks5h: 'socks5',
}

/** Why a text is no address of a proxy. */
export type ProxyAddressProblem = 'scheme' | 'host' | 'port'

/** What a text says of a proxy. What stood before the host is a secret, and kept apart from the address (P9). */
export type ParsedProxyAddress =
  | { ok: true; address: ProxyAddress; credentials: ProxyCredentials | null }
  | { ok: false; problem: ProxyAddressProblem }

/** Whether it is the name of a host, or its address, in the one spelling that every parser reads alike. */
export function isProxyHost(host: string): boolean {
  if (host.length > MAX_HOST) return false
  if (host.startsWith('[')) return host.endsWith(']') && isIpv6(host.slice(1, -1))
  if (!HOST_NAME.test(host)) return false
  // what ends in a number is read as an address: 127.1 would be another one to the next parser
  const last = host.split('.').at(-1) ?? ''
  return !/^(?:[0-9]+|0x[0-9a-f]*)$/.test(last) || IPV4.test(host)
}

function isIpv6(text: string): boolean {
  const halves = text.split('::')
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')))
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/.test(group))) return false
  return halves.length === 2 ? groups.length <= 7 : halves.length === 1 && groups.length === 8
}

/** Reads what a person types or pastes: `host:port`, with a kind before it, with a name and password in it. */
export function parseProxyAddress(text: string): ParsedProxyAddress {
  const [, typedScheme = 'http', before, typedHost, typedPort] = PARTS.exec(text.trim()) ?? []
  if (typedHost === undefined) return { ok: false, problem: 'host' }
  const scheme = SCHEMES[typedScheme.toLowerCase()]
  if (scheme === undefined) return { ok: false, problem: 'scheme' }
  const host = typedHost.toLowerCase()
  if (!isProxyHost(host)) return { ok: false, problem: 'host' }
  const port = Number(typedPort ?? 0)
  if (port < 1 || port > 65_535) return { ok: false, problem: 'port' }
  return { ok: true, address: { scheme, host, port }, credentials: credentialsIn(before ?? '') }
}

function credentialsIn(text: string): ProxyCredentials | null {
  const [, user = '', password = ''] = /^([^:]*):?(.*)$/su.exec(text) ?? []
  return user === '' ? null : { user: decoded(user), password: decoded(password) }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** The address as one writes it. */
export function proxyAddressText({ scheme, host, port }: ProxyAddress): string {
  return `${scheme}://${host}:${port}`
}

export function isSameProxy(one: ProxyAddress, other: ProxyAddress): boolean {
  return one.scheme === other.scheme && one.host === other.host && one.port === other.port
}

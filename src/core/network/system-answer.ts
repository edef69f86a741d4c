import { DIRECT, type Way } from '#core/net/proxy/way.ts'
import type { ProxyScheme, ProxyTrouble } from '#shared/model/proxy.ts'
import { parseProxyAddress } from '#shared/text/proxy-address.ts'

/** The words of a proxy auto-configuration file for what can be used here. SOCKS alone means its fourth version. */
const SCHEMES: Readonly<Record<string, ProxyScheme>> = {
  PROXY: 'http',
  HTTP: 'http',
  HTTPS: 'https',
  SOCKS5: 'socks5',
}

/** Where the system sends requests, the one to be tried first in front; never empty. */
export type Ways = readonly [Way, ...Way[]]

/**
 * The ways that the system names and that can be used. A straight one counts only where it comes before every proxy:
 * behind one it would lead around it as soon as it is down, or of a kind that cannot be used.
 */
export function waysOfAnswer(answer: string): Ways | ProxyTrouble {
  const entries = answer
    .split(';')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
  if (entries.length === 0) return 'proxy-way-unknown'
  const isDirect = (entry: string) => entry.toUpperCase() === 'DIRECT'
  if (isDirect(entries[0] ?? '')) return [DIRECT]
  const [first, ...others] = entries.flatMap(proxyOf)
  return first === undefined ? 'proxy-kind-unknown' : [first, ...others]
}

function proxyOf(entry: string): Way[] {
  const [word = '', place = ''] = entry.split(/\s+/)
  const scheme = SCHEMES[word.toUpperCase()]
  const parsed = scheme === undefined ? null : parseProxyAddress(`${scheme}://${place}`)
  return parsed?.ok ? [{ kind: 'proxy', proxy: parsed.address, credentials: null }] : []
}

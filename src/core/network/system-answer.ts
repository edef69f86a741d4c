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

/** The first way that the system names and that can be used; a straight one only where it names that too. */
export function wayOfAnswer(answer: string): Way | ProxyTrouble {
  const entries = answer
    .split(';')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
  if (entries.length === 0) return 'proxy-way-unknown'
  for (const entry of entries) {
    const [word = '', place = ''] = entry.split(/\s+/)
    if (word.toUpperCase() === 'DIRECT') return DIRECT
    const scheme = SCHEMES[word.toUpperCase()]
    const parsed = scheme === undefined ? null : parseProxyAddress(`${scheme}://${place}`)
    if (parsed?.ok) return { kind: 'proxy', proxy: parsed.address, credentials: null }
  }
  return 'proxy-kind-unknown'
}

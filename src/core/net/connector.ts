import * as tls from 'node:tls'
import { buildConnector } from 'undici'

const CONNECT_TIMEOUT_MS = 10_000

/** The built-in certificates and the system's, each once; null where the runtime cannot read the latter. */
function trustedCertificates(): string[] | null {
  if (typeof tls.getCACertificates !== 'function') return null
  try {
    return [...new Set([...tls.getCACertificates('default'), ...tls.getCACertificates('system')])]
  } catch {
    return null
  }
}

/**
 * How connections are opened: HTTP/1.1 only, 10 s at most, trusting the system's certificates beside
 * the built-in ones. Certificates are verified whatever the environment says, which could ask Node not to.
 * Reading those and building a context from them takes tens of milliseconds, so
 * it happens once, at the first https connection.
 */
export function createConnector(): buildConnector.connector {
  const plain = buildConnector({ timeout: CONNECT_TIMEOUT_MS, allowH2: false })
  let secure: buildConnector.connector | null = null

  function secureConnector(): buildConnector.connector {
    const ca = trustedCertificates()
    const context = ca === null ? {} : { secureContext: tls.createSecureContext({ ca }) }
    const verified = { rejectUnauthorized: true }
    return buildConnector({ timeout: CONNECT_TIMEOUT_MS, allowH2: false, ...context, ...verified })
  }

  return (options, callback) => {
    if (options.protocol !== 'https:') {
      plain(options, callback)
      return
    }
    secure ??= secureConnector()
    secure(options, callback)
  }
}

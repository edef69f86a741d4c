import * as tls from 'node:tls'

/** The built-in certificates and the system's, each once; null where the runtime cannot read the latter. */
export function systemCertificates(): readonly string[] | null {
  if (typeof tls.getCACertificates !== 'function') return null
  try {
    return [...new Set([...tls.getCACertificates('default'), ...tls.getCACertificates('system')])]
  } catch {
    return null
  }
}

/** What every TLS connection is opened with. */
export interface Trust {
  readonly secureContext?: tls.SecureContext
  readonly rejectUnauthorized: true
}

/**
 * Whom to trust, for servers and proxies alike: certificates are verified whatever the environment says, which could
 * ask Node not to. Reading them and building a context takes tens of milliseconds, so it happens once, when it is
 * first asked for.
 */
export function createTrust(certificates: () => readonly string[] | null): () => Trust {
  let trust: Trust | null = null
  return () => {
    if (trust !== null) return trust
    const ca = certificates()
    const context = ca === null ? {} : { secureContext: tls.createSecureContext({ ca: [...ca] }) }
    trust = { ...context, rejectUnauthorized: true }
    return trust
  }
}

import type { ProxyTrouble } from '#shared/model/proxy.ts'

/** No connection through the proxy came to be, so no byte of a request left. Says which trouble it was and nothing else (P9). */
export class ProxyError extends Error {
  override readonly name = 'ProxyError'
  readonly trouble: ProxyTrouble
  /** For logs, in the spelling of the network stack's codes. */
  readonly code: string

  constructor(trouble: ProxyTrouble) {
    super(`no way through the proxy: ${trouble}`)
    this.trouble = trouble
    this.code = trouble.toUpperCase().replaceAll('-', '_')
  }
}

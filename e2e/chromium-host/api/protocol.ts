import type { CustomScheme, Protocol } from 'electron'
import type { SchemeHandler } from '../chromium/requests.ts'
import { strict } from '../strict.ts'

/** `protocol`: the app's own schemes and what answers them. */
export class HostProtocol
  implements Pick<Protocol, 'registerSchemesAsPrivileged' | 'unhandle' | 'isProtocolHandled'>
{
  static {
    strict('protocol', HostProtocol.prototype)
  }

  readonly #schemes = new Set<string>()
  readonly #handlers = new Map<string, SchemeHandler>()

  get schemes(): ReadonlySet<string> {
    return this.#schemes
  }

  registerSchemesAsPrivileged(schemes: CustomScheme[]): void {
    for (const { scheme } of schemes) this.#schemes.add(scheme.toLowerCase())
  }

  handle(scheme: string, handler: SchemeHandler): void {
    if (this.#handlers.has(scheme)) throw new Error(`The scheme has been intercepted: ${scheme}`)
    this.#schemes.add(scheme.toLowerCase())
    this.#handlers.set(scheme.toLowerCase(), handler)
  }

  unhandle(scheme: string): void {
    if (!this.#handlers.delete(scheme)) throw new Error(`Failed to unregister protocol: ${scheme}`)
  }

  isProtocolHandled(scheme: string): boolean {
    return this.#handlers.has(scheme)
  }

  handlerFor(scheme: string): SchemeHandler | undefined {
    return this.#handlers.get(scheme)
  }
}

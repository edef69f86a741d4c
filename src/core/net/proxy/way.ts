import type { NetworkReason } from '#core/ilink/ports.ts'
import type { ProxyAddress, ProxyCredentials } from '#shared/model/proxy.ts'
import { isSameProxy } from '#shared/text/proxy-address.ts'

/** How requests leave: straight, or through one proxy. */
export type Way =
  | { readonly kind: 'direct' }
  | {
      readonly kind: 'proxy'
      readonly proxy: ProxyAddress
      /** Told when the proxy asks for it; null where none is known. */
      readonly credentials: ProxyCredentials | null
    }

export const DIRECT: Way = { kind: 'direct' }

/** Which way leads to which server. */
export interface Routes {
  /** @throws ProxyError while nobody can say: nothing goes straight instead */
  wayTo(origin: string): Promise<Way>
  /** A request failed on its way, before any of it left; null where none was known. Must not throw. */
  failed(way: Way | null, reason: NetworkReason): void
}

/** Whether a connection of one way may serve the other. */
export function isSameWay(one: Way, other: Way): boolean {
  if (one.kind === 'direct' || other.kind === 'direct') return one.kind === other.kind
  return (
    isSameProxy(one.proxy, other.proxy) &&
    one.credentials?.user === other.credentials?.user &&
    one.credentials?.password === other.credentials?.password
  )
}

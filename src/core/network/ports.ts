import type { NodeHttp } from '#core/net/http.ts'
import type { ProxyAddress, ProxyCredentials } from '#shared/model/proxy.ts'

/** What the system says of proxies. */
export interface SystemProxy {
  /** Where a request to `url` has to leave, as a proxy auto-configuration file says it: `PROXY host:port; DIRECT`. */
  resolve(url: string): Promise<string>
}

/** The only place where what a proxy asks for lives (P9): at most one name and password, for one address. */
export interface ProxyCredentialStore {
  /** Keeps them in place of what was kept before. Rejects with AppError `vault-refused` as the vault does. */
  store(address: ProxyAddress, credentials: ProxyCredentials): Promise<void>
  /** Those of this address and no other; null where there are none. Rejects while the keyring cannot be opened. */
  read(address: ProxyAddress): Promise<ProxyCredentials | null>
  forget(): Promise<void>
}

/** What the way of requests needs of the world. */
export interface ProxyPorts {
  readonly system: SystemProxy
  readonly credentials: ProxyCredentialStore
  /** An HTTP of its own, for a test; whoever asked closes it. */
  openHttp(): NodeHttp
}

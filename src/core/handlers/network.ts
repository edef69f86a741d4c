import type { Network } from '#core/network/network.ts'
import type { ProxyTest } from '#core/network/proxy-test.ts'
import type { HandlersOf } from '#core/router.ts'
import type { networkRequests } from '#shared/contract/network.ts'

export interface NetworkHandlerDeps {
  network: Network
  proxyTest: ProxyTest
}

export function createNetworkHandlers({
  network,
  proxyTest,
}: NetworkHandlerDeps): HandlersOf<typeof networkRequests> {
  return {
    'proxy.set': ({ proxy, credentials }) => network.setProxy(proxy, credentials),
    'proxy.credentials': () => network.credentialsView(),
    'proxy.forgetCredentials': () => network.forgetCredentials(),
    'proxy.test': ({ proxy, credentials }) => proxyTest.run(proxy, credentials),
    'proxy.cancelTest': () => proxyTest.cancel(),
  }
}

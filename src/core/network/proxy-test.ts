import { createIlinkClient } from '#core/ilink/client.ts'
import { IlinkServerError, IlinkTransportError } from '#core/ilink/errors.ts'
import type { HostPolicy } from '#core/ilink/hosts.ts'
import type { NetworkReason } from '#core/ilink/ports.ts'
import { ProxyError } from '#core/net/proxy/proxy-error.ts'
import { DIRECT, type Way } from '#core/net/proxy/way.ts'
import type { Clock, Random } from '#core/ports.ts'
import { AppError } from '#shared/errors.ts'
import {
  type BehindProxyTrouble,
  isProxyTrouble,
  type ProxyAddress,
  type ProxyCredentials,
  type ProxySetting,
  type ProxyTestResult,
  type ProxyTrouble,
} from '#shared/model/proxy.ts'
import { unreachable } from '#shared/unreachable.ts'
import type { ProxyPorts } from './ports.ts'
import { answerOf } from './system-ways.ts'

/** What failed on the way from the proxy to the server, or on a straight one. */
const BEHIND: Readonly<Record<Exclude<NetworkReason, ProxyTrouble>, BehindProxyTrouble>> = {
  dns: 'server-name-unknown',
  connect: 'server-unreachable',
  tls: 'server-certificate',
  reset: 'server-broke-off',
  other: 'server-unreachable',
}

/** A test that takes longer is over. */
const TEST_MS = 20_000

export interface ProxyTestDeps {
  readonly clock: Clock
  readonly random: Random
  readonly hosts: HostPolicy
  readonly botAgent: string
  readonly ports: ProxyPorts | null
  /** Told of errors that are a fault in here; must not throw. */
  failed(error: unknown): void
}

/**
 * Tries out a setting before it holds: asks the configured server for a sign-in code, as adding an account does, which
 * takes no token. One test at a time.
 */
export class ProxyTest {
  readonly #deps: ProxyTestDeps
  #running = new AbortController()

  constructor(deps: ProxyTestDeps) {
    this.#deps = deps
  }

  /**
   * @param credentials what was typed; null for those that are stored for the address
   * @returns how it ended, after 20 s at the latest
   * @throws AppError `not-possible-now` where nothing leaves this computer
   */
  async run(setting: ProxySetting, credentials: ProxyCredentials | null): Promise<ProxyTestResult> {
    if (this.#deps.ports === null) throw new AppError('not-possible-now')
    this.cancel()
    const running = new AbortController()
    this.#running = running
    const { clock } = this.#deps
    let isLate = false
    const cancelLimit = clock.setTimeout(TEST_MS, () => {
      isLate = true
      running.abort()
    })
    const found: { way: Way } = { way: DIRECT }
    try {
      found.way = await unlessAborted(running.signal, this.#wayOf(setting, credentials))
      const startedAt = clock.monotonic()
      await this.#ask(found.way, running.signal)
      return { kind: 'works', via: via(found.way), ms: Math.round(clock.monotonic() - startedAt) }
    } catch (error) {
      if (isLate) return { kind: 'failed', via: via(found.way), reason: 'server-silent' }
      if (running.signal.aborted) return { kind: 'cancelled' }
      return { kind: 'failed', via: via(found.way), reason: this.#reasonOf(error) }
    } finally {
      cancelLimit()
    }
  }

  /** Ends the test that is under way. */
  cancel(): void {
    this.#running.abort()
  }

  async #wayOf({ mode, address }: ProxySetting, credentials: ProxyCredentials | null): Promise<Way> {
    const { clock, hosts, ports } = this.#deps
    if (ports === null || mode === 'off') return DIRECT
    if (mode === 'manual') {
      if (address === null) throw new ProxyError('proxy-way-unknown')
      return this.#through(ports, address, credentials)
    }
    const ways = await answerOf(clock, ports.system, new URL(hosts.apiBase).origin)
    if (typeof ways === 'string') throw new ProxyError(ways)
    const [way] = ways
    return way.kind === 'direct' ? way : this.#through(ports, way.proxy, null)
  }

  async #through(ports: ProxyPorts, proxy: ProxyAddress, credentials: ProxyCredentials | null): Promise<Way> {
    const stored = async () => await ports.credentials.read(proxy).catch(() => null)
    return { kind: 'proxy', proxy, credentials: credentials ?? (await stored()) }
  }

  async #ask(way: Way, signal: AbortSignal): Promise<void> {
    const { ports, random, clock, hosts, botAgent } = this.#deps
    const http = ports?.openHttp()
    if (http === undefined) return
    http.route({ wayTo: async () => way, failed() {} })
    try {
      const client = createIlinkClient({ http, random, clock, hostPolicy: hosts, botAgent })
      await client.getQrCode({ localTokens: [], signal })
    } catch (error) {
      // a server that says no has been reached
      if (!(error instanceof IlinkServerError)) throw error
    } finally {
      await http.close()
    }
  }

  #reasonOf(error: unknown): ProxyTrouble | BehindProxyTrouble {
    if (error instanceof ProxyError) return error.trouble
    if (!(error instanceof IlinkTransportError)) {
      this.#deps.failed(error)
      return 'server-failed'
    }
    const { reason } = error
    if (isProxyTrouble(reason)) return reason
    switch (error.kind) {
      case 'network':
        return reason === null ? 'server-unreachable' : BEHIND[reason]
      case 'timeout':
      case 'stalled':
      case 'aborted':
        return 'server-silent'
      case 'garbage':
      case 'redirect':
        return 'answered-by-another'
      case 'http':
      case 'too-large':
      case 'forbidden-host':
        return 'server-failed'
      default:
        return unreachable(error.kind)
    }
  }
}

/** A keyring may ask its owner for minutes. @throws the signal's reason */
async function unlessAborted<T>(signal: AbortSignal, awaited: Promise<T>): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  const onAbort = () => reject(signal.reason)
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    return await Promise.race([awaited, aborted])
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}

function via(way: Way): ProxyAddress | null {
  return way.kind === 'proxy' ? way.proxy : null
}

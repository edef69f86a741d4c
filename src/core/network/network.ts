import type { NetworkReason } from '#core/ilink/ports.ts'
import type { NodeHttp } from '#core/net/http.ts'
import { ProxyError } from '#core/net/proxy/proxy-error.ts'
import { DIRECT, type Routes, type Way } from '#core/net/proxy/way.ts'
import type { Clock } from '#core/ports.ts'
import type { SettingsService } from '#core/settings-service.ts'
import { AppError } from '#shared/errors.ts'
import type {
  ProxyAddress,
  ProxyCredentials,
  ProxyCredentialsView,
  ProxySetting,
} from '#shared/model/proxy.ts'
import { isSameProxy, proxyAddressText } from '#shared/text/proxy-address.ts'
import { unreachable } from '#shared/unreachable.ts'
import type { ProxyPorts } from './ports.ts'
import { SystemWays } from './system-ways.ts'

export interface NetworkDeps {
  readonly clock: Clock
  /** Null where nothing leaves this computer, as in practice mode: no proxy is asked for then. */
  readonly ports: Pick<ProxyPorts, 'system' | 'credentials'> | null
  readonly settings: Pick<SettingsService, 'read' | 'update'>
  readonly http: Pick<NodeHttp, 'route' | 'leaveWay'>
  /** Requests leave another way now: what is open is to be opened anew. */
  changed(): void
}

/**
 * Which way requests leave: the operator's setting, what the system says, and what the proxy is told. All requests ask
 * here, so that nothing goes around a proxy; where nobody can say, they fail and say so.
 */
export class Network implements Routes {
  readonly #deps: NetworkDeps
  readonly #systemWays: SystemWays | null
  /** What was read from the vault, by the address it is for. */
  readonly #credentials = new Map<string, Promise<ProxyCredentials | null>>()
  #isOver = false

  constructor(deps: NetworkDeps) {
    this.#deps = deps
    const { clock, ports, http } = deps
    this.#systemWays = ports && new SystemWays(clock, ports.system, () => this.#systemChanged())
    if (ports !== null) http.route(this)
  }

  start(): void {
    if (this.#setting.mode === 'system') this.#systemWays?.start()
  }

  stop(): void {
    this.#isOver = true
    this.#systemWays?.stop()
  }

  async wayTo(origin: string): Promise<Way> {
    const { mode, address } = this.#setting
    switch (mode) {
      case 'off':
        return DIRECT
      case 'manual':
        if (address === null) throw new ProxyError('proxy-way-unknown')
        return this.#through(address)
      case 'system': {
        const way = (await this.#systemWays?.wayTo(origin)) ?? DIRECT
        return way.kind === 'direct' ? way : this.#through(way.proxy)
      }
      default:
        return unreachable(mode)
    }
  }

  failed(way: Way | null, reason: NetworkReason): void {
    if (this.#setting.mode === 'system') this.#systemWays?.failed(way, reason)
  }

  /** The computer woke, or its network changed: the system may name another way. */
  interrupted(): void {
    if (this.#setting.mode === 'system') this.#systemWays?.doubt()
  }

  /**
   * Changes the setting. `credentials` are kept for its address; null leaves those that are stored for it, and forgets
   * those of another address that was set before. Rejects with AppError as the vault does, and nothing has changed then.
   */
  async setProxy(setting: ProxySetting, credentials: ProxyCredentials | null): Promise<void> {
    const { settings } = this.#deps
    const ports = this.#ports()
    const former = this.#setting
    const { address } = setting
    if (address !== null && credentials !== null) await ports.credentials.store(address, credentials)
    else if (former.address !== null && (address === null || !isSameProxy(former.address, address)))
      await ports.credentials.forget()
    settings.update({ network: { proxy: setting } })
    if (setting.mode === 'system') this.#systemWays?.start()
    else this.#systemWays?.stop()
    this.#turn()
  }

  async forgetCredentials(): Promise<void> {
    await this.#ports().credentials.forget()
    this.#turn()
  }

  async credentialsView(): Promise<ProxyCredentialsView> {
    const { address } = this.#setting
    if (address === null || this.#deps.ports === null) return { isStored: false }
    return { isStored: (await this.#credentialsOf(address)) !== null }
  }

  get #setting(): ProxySetting {
    return this.#deps.settings.read().network.proxy
  }

  #ports(): Pick<ProxyPorts, 'system' | 'credentials'> {
    if (this.#deps.ports === null) throw new AppError('not-possible-now')
    return this.#deps.ports
  }

  async #through(proxy: ProxyAddress): Promise<Way> {
    return { kind: 'proxy', proxy, credentials: await this.#credentialsOf(proxy) }
  }

  /** Read once: every request asks for them. A keyring that is locked for now is asked again. */
  async #credentialsOf(address: ProxyAddress): Promise<ProxyCredentials | null> {
    const key = proxyAddressText(address)
    const reading = this.#credentials.get(key) ?? this.#ports().credentials.read(address)
    this.#credentials.set(key, reading)
    try {
      return await reading
    } catch {
      if (this.#credentials.get(key) === reading) this.#credentials.delete(key)
      return null
    }
  }

  /** It may answer late, when another setting holds. */
  #systemChanged(): void {
    if (this.#setting.mode === 'system') this.#turn()
  }

  /** What is open belongs to the way of before. */
  #turn(): void {
    if (this.#isOver) return
    this.#credentials.clear()
    this.#deps.http.leaveWay()
    this.#deps.changed()
  }
}

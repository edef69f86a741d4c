import type { Exchange } from './exchange.ts'
import type { LogEntry } from './log.ts'
import type { Binding } from './model.ts'
import type { State } from './state.ts'
import { field, isObject, textOf } from './wire.ts'

/** A rule a client broke. */
export interface Violation {
  /** Short name of the rule, such as `header-app-id`. */
  readonly rule: string
  readonly sentence: string
  readonly at: number
  readonly call: string
  readonly account: string | undefined
  /** The request as logged. */
  readonly request: LogEntry
}

const keptViolations = 10_000

/** Collects what clients do wrong and checks what every request must carry (fact sheet 1.3, 1.4). */
export class Checks {
  readonly #state: State
  #violations: Violation[] = []

  constructor(state: State) {
    this.#state = state
  }

  record(exchange: Exchange, rule: string, sentence: string): void {
    if (this.#violations.length >= keptViolations) return
    const { entry } = exchange
    this.#violations.push({
      rule,
      sentence,
      at: this.#state.now(),
      call: entry.call,
      account: entry.account,
      request: entry,
    })
  }

  list(account: string | undefined): Violation[] {
    return this.#violations.filter((violation) => account === undefined || violation.account === account)
  }

  clear(): void {
    this.#violations = []
  }

  /**
   * Checks headers and `base_info`.
   * @returns whether App-Id, ClientVersion and `base_info` were all there (what strict mode looks at, 1.4).
   */
  request(exchange: Exchange, binding: Binding | undefined): boolean {
    const identified = this.#identity(exchange)
    if (exchange.method === 'GET') return identified
    if (!/^application\/json\b/i.test(exchange.header('content-type') ?? '')) {
      this.record(exchange, 'header-content-type', 'a POST must carry Content-Type: application/json')
    }
    if (exchange.header('authorizationtype') !== 'ilink_bot_token') {
      this.record(exchange, 'header-authorization-type', 'AuthorizationType must be ilink_bot_token')
    }
    this.#uin(exchange, binding)
    if (!isObject(exchange.body)) {
      if (exchange.call !== 'get_bot_qrcode' || exchange.body !== null) {
        this.record(exchange, 'body-json', 'the body must be a JSON object')
      }
      return false
    }
    return this.#baseInfo(exchange) && identified
  }

  /** A token goes only to the host its account was given (fact sheet 1.1). */
  tokenHost(exchange: Exchange, { baseUrl }: Binding): void {
    // Without a base URL the client's own configuration decides.
    if (baseUrl === undefined || !URL.canParse(baseUrl)) return
    const expected = new URL(baseUrl).host
    if (exchange.host !== expected) {
      this.record(
        exchange,
        'wrong-host',
        `this token belongs to ${expected}, it was sent to ${exchange.host}`,
      )
    }
  }

  /** Asking with a stale token is how a client learns of it; once its successor is in use it must be gone. */
  staleToken(exchange: Exchange, binding: Binding): void {
    const successor = binding.account.binding
    if (!successor?.alive || !successor.used) return
    this.record(exchange, 'stale-token', 'this token is stale and the account already uses a newer one')
  }

  #identity(exchange: Exchange): boolean {
    const appId = exchange.header('ilink-app-id') === 'bot'
    if (!appId) this.record(exchange, 'header-app-id', 'iLink-App-Id must be bot')
    const version = /^\d{1,10}$/.test(exchange.header('ilink-app-clientversion') ?? '')
    if (!version)
      this.record(exchange, 'header-client-version', 'iLink-App-ClientVersion must be a decimal number')
    return appId && version
  }

  #uin(exchange: Exchange, binding: Binding | undefined): void {
    const uin = exchange.header('x-wechat-uin') ?? ''
    const decoded = Buffer.from(uin, 'base64').toString('latin1')
    const genuine = /^(0|[1-9]\d{0,9})$/.test(decoded) && Number(decoded) <= 0xffff_ffff
    if (!genuine || Buffer.from(decoded).toString('base64') !== uin) {
      this.record(
        exchange,
        'header-uin',
        'X-WECHAT-UIN must be base64 of the decimal text of a random uint32',
      )
      return
    }
    if (!binding) return
    if (binding.lastUin === uin) {
      this.record(exchange, 'header-uin-constant', 'X-WECHAT-UIN must be new for every request')
    }
    binding.lastUin = uin
  }

  #baseInfo(exchange: Exchange): boolean {
    const info = field(exchange.body, 'base_info')
    if (exchange.call === 'get_bot_qrcode') {
      if (info !== undefined) this.record(exchange, 'base-info-on-qr', 'get_bot_qrcode carries no base_info')
      return true
    }
    if (!isObject(info)) {
      this.record(exchange, 'base-info', 'an authenticated POST must carry base_info')
      return false
    }
    if (!textOf(info, 'channel_version')) {
      this.record(exchange, 'base-info-channel-version', 'base_info must carry channel_version')
    }
    const agent = textOf(info, 'bot_agent')
    if (!agent || Buffer.byteLength(agent) > 256) {
      this.record(exchange, 'base-info-bot-agent', 'base_info must carry bot_agent of 1 to 256 bytes')
    }
    return true
  }
}

import type { Checks } from './checks.ts'
import type { Exchange } from './exchange.ts'
import type { Faults } from './faults.ts'
import type { Qr, QrBook } from './qr.ts'
import { accountOf } from './qr.ts'
import type { State } from './state.ts'
import { unreachable } from './unreachable.ts'
import type { WireObject } from './wire.ts'
import { field, toWire } from './wire.ts'

const wrongCodesUntilBlock = 3

/** Signing in by QR code, seen from the server (fact sheet 2). */
export class Login {
  readonly #state: State
  readonly #checks: Checks
  readonly #faults: Faults
  readonly #codes: QrBook

  constructor(state: State, checks: Checks, faults: Faults, codes: QrBook) {
    this.#state = state
    this.#codes = codes
    this.#checks = checks
    this.#faults = faults
  }

  /** The account a login request belongs to, once its code is scanned. */
  accountOf(exchange: Exchange): string | undefined {
    return accountOf(this.#codes.find(exchange.query.get('qrcode')))
  }

  /** get_bot_qrcode (2.1). */
  create(exchange: Exchange): void {
    if (exchange.query.get('bot_type') !== '3') {
      this.#checks.record(exchange, 'qr-bot-type', 'get_bot_qrcode must be called with bot_type=3')
    }
    const qr = this.#codes.add(this.#localTokens(exchange))
    const short = this.#state.options.random.hex(4)
    const content = `https://liteapp.weixin.qq.com/q/${short}?qrcode=${qr.key}&bot_type=3`
    exchange.reply(this.#finish(exchange, { ret: 0, qrcode: qr.key, qrcode_img_content: content }))
    this.#codes.shown(qr)
  }

  /** get_qrcode_status (2.2): held while there is nothing new to say. */
  poll(exchange: Exchange): void {
    const qr = this.#codes.find(exchange.query.get('qrcode'))
    if (!qr) {
      this.#checks.record(exchange, 'unknown-qrcode', 'this qrcode was never given out')
      exchange.reply(toWire({ ret: 0, status: 'expired' }))
      return
    }
    qr.held?.release()
    const code = exchange.query.get('verify_code')
    const answered = code === null ? false : this.#tryCode(qr, code.trim())
    this.#codes.age(qr)
    if (answered || exchange.mangle || this.#mustSpeak(qr, exchange)) this.#speak(qr, exchange)
    else this.#hold(qr, exchange)
  }

  #localTokens(exchange: Exchange): readonly string[] {
    const list = field(exchange.body, 'local_token_list')
    if (list === undefined) return []
    if (!Array.isArray(list) || !list.every((token) => typeof token === 'string')) {
      this.#checks.record(exchange, 'qr-local-tokens', 'local_token_list must be a list of texts')
      return []
    }
    if (list.length > 10) {
      this.#checks.record(exchange, 'qr-local-tokens', 'local_token_list holds at most 10 tokens')
    }
    return list.slice(0, 10)
  }

  #tryCode(qr: Qr, code: string): boolean {
    if (qr.state.kind !== 'need_verifycode') return false
    if (code === qr.state.code) {
      this.#codes.change(qr, { kind: 'scaned', account: qr.state.account })
      return true
    }
    qr.state.wrong += 1
    if (qr.state.wrong >= wrongCodesUntilBlock) this.#codes.change(qr, { kind: 'verify_code_blocked' })
    return true
  }

  #mustSpeak(qr: Qr, exchange: Exchange): boolean {
    if (this.#redirects(qr, exchange)) return true
    switch (qr.state.kind) {
      case 'wait':
      case 'scaned':
      case 'need_verifycode':
        return qr.state.kind !== qr.said
      case 'verify_code_blocked':
      case 'expired':
      case 'binded_redirect':
      case 'confirmed':
        return true
      default:
        return unreachable(qr.state)
    }
  }

  #redirects(qr: Qr, exchange: Exchange): boolean {
    if (!qr.redirect) return false
    return qr.redirect.host === undefined ? !qr.redirect.said : exchange.host !== qr.redirect.host
  }

  #speak(qr: Qr, exchange: Exchange): void {
    const answer = this.#telling(qr, exchange)
    exchange.entry.account = accountOf(qr)
    const before = qr.said
    qr.said = answer.status
    // A status the client never received is news again.
    exchange.reply(this.#finish(exchange, answer), (delivered) => {
      if (!delivered && qr.said === answer.status) qr.said = before
    })
  }

  #telling(qr: Qr, exchange: Exchange): WireObject & { status: string } {
    if (qr.redirect && this.#redirects(qr, exchange)) return this.#tellRedirect(qr.redirect, exchange)
    if (qr.state.kind !== 'confirmed') return { ret: 0, status: qr.state.kind }
    const hostile = this.#hostile(exchange, 'baseurl')
    return { ret: 0, status: 'confirmed', ...qr.state.answer, ...(hostile ? { baseurl: hostile } : {}) }
  }

  #tellRedirect(redirect: NonNullable<Qr['redirect']>, exchange: Exchange): WireObject & { status: string } {
    if (redirect.said) {
      this.#checks.record(exchange, 'redirect-ignored', `the status is only told by ${redirect.host}`)
    }
    redirect.said = true
    const hostile = redirect.host === undefined ? undefined : this.#hostile(exchange, 'redirect_host')
    const host = hostile === undefined ? redirect.host : hostName(hostile)
    return { ret: 0, status: 'scaned_but_redirect', redirect_host: host }
  }

  #hostile(exchange: Exchange, field: string): string | undefined {
    const fault = this.#faults.onAnswer('get_qrcode_status', exchange.entry.account, 'hostileHost')
    if (!fault || (fault.field !== undefined && fault.field !== field)) return undefined
    return fault.host ?? 'https://ilink.hostile.example'
  }

  #finish(exchange: Exchange, answer: WireObject): string {
    return toWire(this.#faults.retype(exchange.call, exchange.entry.account, answer))
  }

  #hold(qr: Qr, exchange: Exchange): void {
    const { timers, statusHoldMs, qrLifetimeMs } = this.#state.options
    const left = Math.max(0, qr.since + qrLifetimeMs - this.#state.now())
    const release = (): void => {
      cancel()
      if (qr.held?.exchange === exchange) qr.held = undefined
      this.#codes.age(qr)
      if (exchange.alive) this.#speak(qr, exchange)
    }
    const cancel = timers.after(Math.min(statusHoldMs, left), release)
    qr.held = { exchange, release }
    exchange.onClose(() => {
      cancel()
      if (qr.held?.exchange === exchange) qr.held = undefined
    })
  }
}

function hostName(hostOrUrl: string): string {
  return URL.canParse(hostOrUrl) && hostOrUrl.includes('//') ? new URL(hostOrUrl).host : hostOrUrl
}

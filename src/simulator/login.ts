import type { ConfirmArgs, ExpireQrArgs, NeedCodeArgs, RedirectArgs, ScanArgs } from './args.ts'
import type { Checks } from './checks.ts'
import { ControlError } from './errors.ts'
import type { Exchange } from './exchange.ts'
import type { Faults } from './faults.ts'
import type { Account, Credentials, State } from './state.ts'
import type { WireObject } from './wire.ts'
import { field, toWire } from './wire.ts'

/** Where a QR code stands; the kinds are the wire's words (fact sheet 2.2). */
type QrState =
  | { readonly kind: 'wait' }
  | { readonly kind: 'scaned'; readonly account: Account }
  | { readonly kind: 'need_verifycode'; readonly account: Account; readonly code: string; wrong: number }
  | { readonly kind: 'verify_code_blocked' }
  | { readonly kind: 'expired' }
  | { readonly kind: 'binded_redirect'; readonly account: Account }
  | { readonly kind: 'confirmed'; readonly account: Account; readonly answer: WireObject }

interface Qr {
  readonly key: string
  readonly createdAt: number
  readonly localTokens: readonly string[]
  state: QrState
  /** When the state last changed; lifetimes count from here. */
  since: number
  /** What the latest answer said; a poll is held while nothing else can be said. */
  said: string
  redirect: { readonly host: string | undefined; said: boolean } | undefined
  held: { readonly exchange: Exchange; release(): void } | undefined
}

/** What a control function says about the code it acted on. */
export interface QrReport {
  readonly qrcode: string
  readonly status: string
  readonly account: string | undefined
}

const wrongCodesUntilBlock = 3

/** Signing in by QR code, seen from the server (fact sheet 2). */
export class Login {
  readonly #state: State
  readonly #checks: Checks
  readonly #faults: Faults
  readonly #codes = new Map<string, Qr>()
  readonly #onCode = new Set<(qrcode: string) => void>()

  constructor(state: State, checks: Checks, faults: Faults) {
    this.#state = state
    this.#checks = checks
    this.#faults = faults
  }

  /** Calls `run` with the key of every code created from now on; returns how to stop that. */
  onCode(run: (qrcode: string) => void): () => void {
    this.#onCode.add(run)
    return () => this.#onCode.delete(run)
  }

  /** The account a login request belongs to, once its code is scanned. */
  accountOf(exchange: Exchange): string | undefined {
    const qr = this.#codes.get(exchange.query.get('qrcode') ?? '')
    return qr && 'account' in qr.state ? qr.state.account.id : undefined
  }

  /** get_bot_qrcode (2.1). */
  create(exchange: Exchange): void {
    if (exchange.query.get('bot_type') !== '3') {
      this.#checks.record(exchange, 'qr-bot-type', 'get_bot_qrcode must be called with bot_type=3')
    }
    const { random } = this.#state.options
    const key = random.hex(16)
    const now = this.#state.now()
    this.#codes.set(key, {
      key,
      createdAt: now,
      localTokens: this.#localTokens(exchange),
      state: { kind: 'wait' },
      since: now,
      said: 'wait',
      redirect: undefined,
      held: undefined,
    })
    const content = `https://liteapp.weixin.qq.com/q/${random.hex(4)}?qrcode=${key}&bot_type=3`
    exchange.reply(this.#finish(exchange, { ret: 0, qrcode: key, qrcode_img_content: content }))
    for (const run of this.#onCode) run(key)
  }

  /** get_qrcode_status (2.2): held while there is nothing new to say. */
  poll(exchange: Exchange): void {
    const qr = this.#codes.get(exchange.query.get('qrcode') ?? '')
    if (!qr) {
      this.#checks.record(exchange, 'unknown-qrcode', 'this qrcode was never given out')
      exchange.reply(toWire({ ret: 0, status: 'expired' }))
      return
    }
    qr.held?.release()
    const code = exchange.query.get('verify_code')
    const answered = code === null ? false : this.#tryCode(qr, code.trim())
    this.#age(qr)
    if (answered || exchange.mangle || this.#mustSpeak(qr, exchange)) this.#speak(qr, exchange)
    else this.#hold(qr, exchange)
  }

  /** A phone scans a code. An account held under one of the listed tokens leads straight to `binded_redirect`. */
  scan(args: ScanArgs): QrReport {
    const qr = this.#pick(args.qrcode)
    const account = this.#state.account(args.account)
    this.#expect(qr, ['wait'], 'scanned')
    const { binding } = account
    const held = binding?.alive === true && qr.localTokens.includes(binding.token)
    return this.#change(qr, { kind: held ? 'binded_redirect' : 'scaned', account })
  }

  /** The phone shows digits that must be typed into the client. */
  needCode(args: NeedCodeArgs): QrReport & { code: string } {
    const qr = this.#pick(args.qrcode)
    this.#expect(qr, ['wait', 'scaned'], 'asked for a code')
    const account = this.#scanner(qr, args.account)
    const code = args.code ?? String(this.#state.options.random.below(1_000_000)).padStart(6, '0')
    return { ...this.#change(qr, { kind: 'need_verifycode', account, code, wrong: 0 }), code }
  }

  /** The scanning account lives on another host; its status is told only there from now on. */
  redirect(args: RedirectArgs): QrReport & { host: string | undefined } {
    const qr = this.#pick(args.qrcode)
    this.#expect(qr, ['wait', 'scaned'], 'redirected')
    const account = this.#scanner(qr, args.account)
    const host = args.withoutHost ? undefined : (args.host ?? this.#state.redirectHost)
    qr.redirect = { host, said: false }
    return { ...this.#change(qr, { kind: 'scaned', account }), status: 'scaned_but_redirect', host }
  }

  /** The owner confirms on the phone: a new bot comes into being and the account's earlier one dies. */
  confirm(args: ConfirmArgs): QrReport & Partial<Credentials> {
    const qr = this.#pick(args.qrcode)
    if (qr.state.kind === 'binded_redirect') return this.#report(qr)
    this.#expect(qr, ['scaned'], 'confirmed')
    const account = this.#scanner(qr, undefined)
    const baseUrl = this.#baseUrl(qr, account, args.baseUrl)
    const binding = this.#state.bind(account, baseUrl)
    const report = this.#change(qr, {
      kind: 'confirmed',
      account,
      answer: {
        bot_token: binding.token,
        ilink_bot_id: args.withoutBotId ? undefined : binding.botId,
        ilink_user_id: account.userId,
        baseurl: baseUrl,
      },
    })
    return { ...report, ...this.#state.credentials(binding) }
  }

  /** The code is dead. */
  expireQr(args: ExpireQrArgs): QrReport {
    return this.#change(this.#pick(args.qrcode), { kind: 'expired' })
  }

  /** Lets codes whose time has come expire; called when the clock was moved. */
  clockMoved(): void {
    for (const qr of this.#codes.values()) {
      if (this.#age(qr)) this.#wake(qr)
    }
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

  #baseUrl(qr: Qr, account: Account, asked: string | null | undefined): string | undefined {
    const chosen = asked === undefined ? account.settings.baseUrl : asked
    if (chosen === null) return undefined
    if (chosen !== undefined) return chosen
    return qr.redirect?.host === undefined ? this.#state.url : `http://${qr.redirect.host}`
  }

  #tryCode(qr: Qr, code: string): boolean {
    if (qr.state.kind !== 'need_verifycode') return false
    if (code === qr.state.code) {
      this.#change(qr, { kind: 'scaned', account: qr.state.account })
      return true
    }
    qr.state.wrong += 1
    if (qr.state.wrong >= wrongCodesUntilBlock) this.#change(qr, { kind: 'verify_code_blocked' })
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
    }
  }

  #redirects(qr: Qr, exchange: Exchange): boolean {
    if (!qr.redirect) return false
    return qr.redirect.host === undefined ? !qr.redirect.said : exchange.host !== qr.redirect.host
  }

  #speak(qr: Qr, exchange: Exchange): void {
    const answer = this.#telling(qr, exchange)
    exchange.entry.account = this.accountOf(exchange)
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
      this.#age(qr)
      if (exchange.alive) this.#speak(qr, exchange)
    }
    const cancel = timers.after(Math.min(statusHoldMs, left), release)
    qr.held = { exchange, release }
    exchange.onClose(() => {
      cancel()
      if (qr.held?.exchange === exchange) qr.held = undefined
    })
  }

  #age(qr: Qr): boolean {
    const open = qr.state.kind === 'wait' || qr.state.kind === 'scaned' || qr.state.kind === 'need_verifycode'
    if (!open || this.#state.now() - qr.since < this.#state.options.qrLifetimeMs) return false
    qr.state = { kind: 'expired' }
    return true
  }

  #change(qr: Qr, state: QrState): QrReport {
    qr.state = state
    qr.since = this.#state.now()
    this.#wake(qr)
    return this.#report(qr)
  }

  #wake(qr: Qr): void {
    qr.held?.release()
  }

  #report(qr: Qr): QrReport {
    return {
      qrcode: qr.key,
      status: qr.state.kind,
      account: 'account' in qr.state ? qr.state.account.id : undefined,
    }
  }

  #pick(key: string | undefined): Qr {
    const qr = key === undefined || key === 'latest' ? [...this.#codes.values()].at(-1) : this.#codes.get(key)
    if (!qr) {
      throw new ControlError(
        404,
        key === undefined || key === 'latest'
          ? 'no client has asked for a QR code yet'
          : 'there is no such QR code',
      )
    }
    this.#age(qr)
    return qr
  }

  #expect(qr: Qr, kinds: readonly QrState['kind'][], verb: string): void {
    if (kinds.includes(qr.state.kind)) return
    throw new ControlError(
      409,
      `a code in state ${qr.state.kind} cannot be ${verb}; it must be in ${kinds.join(' or ')}`,
    )
  }

  #scanner(qr: Qr, name: string | undefined): Account {
    if (name !== undefined) return this.#state.account(name)
    if ('account' in qr.state) return qr.state.account
    throw new ControlError(400, 'nobody has scanned this code yet: name the "account" that does')
  }
}

function hostName(hostOrUrl: string): string {
  return URL.canParse(hostOrUrl) && hostOrUrl.includes('//') ? new URL(hostOrUrl).host : hostOrUrl
}

import type { ConfirmArgs, ExpireQrArgs, NeedCodeArgs, RedirectArgs, ScanArgs } from './args.ts'
import { ControlError } from './errors.ts'
import type { Account, Credentials } from './model.ts'
import type { Qr, QrBook, QrReport, QrState } from './qr.ts'
import { report } from './qr.ts'
import type { State } from './state.ts'

/** Signing in by QR code, seen from the owner's phone. */
export class Scanning {
  readonly #state: State
  readonly #codes: QrBook

  constructor(state: State, codes: QrBook) {
    this.#state = state
    this.#codes = codes
  }

  /** A phone scans a code. An account held under one of the listed tokens leads straight to `binded_redirect`. */
  scan(args: ScanArgs): QrReport {
    const qr = this.#codes.pick(args.qrcode)
    const account = this.#state.account(args.account)
    expectState(qr, ['wait'], 'scanned')
    const { binding } = account
    const held = binding?.alive === true && qr.localTokens.includes(binding.token)
    return this.#codes.change(qr, { kind: held ? 'binded_redirect' : 'scaned', account })
  }

  /** The phone shows digits that must be typed into the client. */
  needCode(args: NeedCodeArgs): QrReport & { code: string } {
    const qr = this.#codes.pick(args.qrcode)
    expectState(qr, ['wait', 'scaned'], 'asked for a code')
    const account = this.#scanner(qr, args.account)
    const code = args.code ?? String(this.#state.options.random.below(1_000_000)).padStart(6, '0')
    return { ...this.#codes.change(qr, { kind: 'need_verifycode', account, code, wrong: 0 }), code }
  }

  /** The scanning account lives on another host; its status is told only there from now on. */
  redirect(args: RedirectArgs): QrReport & { host: string | undefined } {
    const qr = this.#codes.pick(args.qrcode)
    expectState(qr, ['wait', 'scaned'], 'redirected')
    const account = this.#scanner(qr, args.account)
    const host = args.withoutHost ? undefined : (args.host ?? this.#state.redirectHost)
    qr.redirect = { host, said: false }
    return { ...this.#codes.change(qr, { kind: 'scaned', account }), status: 'scaned_but_redirect', host }
  }

  /** The owner confirms on the phone: a new bot comes into being and the account's earlier one dies. */
  confirm(args: ConfirmArgs): QrReport & Partial<Credentials> {
    const qr = this.#codes.pick(args.qrcode)
    if (qr.state.kind === 'binded_redirect') return report(qr)
    expectState(qr, ['scaned'], 'confirmed')
    const account = this.#scanner(qr, undefined)
    const baseUrl = this.#baseUrl(qr, account, args.baseUrl)
    const binding = this.#state.bind(account, baseUrl)
    const confirmed = this.#codes.change(qr, {
      kind: 'confirmed',
      account,
      answer: {
        bot_token: binding.token,
        ilink_bot_id: args.withoutBotId ? undefined : binding.botId,
        ilink_user_id: account.userId,
        baseurl: baseUrl,
      },
    })
    return { ...confirmed, ...this.#state.credentials(binding) }
  }

  /** The code is dead. */
  expireQr(args: ExpireQrArgs): QrReport {
    return this.#codes.change(this.#codes.pick(args.qrcode), { kind: 'expired' })
  }

  #baseUrl(qr: Qr, account: Account, asked: string | null | undefined): string | undefined {
    const chosen = asked === undefined ? account.settings.baseUrl : asked
    if (chosen === null) return undefined
    if (chosen !== undefined) return chosen
    return qr.redirect?.host === undefined ? this.#state.url : `http://${qr.redirect.host}`
  }

  #scanner(qr: Qr, name: string | undefined): Account {
    if (name !== undefined) return this.#state.account(name)
    if ('account' in qr.state) return qr.state.account
    throw new ControlError(400, 'nobody has scanned this code yet: name the "account" that does')
  }
}

function expectState(qr: Qr, kinds: readonly QrState['kind'][], verb: string): void {
  if (kinds.includes(qr.state.kind)) return
  throw new ControlError(
    409,
    `a code in state ${qr.state.kind} cannot be ${verb}; it must be in ${kinds.join(' or ')}`,
  )
}

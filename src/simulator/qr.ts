import { ControlError } from './errors.ts'
import type { Exchange } from './exchange.ts'
import type { Account } from './model.ts'
import type { State } from './state.ts'
import type { WireObject } from './wire.ts'

/** Where a QR code stands; the kinds are the wire's words (fact sheet 2.2). */
export type QrState =
  | { readonly kind: 'wait' }
  | { readonly kind: 'scaned'; readonly account: Account }
  | { readonly kind: 'need_verifycode'; readonly account: Account; readonly code: string; wrong: number }
  | { readonly kind: 'verify_code_blocked' }
  | { readonly kind: 'expired' }
  | { readonly kind: 'binded_redirect'; readonly account: Account }
  | { readonly kind: 'confirmed'; readonly account: Account; readonly answer: WireObject }

/** A QR code. */
export interface Qr {
  readonly key: string
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

/** Every QR code given out. */
export class QrBook {
  readonly #state: State
  readonly #codes = new Map<string, Qr>()
  readonly #onCode = new Set<(qrcode: string) => void>()

  constructor(state: State) {
    this.#state = state
  }

  /** Calls `run` with the key of every code shown from now on; returns how to stop that. */
  onCode(run: (qrcode: string) => void): () => void {
    this.#onCode.add(run)
    return () => this.#onCode.delete(run)
  }

  /** Creates a code. */
  add(localTokens: readonly string[]): Qr {
    const qr: Qr = {
      key: this.#state.options.random.hex(16),
      localTokens,
      state: { kind: 'wait' },
      since: this.#state.now(),
      said: 'wait',
      redirect: undefined,
      held: undefined,
    }
    this.#codes.set(qr.key, qr)
    return qr
  }

  /** Says that a code was answered to a client. */
  shown(qr: Qr): void {
    for (const run of this.#onCode) run(qr.key)
  }

  /** The code a client asks about. */
  find(key: string | null): Qr | undefined {
    return this.#codes.get(key ?? '')
  }

  /** The code a control function means; the newest unless named. Throws a {@link ControlError}. */
  pick(key: string | undefined): Qr {
    const newest = key === undefined || key === 'latest'
    const qr = newest ? [...this.#codes.values()].at(-1) : this.#codes.get(key)
    if (!qr) {
      throw new ControlError(
        404,
        newest ? 'no client has asked for a QR code yet' : 'there is no such QR code',
      )
    }
    this.age(qr)
    return qr
  }

  /** Puts a code into a state and answers its open poll. */
  change(qr: Qr, state: QrState): QrReport {
    qr.state = state
    qr.since = this.#state.now()
    qr.held?.release()
    return report(qr)
  }

  /** Lets a code die when its time has come; tells whether it did. */
  age(qr: Qr): boolean {
    const { kind } = qr.state
    const open = kind === 'wait' || kind === 'scaned' || kind === 'need_verifycode'
    if (!open || this.#state.now() - qr.since < this.#state.options.qrLifetimeMs) return false
    qr.state = { kind: 'expired' }
    return true
  }

  /** Lets every code die whose time has come; called when the clock was moved. */
  clockMoved(): void {
    for (const qr of this.#codes.values()) {
      if (this.age(qr)) qr.held?.release()
    }
  }
}

/** Where a code stands, for the control functions. */
export function report(qr: Qr): QrReport {
  return { qrcode: qr.key, status: qr.state.kind, account: accountOf(qr) }
}

/** The account that scanned a code. */
export function accountOf(qr: Qr | undefined): string | undefined {
  return qr && 'account' in qr.state ? qr.state.account.id : undefined
}

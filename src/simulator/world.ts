import type * as Args from './args.ts'
import type { Checks, Violation } from './checks.ts'
import { ControlError } from './errors.ts'
import type { Faults } from './faults.ts'
import type { Inbound, Injected } from './inbound.ts'
import type { LogEntry, RequestLog } from './log.ts'
import type { Credentials, PhoneLine } from './model.ts'
import type { QrBook, QrReport } from './qr.ts'
import type { Scanning } from './scanning.ts'
import type { Sending, Shown } from './sending.ts'
import type { State } from './state.ts'
import type { PollEvent, Updates } from './updates.ts'

/** What `addAccount` answers; `bound` only when it was asked for. */
export interface AccountReport {
  readonly account: string
  readonly userId: string
  readonly people: readonly { readonly name: string; readonly userId: string }[]
  readonly bound: Credentials | undefined
}

/** What a person's phone shows in the chat with the bot. */
export interface PhoneReport {
  readonly userId: string
  /** In the order shown; both sides. */
  readonly messages: readonly PhoneLine[]
  /** Since when "typing…" is shown, Unix ms. */
  readonly typingSince: number | undefined
}

interface WorldDeps {
  readonly state: State
  readonly log: RequestLog
  readonly checks: Checks
  readonly faults: Faults
  readonly codes: QrBook
  readonly scanning: Scanning
  readonly sending: Sending
  readonly inbound: Inbound
  readonly updates: Updates
}

/**
 * The hands on the simulated world: what people do with their phones, and what a test wants to know.
 * The control API offers the same functions by the same names (docs/simulator.md). Every function throws
 * a {@link ControlError} when asked for something that cannot be.
 */
export class World {
  readonly #deps: WorldDeps

  constructor(deps: WorldDeps) {
    this.#deps = deps
  }

  /** The world's time, Unix ms. */
  now(): number {
    return this.#deps.state.now()
  }

  /** Creates a WeChat account whose owner can scan, or changes one's settings. */
  addAccount(args: Args.AddAccountArgs = {}): AccountReport {
    const { state } = this.#deps
    const account = state.addAccount(args)
    if (args.bound && !account.binding?.alive) {
      const { baseUrl } = account.settings
      state.bind(account, baseUrl === undefined ? state.url : (baseUrl ?? undefined))
    }
    return {
      account: account.id,
      userId: account.userId,
      people: [...account.people.values()],
      bound: args.bound && account.binding ? state.credentials(account.binding) : undefined,
    }
  }

  /** A phone scans a code (the newest unless named). */
  scan(args: Args.ScanArgs): QrReport {
    return this.#deps.scanning.scan(args)
  }

  /** Scanning leads to digits that must be typed into the client. */
  needCode(args: Args.NeedCodeArgs = {}): QrReport & { code: string } {
    return this.#deps.scanning.needCode(args)
  }

  /** Scanning leads to another host. */
  redirect(args: Args.RedirectArgs = {}): QrReport & { host: string | undefined } {
    return this.#deps.scanning.redirect(args)
  }

  /** The owner confirms on the phone. */
  confirm(args: Args.ConfirmArgs = {}): QrReport & Partial<Credentials> {
    return this.#deps.scanning.confirm(args)
  }

  /** A code dies before its time. */
  expireQr(args: Args.ExpireQrArgs = {}): QrReport {
    return this.#deps.scanning.expireQr(args)
  }

  /** The owner binds another client: this one's token is stale. */
  bindElsewhere(args: Args.BindElsewhereArgs): { account: string } {
    const { state } = this.#deps
    const account = state.account(args.account)
    state.kill(state.liveBinding(account))
    return { account: account.id }
  }

  /** Somebody writes to the account's bot. */
  inject(args: Args.InjectArgs): { messages: Injected[] } {
    return this.#deps.inbound.inject(args)
  }

  /** Moves the world's clock. */
  advance(args: Args.AdvanceArgs): { now: number } {
    const { state, codes } = this.#deps
    state.options.clock.advance(args.ms)
    codes.clockMoved()
    return { now: state.now() }
  }

  /** Orders trouble. */
  fault(args: Args.FaultArgs): { standing: number } {
    return this.#deps.faults.order(args)
  }

  /** What a person's phone shows by now; the account's owner unless a person is named. */
  phone(args: Args.PhoneArgs): PhoneReport {
    const { state } = this.#deps
    const account = state.account(args.account)
    const wanted = args.person ?? account.userId
    const person = [...account.people.values()].find(
      ({ name, userId }) => name === wanted || userId === wanted,
    )
    if (!person) throw new ControlError(404, `account "${account.id}" knows nobody called "${wanted}"`)
    const now = state.now()
    const lines = (account.phones.get(person.userId) ?? []).filter(({ at }) => at <= now)
    return {
      userId: person.userId,
      messages: lines.toSorted((one, other) => one.at - other.at),
      typingSince: account.binding?.chats.get(person.userId)?.typingSince,
    }
  }

  /**
   * The plain bytes with this SHA-256, uploaded by a bot or written by a person; `undefined` when there are none
   * or they were too large (32 MB) or too old to be kept.
   */
  mediaBytes(sha256: string): Buffer | undefined {
    const content = this.#deps.state.blobs.content(sha256)
    return content?.blocks && Buffer.concat([...content.blocks()])
  }

  /** Every rule a client broke, oldest first. */
  violations(args: Args.ViolationsArgs = {}): { violations: Violation[] } {
    const violations = this.#deps.checks.list(args.account)
    if (args.clear) this.#deps.checks.clear()
    return { violations }
  }

  /** The requests received, oldest first. */
  log(args: Args.LogArgs = {}): { requests: LogEntry[] } {
    const requests = this.#deps.log.list(args)
    if (args.clear) this.#deps.log.clear()
    return { requests }
  }

  /** Calls `run` with every QR code a client asks for from now on; returns how to stop that. */
  onCode(run: (qrcode: string) => void): () => void {
    return this.#deps.codes.onCode(run)
  }

  /** Calls `run` with every message that reaches a phone from now on; returns how to stop that. */
  onShown(run: (shown: Shown) => void): () => void {
    return this.#deps.sending.onShown(run)
  }

  /** Calls `run` with everything that goes on at polls from now on; returns how to stop that. */
  onPoll(run: (event: PollEvent) => void): () => void {
    return this.#deps.updates.onEvent(run)
  }
}

import type { IlinkClient, QrCode } from '#core/ilink/client.ts'
import { IlinkTransportError } from '#core/ilink/errors.ts'
import type { HostPolicy } from '#core/ilink/hosts.ts'
import type { Clock, Random } from '#core/ports.ts'
import { sleep } from '#core/sleep.ts'
import type { AccountId, SignInId } from '#shared/model/ids.ts'
import type { SignIn, SignInStatus } from '#shared/model/sign-in.ts'
import { unreachable } from '#shared/unreachable.ts'
import { backoffMs } from './backoff.ts'
import {
  type Confirmed,
  type EndStatus,
  FIRST_FLOW_STATE,
  type FlowAction,
  type FlowEvent,
  type FlowState,
  isAskingForCode,
  isRenewable,
  nextFlowStep,
  visibleStatus,
} from './sign-in-flow.ts'
import type { Adoption } from './supervisor.ts'

/** A code that nobody scanned is replaced after this long (fact sheet 2.2). */
const RENEW_MS = 80_000
const ATTEMPT_MS = 600_000
/** While the operator is asked for a pairing code, how often to look whether the code still lives. */
const LOOK_MS = 60_000
/** How long the word about a lost code stays beside the new one. */
const NOTICE_MS = 4_000
const RENEW_RETRY_MS = 10_000
const POLL_NOW: FlowAction = { do: 'poll', waitMs: 0 }

export interface AttemptOptions {
  id: SignInId
  number: number
  label: string | null
  /** The account to sign in again; null for a new one. */
  accountId: AccountId | null
  client: Pick<IlinkClient, 'getQrCode' | 'getQrStatus'>
  hosts: Pick<HostPolicy, 'apiBase' | 'fromBaseUrl' | 'fromRedirectHost'>
  clock: Clock
  random: Random
  /** Tokens to name when asking for a code, and the account if they belong to just one. */
  heldTokens(): Promise<{ tokens: string[]; onlyAccount: AccountId | null }>
  /** Stores a confirmed sign-in and opens its session. */
  adopt(adoption: Adoption): Promise<AccountId>
  onChange(signIn: SignIn): void
  /** The server named a status of the future, taken as `wait`; for the log. */
  onUnknownStatus?(name: string): void
}

/** A code on screen. */
interface ShownCode extends QrCode {
  /** Wall time, for display. */
  issuedAt: number
  /** Monotonic. */
  renewsFrom: number
  /** Where its status is polled. */
  baseUrl: string
}

/** One sign-in attempt: from its first code to its end. A dismissed one aborts its poll at once. */
export class SignInAttempt {
  readonly #options: AttemptOptions
  #flow: FlowState = FIRST_FLOW_STATE
  #ended: SignInStatus | null = null
  #accountId: AccountId | null
  #label: string | null
  #onlyHeld: AccountId | null = null
  #code: ShownCode | null = null
  readonly #over = new AbortController()
  /** Interrupts the current poll or wait when a pairing code was typed. */
  #step = new AbortController()
  /** Interrupts the wait after a code could not be made. */
  #rest = new AbortController()
  #creationFailures = 0
  /** After a renewal that failed, the next one waits until then (monotonic). */
  #renewNotBefore = 0
  #isAdopting = false

  constructor(options: AttemptOptions) {
    this.#options = options
    this.#accountId = options.accountId
    this.#label = options.label
  }

  /** As every window sees it. */
  get signIn(): SignIn {
    const { id, number } = this.#options
    const code = this.#ended === null ? this.#code : null
    return {
      id,
      number,
      label: this.#label,
      status: this.#ended ?? visibleStatus(this.#flow),
      qrContent: code?.content ?? null,
      issuedAt: code?.issuedAt ?? null,
      renewsAt: code !== null && isRenewable(this.#flow) ? code.issuedAt + RENEW_MS : null,
      accountId: this.#accountId,
      ended: this.#ended !== null,
    }
  }

  /** The account to sign in again, whatever came of it. */
  get wanted(): AccountId | null {
    return this.#options.accountId
  }

  get isAskingForCode(): boolean {
    return this.#ended === null && isAskingForCode(this.#flow)
  }

  /** Runs to the end; call it once. Never rejects. */
  async run(): Promise<void> {
    const { clock } = this.#options
    const cancelDeadline = clock.setTimeout(ATTEMPT_MS, () => {
      if (!this.#isAdopting) this.#end('expired')
    })
    let action: FlowAction = { do: 'create-code' }
    while (!this.#over.signal.aborted) action = await this.#perform(action)
    cancelDeadline()
  }

  setLabel(label: string | null): void {
    this.#label = label
    this.#options.onChange(this.signIn)
  }

  /** Sends the pairing code with the next poll, which starts at once. */
  enterCode(code: string): void {
    this.#react({ kind: 'code-entered', code })
    this.#step.abort()
  }

  /** The way to the server is another: what waits after a failure waits no longer. */
  tryNow(): void {
    this.#rest.abort()
  }

  /** Gives up without a word: the attempt is being taken off the screen or replaced. */
  abort(): void {
    this.#over.abort()
    this.#step.abort()
  }

  /** Carries out an action; returns the next one. */
  async #perform(action: FlowAction): Promise<FlowAction> {
    this.#step = new AbortController()
    const { signal } = this.#step
    switch (action.do) {
      case 'create-code': {
        const event = await this.#createCode()
        return this.#over.signal.aborted ? action : this.#react(event)
      }
      case 'poll': {
        await sleep(this.#options.clock, action.waitMs, signal)
        const event = signal.aborted ? null : await this.#poll(signal)
        return event === null || signal.aborted ? POLL_NOW : this.#react(event)
      }
      case 'ask-code':
        // the answer to the question may come before this step is set up to be interrupted
        if (this.#flow.pendingCode === null) await sleep(this.#options.clock, LOOK_MS, signal)
        return POLL_NOW
      case 'move':
        return this.#move(action.host)
      case 'adopt':
        await this.#adopt(action.confirmed)
        return action
      case 'end':
        if (action.status === 'already-connected') this.#accountId ??= this.#onlyHeld
        this.#end(action.status)
        return action
      default:
        return unreachable(action)
    }
  }

  #react(event: FlowEvent): FlowAction {
    const { state, action } = nextFlowStep(this.#flow, event)
    const before = this.signIn
    this.#flow = state
    // a dead code is taken off the screen, unlike one that is only due for renewal
    if (action.do === 'create-code') this.#code = null
    const { signIn } = this
    const isSame =
      signIn.status === before.status && signIn.renewsAt === before.renewsAt && event.kind !== 'code-issued'
    if (!isSame) this.#options.onChange(signIn)
    return action
  }

  async #createCode(): Promise<FlowEvent> {
    const { clock, random } = this.#options
    const made = await this.#requestCode(this.#over.signal)
    if (made !== null) return this.#showCode(made)
    if (this.#over.signal.aborted) return { kind: 'creation-failed' }
    this.#creationFailures += 1
    this.#react({ kind: 'creation-failed' })
    this.#rest = new AbortController()
    const signal = AbortSignal.any([this.#over.signal, this.#rest.signal])
    await sleep(clock, backoffMs(this.#creationFailures, random), signal)
    return { kind: 'creation-failed' }
  }

  /** A new code, or null. A server that may not be asked at all ends the attempt (P10). */
  async #requestCode(signal: AbortSignal): Promise<QrCode | null> {
    const { client, heldTokens } = this.#options
    try {
      const { tokens, onlyAccount } = await heldTokens()
      const made = await client.getQrCode({ localTokens: tokens, signal })
      this.#onlyHeld = onlyAccount
      return made
    } catch (error) {
      if (error instanceof IlinkTransportError && error.kind === 'forbidden-host') this.#end('not-allowed')
      return null
    }
  }

  #showCode(made: QrCode): FlowEvent {
    const { clock, hosts } = this.#options
    this.#creationFailures = 0
    this.#code = {
      ...made,
      issuedAt: clock.now(),
      renewsFrom: clock.monotonic() + RENEW_MS,
      baseUrl: hosts.apiBase,
    }
    return { kind: 'code-issued' }
  }

  /** One status poll; a code that is due for renewal, or becomes so meanwhile, is replaced. */
  async #poll(signal: AbortSignal): Promise<FlowEvent> {
    const { clock } = this.#options
    const pollEnd = new AbortController()
    const end = () => pollEnd.abort()
    signal.addEventListener('abort', end, { once: true })
    const cancelNotice = this.#scheduleNoticeEnd()
    try {
      const code = this.#code
      const dueAt = this.#renewalDueAt()
      const renewed = dueAt !== null && dueAt <= clock.monotonic() ? await this.#renew(signal) : null
      if (renewed !== null) return this.#showCode(renewed)
      if (code === null || signal.aborted) return { kind: 'no-answer' }
      const answered = this.#ask(code, pollEnd.signal)
      const nextDueAt = this.#renewalDueAt()
      return nextDueAt === null ? await answered : await this.#untilDue(answered, nextDueAt, pollEnd.signal)
    } finally {
      cancelNotice()
      pollEnd.abort()
      signal.removeEventListener('abort', end)
    }
  }

  /** When the code on screen should be replaced (monotonic); null if it may not be. */
  #renewalDueAt(): number | null {
    if (this.#code === null || !isRenewable(this.#flow)) return null
    return Math.max(this.#code.renewsFrom, this.#renewNotBefore)
  }

  async #renew(signal: AbortSignal): Promise<QrCode | null> {
    const made = await this.#requestCode(signal)
    if (made === null && !signal.aborted) {
      this.#renewNotBefore = this.#options.clock.monotonic() + RENEW_RETRY_MS
      this.#react({ kind: 'renewal-failed' })
    }
    return made
  }

  /**
   * The poll's answer, or a new code once one is due. The old code stays on screen and is polled
   * until the new one is there: somebody may scan it in the last moment.
   */
  async #untilDue(answered: Promise<FlowEvent>, dueAt: number, signal: AbortSignal): Promise<FlowEvent> {
    const { clock } = this.#options
    const stop = new AbortController()
    const due = sleep(clock, dueAt - clock.monotonic(), stop.signal).then(() => null)
    const first = await Promise.race([answered, due])
    stop.abort()
    if (first !== null) return first
    const renewed = this.#renew(signal)
    const next = await Promise.race([answered, renewed])
    if (next === null) return answered
    return 'kind' in next ? next : this.#showCode(next)
  }

  async #ask(code: ShownCode, signal: AbortSignal): Promise<FlowEvent> {
    try {
      const { client } = this.#options
      const { qrcode, baseUrl } = code
      const verifyCode = this.#flow.pendingCode
      const answer = await client.getQrStatus({ baseUrl, qrcode, verifyCode, signal })
      if (answer.status === 'unknown') this.#options.onUnknownStatus?.(answer.name)
      return { kind: 'answer', answer }
    } catch {
      return { kind: 'no-answer' }
    }
  }

  #scheduleNoticeEnd(): () => void {
    const { status } = this.#flow
    if (status !== 'expired' && status !== 'blocked') return () => undefined
    return this.#options.clock.setTimeout(NOTICE_MS, () => this.#react({ kind: 'notice-over' }))
  }

  #move(host: string): FlowAction {
    const decision = this.#options.hosts.fromRedirectHost(host)
    if (!decision.ok) return { do: 'end', status: 'not-allowed' }
    if (this.#code !== null) this.#code = { ...this.#code, baseUrl: decision.url }
    return { do: 'poll', waitMs: 1_000 }
  }

  /** Stores what was confirmed. It is not undone when the attempt is dismissed meanwhile. */
  async #adopt(confirmed: Confirmed): Promise<void> {
    const { hosts, adopt } = this.#options
    const base = hosts.fromBaseUrl(confirmed.baseUrl)
    if (!base.ok) return this.#end('not-allowed')
    const { botId, botToken: token, userId: ownerUserId } = confirmed
    this.#isAdopting = true
    try {
      this.#accountId = await adopt({ botId, token, ownerUserId, baseUrl: base.url })
      this.#end('signed-in')
    } catch {
      this.#end('failed')
    }
  }

  #end(status: EndStatus | 'signed-in'): void {
    if (this.#over.signal.aborted) return
    this.#ended = status
    this.abort()
    this.#options.onChange(this.signIn)
  }
}

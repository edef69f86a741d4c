import type { IlinkClient } from '#core/ilink/client.ts'
import type { HostPolicy } from '#core/ilink/hosts.ts'
import type { PollEnd, PollEndKind } from '#core/ilink/poll-end.ts'
import type { AccountLeases, Clock, Random, SecretVault } from '#core/ports.ts'
import { aborted, sleep } from '#core/sleep.ts'
import type { AccountReason, AccountState } from '#shared/model/account.ts'
import type { AccountId } from '#shared/model/ids.ts'
import { unreachable } from '#shared/unreachable.ts'
import { announce, within } from './announce.ts'
import { openToken } from './bound-token.ts'
import type { HoldPolicy } from './hold-policy.ts'
import { Poller, type Stored } from './poller.ts'
import type { AccountRecord, AccountStore, SessionStatus, UpdateSink } from './ports.ts'
import {
  afterInterruptedPoll,
  afterPoll,
  FRESH_PHASE,
  type SessionPhase,
  type Step,
  tokenCalledStale,
} from './session-state.ts'

/** Without any answer for this long, a send first makes sure of the newest context token (P7). */
const FRESH_MS = 60_000
const FRESH_WAIT_MS = 3_000
/** A first poll does not wait longer than this for notifystart. */
const ANNOUNCE_WAIT_MS = 2_000
/** A poll that stays open this long was not refused; with a stale token give the server more time to say so. */
const HELD_MS = 1_000
const HELD_WHEN_STALE_MS = 3_000
/** An answer that has not arrived whole after this long is slow (P20). */
const SLOW_ANSWER_MS = 5_000
/** An answer that still arrives when the session stops has so long to be whole, lest quitting wait for ever. */
const STOP_MS = 2_000
const VAULT_RETRY_MS = 30_000
/** How often it is tried whether the other process that polls this account has ended. */
const LEASE_RETRY_MS = 15_000
/** Goes on by itself if the system never says that it woke up. */
const SUSPENDED_MS = 60_000

/** What opens an account. The token is a secret (P9). */
export interface SessionCredentials {
  baseUrl: string
  token: string
  binding: number
}

export interface SessionOptions {
  client: Pick<IlinkClient, 'getUpdates' | 'notifyStart' | 'notifyStop'>
  hosts: Pick<HostPolicy, 'fromBaseUrl'>
  sink: UpdateSink
  store: Pick<AccountStore, 'recordContact'>
  vault: Pick<SecretVault, 'get'>
  leases: AccountLeases
  clock: Clock
  random: Random
  holds: HoldPolicy
  /** The binding this session lives for; a new binding gets a new session. */
  record: AccountRecord
  /** Keeps many accounts from opening at the same instant. */
  startDelayMs: number
  /** Leaves pooled connections behind, so that the next request opens another. */
  recycleConnections(): void
  /** The state changed, or sending has become possible in the state it is in. Must not throw. */
  onStatus(status: SessionStatus): void
  /** A poll ended. Must not throw. */
  onPoll?(how: PollEndKind): void
}

/**
 * The live binding of one account: its state and its one poller (P6). One loop makes each poll; all
 * else interrupts it and says how it goes on.
 */
export class Session {
  readonly #options: SessionOptions
  #status: SessionStatus
  #phase: SessionPhase = FRESH_PHASE
  #poller: Poller | null = null
  #token: string | null = null
  #releaseLease: () => void = () => {}
  #loop: Promise<void> | null = null
  /** Looks for the token for the first time. */
  #opening: Promise<unknown> | null = null
  #isStopped = false
  /** Interrupts whatever the loop waits for. */
  #turn = new AbortController()
  /** Ends what is still read of a poll that was interrupted. */
  readonly #cut = new AbortController()
  /** How an interrupted loop goes on. */
  #next: Step | null = null
  /** The server has not been told yet that this session polls, whatever interrupts it before. */
  #owesAnnouncement = true
  /** Since when the poll is open, and when one was last answered; monotonic. */
  #polledSince: number | null = null
  #answeredAt: number | null = null
  /** The open poll is held by a server that was heard beside it. */
  #isHeld = false
  readonly #newsWaiters = new Set<() => void>()

  constructor(options: SessionOptions) {
    this.#options = options
    this.#status = { state: 'connecting', since: options.clock.now(), reason: null }
  }

  get status(): SessionStatus {
    return this.#status
  }

  get account(): AccountId {
    return this.#options.record.id
  }

  get binding(): number {
    return this.#options.record.binding
  }

  /** Begins to poll. Starting twice is harmless; a stopped session stays stopped. */
  start(): void {
    if (this.#loop !== null || this.#isStopped) return
    this.#loop = this.#run()
  }

  /** Aborts the open poll at once and waits until the loop has ended, which takes 2 s at most. The token is forgotten. */
  async stop(): Promise<void> {
    this.#isStopped = true
    const cancelCut = this.#options.clock.setTimeout(STOP_MS, () => this.#cut.abort())
    this.#turn.abort()
    this.#tellNews()
    await this.#loop
    cancelCut()
    this.#releaseLease()
    this.#token = null
    this.#poller = null
  }

  /** Null while the token is not known, or after the session has stopped. */
  get credentials(): SessionCredentials | null {
    if (this.#token === null || this.#isStopped) return null
    const { baseUrl, binding } = this.#options.record
    return { baseUrl, token: this.#token, binding }
  }

  /** The same once it was looked for: right after a start it is not known yet. */
  async credentialsWhenOpened(): Promise<SessionCredentials | null> {
    await this.#opening
    return this.credentials
  }

  /** Whether a send may be tried now; never while the token is in doubt (design 5). */
  get canSend(): boolean {
    const { state } = this.#status
    const isUsable = state === 'online' || state === 'connecting' || state === 'reconnecting'
    return isUsable && this.credentials !== null
  }

  /** Aborts the open poll, or ends a wait, and polls anew at once. A stale token is probed at once. */
  reconnect(): void {
    if (this.#phase.kind === 'blocked' || this.#token === null) this.#show('connecting', null)
    const phase = this.#phase.kind === 'stale' ? this.#phase : FRESH_PHASE
    this.#interrupt({ phase, show: null, waitMs: 0, announce: true, recycle: false })
  }

  /** The computer goes to sleep: the poll is closed and opened again by `resume` (P16). */
  suspend(): void {
    this.#reopenAfter(SUSPENDED_MS)
  }

  /** After sleep or a network change the open poll may be dead: open a new one after `delayMs` (P16). */
  resume(delayMs: number): void {
    this.#reopenAfter(delayMs)
  }

  /** A send was answered −14: sending stops at once and the token is verified. */
  reportStaleToken(): void {
    if (this.#phase.kind === 'stale') return
    const step = tokenCalledStale(this.#options.clock.monotonic())
    this.#apply(step)
    this.#interrupt(step)
  }

  /**
   * Resolves when the newest context tokens are here, as far as 3 s allow: at once if a poll was answered within
   * 60 s or is open and healthy, else with the answer of one that has just been opened, or is opened anew for it
   * (P7). That such a poll stays open proves nothing within these seconds: a slow server may still be about to answer.
   */
  async ensureFresh(): Promise<void> {
    const { clock } = this.#options
    const now = clock.monotonic()
    if (!this.canSend) return
    if (this.#answeredAt !== null && now - this.#answeredAt <= FRESH_MS) return
    const isArriving = this.#poller?.isArriving ?? false
    let openMs = this.#polledSince === null ? 0 : now - this.#polledSince
    if (!isArriving && openMs >= FRESH_WAIT_MS && this.#isHealthy()) return
    if (this.#polledSince === null || (!isArriving && openMs >= FRESH_WAIT_MS)) {
      this.#interrupt({ phase: this.#phase, show: null, waitMs: 0, announce: false, recycle: false })
      openMs = 0
    }
    await within(
      clock,
      isArriving ? FRESH_WAIT_MS : FRESH_WAIT_MS - openMs,
      new Promise<void>((resolve) => this.#newsWaiters.add(resolve)),
      undefined,
    )
  }

  #reopenAfter(waitMs: number): void {
    // a monotonic clock may have stood still during a sleep: no answer from before counts as fresh
    this.#answeredAt = null
    const phase = this.#phase
    if (phase.kind === 'blocked' || this.#token === null) return
    if (phase.kind === 'polling') this.#show('reconnecting', 'network')
    this.#interrupt({ phase, show: null, waitMs, announce: true, recycle: false })
  }

  /** Whether nothing speaks against the poll that is open: neither the polls before it, nor what was heard beside it. */
  #isHealthy(): boolean {
    if (this.#phase.kind !== 'polling') return false
    const { failures, timeouts } = this.#phase
    return this.#isHeld || (this.#status.state === 'online' && failures === 0 && timeouts === 0)
  }

  #interrupt(step: Step): void {
    if (this.#loop === null || this.#isStopped) return
    // what a send learned stands, whatever else interrupts the same poll
    this.#next = { ...step, show: step.show ?? this.#next?.show ?? null }
    this.#owesAnnouncement ||= step.announce
    // an answer that arrives is let arrive all the same: the server may have forgotten what it brings (P16, P20)
    this.#turn.abort()
  }

  async #run(): Promise<void> {
    const { startDelayMs: waitMs } = this.#options
    // the token first: a send need not wait for this account's turn to poll
    const opening = this.#prepare()
    this.#opening = opening
    const ready = await opening
    const first = { phase: FRESH_PHASE, show: null, waitMs, announce: true, recycle: false }
    let step: Step = this.#next ?? (ready instanceof Poller ? first : ready)
    this.#next = null
    while (!this.#isStopped) {
      const turn = new AbortController()
      this.#turn = turn
      this.#apply(step)
      const following = await this.#takeTurn(step, turn.signal)
      step = this.#next ?? following
      this.#next = null
    }
  }

  /** Waits as long as the step says, polls once and decides what follows. */
  async #takeTurn(step: Step, turn: AbortSignal): Promise<Step> {
    const again: Step = { ...step, show: null, waitMs: 0 }
    this.#owesAnnouncement ||= step.announce
    await (step.waitMs === null ? aborted(turn) : sleep(this.#options.clock, step.waitMs, turn))
    if (turn.aborted) return again
    const ready = await this.#prepare()
    if (turn.aborted) return again
    if (!(ready instanceof Poller)) return ready
    const hasReached =
      this.#owesAnnouncement &&
      (await within(this.#options.clock, ANNOUNCE_WAIT_MS, this.#announce(turn), false))
    if (turn.aborted) return again
    this.#owesAnnouncement = false
    const result = await this.#poll(ready, hasReached, turn)
    this.#options.onPoll?.(result.kind)
    switch (result.kind) {
      case 'aborted':
        return again
      case 'superseded':
        this.#isStopped = true
        return again
      case 'answered':
        this.#recordAnswer()
        break
      case 'unanswered':
      case 'failed':
      case 'stale':
      case 'forbidden':
        break
      default:
        unreachable(result)
    }
    const { clock, random, recycleConnections } = this.#options
    const following = afterPoll(this.#phase, result, clock.monotonic(), random)
    if (following.recycle) recycleConnections()
    if (this.#next !== null) this.#next = afterInterruptedPoll(following, this.#next)
    return following
  }

  /** The poller, made as soon as the host is found allowed and the token is known; else what to do without. */
  async #prepare(): Promise<Poller | Step> {
    if (this.#poller !== null) return this.#poller
    const { hosts, vault, leases, record, clock, random } = this.#options
    if (!hosts.fromBaseUrl(record.baseUrl).ok) {
      return afterPoll(this.#phase, { kind: 'forbidden' }, clock.monotonic(), random)
    }
    const idle = { phase: this.#phase, announce: true, recycle: false }
    let token: string | null
    try {
      token = openToken(await vault.get(record.id), record.binding)
    } catch {
      const show = { state: 'offline', reason: 'vault-unavailable' } as const
      return { ...idle, show, waitMs: VAULT_RETRY_MS }
    }
    if (token === null) {
      return { ...idle, show: { state: 'needs-sign-in', reason: 'token-missing' }, waitMs: null }
    }
    const release = await leases.acquire(`${new URL(record.baseUrl).origin} ${token}`)
    if (release === null) {
      return { ...idle, show: { state: 'offline', reason: 'taken-elsewhere' }, waitMs: LEASE_RETRY_MS }
    }
    this.#releaseLease = release
    this.#token = token
    this.#poller = new Poller({ ...this.#options, token, cut: this.#cut.signal })
    if (this.#status.state === 'offline') this.#show('connecting', null)
    else if (!this.#isStopped) this.#options.onStatus(this.#status)
    return this.#poller
  }

  async #poll(poller: Poller, hasReached: boolean, turn: AbortSignal): Promise<PollEnd<Stored>> {
    this.#polledSince = this.#options.clock.monotonic()
    const endHeld = this.#watchHeldPoll(hasReached)
    let endSlow: (() => void) | null = () => {}
    try {
      return await poller.poll(turn, () => {
        // bytes may still come to whoever has left
        if (endSlow !== null) endSlow = this.#watchSlowAnswer()
      })
    } finally {
      this.#polledSince = null
      this.#isHeld = false
      endHeld()
      endSlow()
      endSlow = null
    }
  }

  /**
   * A server with nothing to say keeps a poll open for half a minute. That it is there shows in an
   * answered notifystart beside a poll that it does not refuse.
   */
  #watchHeldPoll(hasReached: boolean): () => void {
    // most polls are of this kind: an abort for each of them would be an error made for nobody
    if (this.#status.state === 'online' && this.#isHealthy()) return () => {}
    const over = new AbortController()
    void this.#waitForHeldPoll(hasReached, over.signal)
    return () => over.abort()
  }

  async #waitForHeldPoll(hasReached: boolean, over: AbortSignal): Promise<void> {
    await sleep(this.#options.clock, this.#phase.kind === 'stale' ? HELD_WHEN_STALE_MS : HELD_MS, over)
    if (over.aborted) return
    const isThere = hasReached || (await this.#announce(over))
    if (!isThere || over.aborted) return
    this.#isHeld = true
    if (this.#phase.kind === 'stale') this.#phase = FRESH_PHASE
    this.#show('online', null)
  }

  /** An answer that takes long to arrive is waited for, and said: until it is whole its messages are not here (P20). */
  #watchSlowAnswer(): () => void {
    return this.#options.clock.setTimeout(SLOW_ANSWER_MS, () => {
      if (this.#phase.kind === 'polling') this.#show('online', 'slow-answer')
    })
  }

  #announce(signal: AbortSignal): Promise<boolean> {
    const { credentials } = this
    return credentials === null ? Promise.resolve(false) : announce(this.#options.client, credentials, signal)
  }

  #apply(step: Step): void {
    this.#phase = step.phase
    if (step.show !== null) this.#show(step.show.state, step.show.reason)
  }

  #recordAnswer(): void {
    const { clock, store, record } = this.#options
    this.#answeredAt = clock.monotonic()
    store.recordContact(record.id, clock.now())
    this.#tellNews()
  }

  #show(state: AccountState, reason: AccountReason | null): void {
    if (this.#isStopped) return
    const { state: before, reason: reasonBefore, since } = this.#status
    if (state === before && reason === reasonBefore) return
    this.#status = { state, since: state === before ? since : this.#options.clock.now(), reason }
    this.#options.onStatus(this.#status)
  }

  #tellNews(): void {
    for (const tell of this.#newsWaiters) tell()
    this.#newsWaiters.clear()
  }
}

import type { SessionStatus } from '#core/accounts/ports.ts'
import type { Outbox } from '#core/outbox/outbox.ts'
import type { Clock } from '#core/ports.ts'
import type { StoredBroadcast } from '#core/storage/broadcast-repository.ts'
import type { DueRecipient, LedgerLine } from '#core/storage/ledger-repository.ts'
import type { SkipReason } from '#shared/model/broadcast.ts'
import type { AccountId, BroadcastId, MessageId } from '#shared/model/ids.ts'
import { messagesLeft, windowAt } from '#shared/model/reply-window.ts'
import { breakerFor, isRunRestricted, restrictionOf } from './breakers.ts'
import { contentsFor } from './handing.ts'
import { LedgerKeeper } from './ledger-keeper.ts'
import { quotaReason } from './plan.ts'
import { skipOfBreaker } from './recipient-state.ts'
import type { BroadcastStores } from './stores.ts'

/** Windows close although nothing else happens. */
const LOOK_AGAIN_MS = 60_000
/** After a commit failed, for example on a full disk. */
const STORAGE_RETRY_MS = 5_000
/** Recipients looked at in one transaction. */
const PORTION = 50

export interface RunnerParts {
  clock: Clock
  stores: BroadcastStores
  outbox: Pick<Outbox, 'hand' | 'withdraw' | 'wake' | 'isRatePaused'>
  /** False while the account's session cannot send. */
  canSend(id: AccountId): boolean
  /** Null for an account that is gone. */
  statusOf(id: AccountId): SessionStatus | null
  /** Lines of a run's ledger changed; called after the commit. */
  changed(id: BroadcastId, places: readonly number[]): void
  /** A run began, stopped or ended, and with it the turns of the others; called after the commit. */
  turned(id: BroadcastId): void
  failed(error: unknown): void
}

/**
 * Carries out runs, one after the other. Each account has one person's messages in the outbox at a time: they
 * are handed over in the transaction that notes it in the ledger, so that whatever ends the program, nobody
 * is forgotten and nobody gets anything twice (P13).
 */
export class BroadcastRunner {
  readonly #parts: RunnerParts
  readonly #keeper: LedgerKeeper
  #isStarted = false
  #isWorking = false
  #isAskedAgain = false
  /** Something in the outbox was not followed: before the start, or since a commit failed. */
  #isBehind = true
  /** Accounts to be looked after; null: all of the run. */
  #woken: Set<AccountId> | null = null
  /** The run whose messages the outbox sends. */
  #active: BroadcastId | null = null
  #cancelTimer: () => void = () => {}

  constructor(parts: RunnerParts) {
    this.#parts = parts
    this.#keeper = new LedgerKeeper(parts)
  }

  /** Notes what became of everything an earlier program had handed over, and goes on. */
  start(): void {
    this.#isStarted = true
    this.wake()
  }

  stop(): void {
    this.#isStarted = false
    this.#cancelTimer()
  }

  /** Looks after one account, or after all; harmless at any time. */
  wake(account: AccountId | null = null): void {
    if (account === null) this.#woken = null
    else this.#woken?.add(account)
    this.#isAskedAgain = true
    if (!this.#isStarted || this.#isWorking) return
    this.#isWorking = true
    this.#cancelTimer()
    let failures = 0
    while (this.#isAskedAgain) {
      this.#isAskedAgain = false
      failures += this.#work()
    }
    this.#isWorking = false
    if (failures > 0) this.#lookAgainIn(STORAGE_RETRY_MS)
    else if (this.#active !== null) this.#lookAgainIn(LOOK_AGAIN_MS)
  }

  /** Messages of an account changed in the outbox: the ledger follows, and the account may have to be left alone. */
  noteMessages(account: AccountId, ids: readonly MessageId[]): void {
    try {
      const needless = this.#parts.stores.ledgerMessages.needlessSuccessors(ids)
      if (needless.length > 0) this.#parts.outbox.withdraw(needless, 'broadcast-cancelled', () => {})
      const ended = this.#keeper.follow(ids)
      if (ended) this.#takeBackStrays()
    } catch (error) {
      this.#parts.failed(error)
      this.#isBehind = true
      this.#lookAgainIn(STORAGE_RETRY_MS)
      return
    }
    this.wake(account)
  }

  /** Whether these messages of somebody could go out now, as far as can be known. */
  isReachable(
    run: StoredBroadcast,
    { accountId, conversationId }: Pick<LedgerLine, 'accountId' | 'conversationId'>,
    items: readonly number[],
  ): boolean {
    if (!this.isUsable(accountId)) return false
    return this.#reasonAgainst(run, { conversationId, items }) === null
  }

  /** Whether nothing is against an account now, so that a retry may go through it. */
  isUsable(account: AccountId): boolean {
    const { stores, outbox, statusOf } = this.#parts
    return restrictionOf(stores, account, statusOf(account), outbox.isRatePaused(account)) === null
  }

  #lookAgainIn(ms: number): void {
    this.#cancelTimer()
    if (this.#isStarted) this.#cancelTimer = this.#parts.clock.setTimeout(ms, () => this.wake())
  }

  /** A message that could not leave before its run had ended must not leave afterwards. */
  #takeBackStrays(): void {
    const { stores, outbox } = this.#parts
    const strays = stores.ledgerMessages.strayMessages()
    if (strays.length > 0) outbox.withdraw(strays, 'broadcast-cancelled', () => {})
  }

  /** One look at the run whose turn it is; answers how much of it failed. */
  #work(): number {
    const { stores, outbox } = this.#parts
    try {
      if (this.#isBehind) {
        this.#keeper.catchUp()
        this.#takeBackStrays()
        this.#isBehind = false
      }
      const run = stores.broadcasts.active()
      const isNew = run !== null && run.id !== this.#active
      this.#active = run?.id ?? null
      if (run === null) return 0
      const woken = isNew ? null : this.#woken
      this.#woken = new Set()
      let failures = 0
      for (const account of woken ?? stores.ledger.openAccounts(run.id)) {
        failures += this.#tend(run.id, account)
        // what was held back while it was not its turn
        if (isNew) outbox.wake(account)
      }
      this.#finishIfDone(run.id)
      return failures
    } catch (error) {
      // everything that begins with a turn is done once more
      this.#active = null
      this.#woken = null
      this.#parts.failed(error)
      return 1
    }
  }

  /** What is in the way of one account is not in the way of the others; answers whether it failed. */
  #tend(id: BroadcastId, account: AccountId): number {
    const { stores, outbox, failed } = this.#parts
    try {
      // whoever was looked at before may have stopped the run
      const run = stores.broadcasts.get(id)
      if (run?.state !== 'running' || !stores.runAccounts.has(id, account)) return 0
      this.#keeper.settleAll(id, account)
      const breaker = stores.runAccounts.breaker(id, account)
      if (breaker === null) this.#tripIfNeeded(run, account)
      else {
        // one that was under way when the account was left alone may have come back
        const back = stores.ledgerMessages.unbegunMessages(id, account)
        if (back.length > 0) outbox.withdraw(back, 'broadcast-stopped', () => {})
        this.#keeper.settleAll(id, account)
      }
      if (stores.ledger.places(id, ['sending'], account).length === 0) this.#handNext(run, account)
      return 0
    } catch (error) {
      failed(error)
      return 1
    }
  }

  /** Nothing more of this run goes through an account that shows a restriction. */
  #tripIfNeeded(run: StoredBroadcast, account: AccountId): void {
    const { stores, outbox, statusOf, turned } = this.#parts
    const reason = breakerFor(stores, run, account, statusOf(account), outbox.isRatePaused(account))
    if (reason === null) return
    const before = stores.ledgerMessages.unbegunMessages(run.id, account)
    const places: number[] = []
    let isStopped = false
    outbox.withdraw(before, 'broadcast-stopped', () => {
      stores.runAccounts.addBreaker(run.id, account, reason, run.turn)
      for (const place of stores.ledger.places(run.id, ['queued'], account)) {
        this.#keeper.skip(run.id, place, skipOfBreaker(reason))
        places.push(place)
      }
      isStopped = reason !== 'needs-sign-in' && isRunRestricted(stores, run)
      if (isStopped) stores.broadcasts.setState(run.id, 'stopped', 'restricted', null)
    })
    this.#keeper.settleAll(run.id, account)
    this.#parts.changed(run.id, places)
    if (!isStopped) return
    turned(run.id)
    this.#isAskedAgain = true
  }

  /** Hands the account's next person to the outbox; who cannot be reached any more is skipped on the way. */
  #handNext(run: StoredBroadcast, account: AccountId): void {
    const { clock, stores, outbox, canSend, changed } = this.#parts
    if (stores.broadcasts.get(run.id)?.state !== 'running') return
    for (;;) {
      const due = stores.ledger.due(run.id, account, PORTION)
      const skipped: number[] = []
      const next = stores.database.transaction(() =>
        due.find((recipient) => {
          if (recipient.items.length === 0) {
            this.#keeper.cancel(run.id, recipient.place)
            skipped.push(recipient.place)
            return false
          }
          const skip = this.#reasonAgainst(run, recipient)
          if (skip === null) return true
          this.#keeper.skip(run.id, recipient.place, skip)
          skipped.push(recipient.place)
          return false
        }),
      )
      if (skipped.length > 0) changed(run.id, skipped)
      if (next === undefined && due.length === PORTION) continue
      if (next === undefined || !canSend(account)) return
      const contents = contentsFor(next, stores.contents.get(run.contentId))
      const to = { conversationId: next.conversationId, broadcastId: run.id, instead: next.instead }
      outbox.hand(to, contents, (messages) => {
        const handed = next.items.flatMap((item, index) => {
          const message = messages[index]
          return message === undefined ? [] : [[item, message] as const]
        })
        stores.ledger.begin(run.id, next.place, new Map(handed), clock.now())
      })
      changed(run.id, [next.place])
      return
    }
  }

  /** The contact may have been written to since the plan was made, or the window may have closed. */
  #reasonAgainst(
    run: StoredBroadcast,
    { conversationId, items }: Pick<DueRecipient, 'conversationId'> & { items: readonly number[] },
  ): SkipReason | null {
    const { clock, stores } = this.#parts
    const now = clock.now()
    const way = stores.ways.get(conversationId)
    if (way === null) return 'account-offline'
    if (way.isExcluded) return 'excluded'
    if (windowAt(way, now).kind !== 'open' || !way.hasContextToken) return 'window-closed'
    return quotaReason(Math.max(0, messagesLeft(way, now) - way.unsent), items.length, run.reserve)
  }

  #finishIfDone(id: BroadcastId): void {
    const { clock, stores, turned } = this.#parts
    if (stores.broadcasts.get(id)?.state !== 'running' || stores.ledger.isOpen(id)) return
    stores.broadcasts.setState(id, 'finished', null, clock.now())
    turned(id)
    this.#isAskedAgain = true
  }
}

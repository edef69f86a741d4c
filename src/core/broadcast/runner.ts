import type { SessionStatus } from '#core/accounts/ports.ts'
import type { BroadcastMessage } from '#core/outbox/enqueue.ts'
import type { Outbox } from '#core/outbox/outbox.ts'
import type { Clock } from '#core/ports.ts'
import type { StoredBroadcast } from '#core/storage/broadcast-repository.ts'
import type { DueRecipient } from '#core/storage/ledger-repository.ts'
import type { SkipReason } from '#shared/model/broadcast.ts'
import type { AccountId, BroadcastId, ConversationId, MessageId } from '#shared/model/ids.ts'
import { breakerFor, isRunRestricted, restrictionOf } from './breakers.ts'
import { contentsFor } from './contents.ts'
import { reasonAgainst } from './eligibility.ts'
import type { LedgerClosing } from './ledger-closing.ts'
import type { FrequencyCap } from './plan.ts'
import { type LedgerLine, lineOf } from './recipient-state.ts'
import type { RecipientStateSync } from './recipient-state-sync.ts'
import { createSlice, type Slice } from './slices.ts'
import type { BroadcastStores } from './stores.ts'

/** Windows close although nothing else happens. */
const LOOK_AGAIN_MS = 60_000
const DAY_MS = 24 * 60 * 60 * 1000
/** After a commit failed, for example on a full disk. */
const STORAGE_RETRY_MS = 5_000
/** Recipients looked at in one transaction. */
const PORTION = 25

export interface RunnerDeps {
  clock: Clock
  stores: BroadcastStores
  outbox: Pick<Outbox, 'enqueueBroadcast' | 'wake' | 'isRateLimited'>
  sync: RecipientStateSync
  closing: Pick<LedgerClosing, 'leave'>
  settings(): FrequencyCap
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
  readonly #deps: RunnerDeps
  #isStarted = false
  #isWorking = false
  #isAskedAgain = false
  #givesWay = false
  /** Something in the outbox was not followed: before the start, or since a commit failed. */
  #isBehind = true
  /** Accounts to be looked after; null: all of the run. */
  #woken: Set<AccountId> | null = null
  /** Accounts of which the outbox may hold something back, since it was not the run's turn. */
  readonly #held = new Set<AccountId>()
  /** The run whose messages the outbox sends. */
  #active: BroadcastId | null = null
  #cancelTimer: () => void = () => {}

  constructor(deps: RunnerDeps) {
    this.#deps = deps
  }

  /** Follows what became of everything an earlier program had put into the outbox, and goes on. */
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
    this.#goOn()
  }

  /** Looks after those who were woken, for as long as main may be kept. */
  #goOn(): void {
    if (!this.#isStarted || this.#isWorking || this.#givesWay) return
    this.#isWorking = true
    this.#cancelTimer()
    const slice = createSlice(this.#deps.clock)
    let failures = 0
    while (this.#isAskedAgain && !slice.isOver()) {
      this.#isAskedAgain = false
      failures += this.#work(slice)
    }
    this.#isWorking = false
    if (failures > 0) this.#lookAgainIn(STORAGE_RETRY_MS)
    else if (this.#isAskedAgain) this.#giveWay()
    else if (this.#active !== null) this.#lookAgainIn(LOOK_AGAIN_MS)
  }

  /** Messages of an account changed in the outbox: the ledger follows, and the account may have to be left alone. */
  messagesChanged(account: AccountId, ids: readonly MessageId[]): void {
    try {
      this.#deps.sync.messages(ids)
    } catch (error) {
      this.#deps.failed(error)
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
    messages: number,
  ): boolean {
    return this.isUsable(accountId) && this.#reasonAgainst(run, conversationId, messages) === null
  }

  /** Whether nothing is against an account now, so that a retry may go through it. */
  isUsable(account: AccountId): boolean {
    const { stores, outbox, statusOf } = this.#deps
    return restrictionOf(stores, account, statusOf(account), outbox.isRateLimited(account)) === null
  }

  #lookAgainIn(ms: number): void {
    this.#setTimer(ms, () => this.wake())
  }

  /** Others have their turn; whoever asks for something meanwhile is looked after with the rest. */
  #giveWay(): void {
    this.#givesWay = true
    // a timer would come round again before anything else does
    setImmediate(() => {
      this.#givesWay = false
      this.#goOn()
    })
  }

  #setTimer(ms: number, then: () => void): void {
    this.#cancelTimer()
    if (this.#isStarted) this.#cancelTimer = this.#deps.clock.setTimeout(ms, then)
  }

  /** One look at the run whose turn it is; answers how much of it failed. */
  #work(slice: Slice): number {
    const { stores, outbox } = this.#deps
    try {
      if (this.#isBehind) {
        this.#deps.sync.all()
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
        if (isNew) this.#held.add(account)
        if (slice.isOver()) {
          this.#woken?.add(account)
          this.#isAskedAgain = true
          continue
        }
        failures += this.#processAccount(run.id, account, slice)
        if (this.#held.delete(account)) outbox.wake(account)
      }
      this.#finishIfDone(run.id)
      return failures
    } catch (error) {
      // everything that begins with a turn is done once more
      this.#active = null
      this.#woken = null
      this.#deps.failed(error)
      return 1
    }
  }

  /** What is in the way of one account is not in the way of the others; answers whether it failed. */
  #processAccount(id: BroadcastId, account: AccountId, slice: Slice): number {
    const { stores, failed } = this.#deps
    try {
      // whoever was looked at before may have stopped the run
      const run = stores.broadcasts.get(id)
      if (run?.state !== 'running' || !stores.runAccounts.has(id, account)) return 0
      if (stores.runAccounts.breaker(id, account) === null) this.#tripIfNeeded(run, account)
      // who is left of an account that is left alone is skipped behind this
      if (stores.runAccounts.breaker(id, account) !== null) return 0
      if (stores.ledger.places(id, ['sending'], account).length === 0) this.#enqueueNext(run, account, slice)
      return 0
    } catch (error) {
      failed(error)
      return 1
    }
  }

  /** Nothing more of this run goes through an account that shows a restriction. */
  #tripIfNeeded(run: StoredBroadcast, account: AccountId): void {
    const { stores, outbox, sync, closing, statusOf, turned } = this.#deps
    const reason = breakerFor(stores, run, account, statusOf(account), outbox.isRateLimited(account))
    if (reason === null) return
    const isStopped = stores.database.transaction(() => {
      stores.runAccounts.addBreaker(run.id, account, reason, run.turn)
      if (reason === 'needs-sign-in' || !isRunRestricted(stores, run)) return false
      stores.broadcasts.setState(run.id, 'stopped', 'restricted', null)
      return true
    })
    sync.recipients(run.id, stores.ledger.places(run.id, ['sending'], account))
    closing.leave(run.id, account)
    if (!isStopped) return
    turned(run.id)
    this.#isAskedAgain = true
  }

  /** Puts the messages of the account's next person into the outbox; who cannot be reached any more is skipped. */
  #enqueueNext(run: StoredBroadcast, account: AccountId, slice: Slice): void {
    const { stores, sync, canSend, changed } = this.#deps
    if (stores.broadcasts.get(run.id)?.state !== 'running') return
    for (;;) {
      const due = stores.ledger.due(run.id, account, PORTION)
      const skipped: number[] = []
      const next = stores.database.transaction(() => {
        for (const recipient of due) {
          const key = { id: run.id, place: recipient.place }
          const stored = stores.ledger.get(key)
          if (stored === null) continue
          const line = lineOf(stored)
          const skip = this.#reasonAgainst(run, line.conversationId, pendingItems(line).length)
          if (skip === null) return { recipient, line }
          sync.drop(key, skip)
          skipped.push(recipient.place)
        }
        return null
      })
      if (skipped.length > 0) changed(run.id, skipped)
      if (next === null && due.length === PORTION) {
        if (!slice.isOver()) continue
        this.#woken?.add(account)
        this.#isAskedAgain = true
        return
      }
      if (next === null || !canSend(account)) return
      this.#enqueue(run, next.line, next.recipient)
      changed(run.id, [next.recipient.place])
      return
    }
  }

  /** What is pending of a person enters the outbox in the transaction that says so in the ledger. */
  #enqueue(run: StoredBroadcast, line: LedgerLine, { pieces }: DueRecipient): void {
    const { stores, outbox, sync } = this.#deps
    const key = { id: run.id, place: line.place }
    const items = pendingItems(line)
    const contents = contentsFor(pieces, items, stores.contents.get(run.contentId))
    const messages = contents.map((content, index): BroadcastMessage => {
      const former = line.items[items[index] ?? -1]
      // one that never left is not dealt with by sending it now
      const replaces = former === undefined || former.state === 'cancelled' ? null : former.messageId
      return { ...content, replaces }
    })
    outbox.enqueueBroadcast({ conversationId: line.conversationId, broadcastId: run.id }, messages, (ids) => {
      for (const [index, message] of ids.entries()) {
        const item = items[index]
        if (item !== undefined) stores.attempts.setMessage(key, item, message)
      }
      sync.write(key)
    })
  }

  /** The contact may have been written to since the plan was made, or the window may have closed. */
  #reasonAgainst(run: StoredBroadcast, to: ConversationId, messages: number): SkipReason | null {
    const { clock, stores, settings } = this.#deps
    const route = stores.routes.get(to)
    if (route === null) return 'account-offline'
    // what is against an account as such has ended the run for it, or is waited for
    const now = clock.now()
    const reason = reasonAgainst(route, { messages, reserve: run.reserve, account: null, now })
    if (reason !== null) return reason
    // another run may have reached them since the plan was made
    const { cap, capDays } = settings()
    if (cap === 0) return null
    const had = stores.sums.countBroadcastTo(route.contactUserId, now - capDays * DAY_MS, run.id)
    return had >= cap ? 'broadcast-to-recently' : null
  }

  #finishIfDone(id: BroadcastId): void {
    const { clock, stores, turned } = this.#deps
    if (stores.broadcasts.get(id)?.state !== 'running' || stores.ledger.isOpen(id)) return
    stores.broadcasts.setState(id, 'finished', null, clock.now())
    turned(id)
    this.#isAskedAgain = true
  }
}

/** Indexes of a recipient's messages whose turn is to come. */
function pendingItems({ items }: LedgerLine): number[] {
  return [...items.keys()].filter((item) => items[item]?.isPending)
}

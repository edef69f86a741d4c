import type { Clock } from '#core/ports.ts'
import type { AccountId, BroadcastId } from '#shared/model/ids.ts'
import { skipOfBreaker } from './recipient-state.ts'
import type { RecipientStateSync } from './recipient-state-sync.ts'
import { createSlice, type Slice } from './slices.ts'
import type { BroadcastStores } from './stores.ts'

/** Recipients in one transaction. */
const PORTION = 25
/** After a commit failed, for example on a full disk. */
const STORAGE_RETRY_MS = 5_000

export interface LedgerClosingDeps {
  clock: Clock
  stores: BroadcastStores
  sync: RecipientStateSync
  /** Lines of a run's ledger changed; called after the commit. */
  changed(id: BroadcastId, places: readonly number[]): void
  /** Nobody is left of an account that a run leaves alone. */
  left(account: AccountId): void
  failed(error: unknown): void
}

/** An account that a run leaves alone from now on. */
interface LeftAlone {
  id: BroadcastId
  account: AccountId
}

/**
 * Writes into ledgers that somebody's turn does not come any more: of everybody in a cancelled run, whose messages in the
 * outbox are taken back as well, and of those whom a run was to reach through an account that it leaves alone. From the
 * moment that is decided nothing leaves; what is written here only says so, a portion at a time, and goes on at the next
 * start.
 */
export class LedgerClosing {
  readonly #deps: LedgerClosingDeps
  /** Cancelled runs that are not through, with the places of those who have messages in the outbox and were not looked at. */
  readonly #runs = new Map<BroadcastId, number[]>()
  /** Accounts that are not through. */
  readonly #accounts = new Map<string, LeftAlone>()
  #isStopped = false
  #isWaiting = false
  #cancelTimer: () => void = () => {}

  constructor(deps: LedgerClosingDeps) {
    this.#deps = deps
  }

  /** Goes on with what an earlier program had begun. */
  start(): void {
    const { ledger } = this.#deps.stores
    // what is in the outbox the start looks at anyhow
    for (const id of ledger.unclosed()) this.#runs.set(id, [])
    for (const { id, accountId } of ledger.unclosedAccounts()) this.#add({ id, account: accountId })
    this.#work()
  }

  stop(): void {
    this.#isStopped = true
    this.#cancelTimer()
  }

  /** A run was cancelled; the first of its lines are written at once. */
  close(id: BroadcastId): void {
    this.#runs.set(id, this.#deps.stores.ledger.places(id, ['sending']))
    this.#work()
  }

  /** A run leaves an account alone; the first of its lines are written at once. */
  leave(id: BroadcastId, account: AccountId): void {
    this.#add({ id, account })
    this.#work()
  }

  #add(left: LeftAlone): void {
    this.#accounts.set(`${left.id}/${left.account}`, left)
  }

  #work(): void {
    // whoever comes while others have their turn waits for it as well
    if (this.#isWaiting || this.#isStopped) return
    this.#cancelTimer()
    try {
      if (this.#closeAll(createSlice(this.#deps.clock))) return
      this.#isWaiting = true
      // a timer would come round again before anything else does
      setImmediate(() => {
        this.#isWaiting = false
        this.#work()
      })
    } catch (error) {
      this.#deps.failed(error)
      this.#goOnIn(STORAGE_RETRY_MS)
    }
  }

  /** False when its time was over before it was through. */
  #closeAll(slice: Slice): boolean {
    for (const [id, underWay] of this.#runs) {
      while (this.#closeSome(id, underWay)) {
        if (slice.isOver()) return false
      }
      this.#runs.delete(id)
    }
    for (const [key, left] of this.#accounts) {
      while (this.#leaveSome(left)) {
        if (slice.isOver()) return false
      }
      this.#accounts.delete(key)
      this.#deps.left(left.account)
    }
    return true
  }

  /** False when nothing of the run is left to be closed. */
  #closeSome(id: BroadcastId, underWay: number[]): boolean {
    const { stores, sync, changed } = this.#deps
    const queued = stores.ledger.someQueued(id, PORTION)
    if (queued.length > 0) {
      stores.database.transaction(() => {
        for (const place of queued) sync.close({ id, place })
      })
      changed(id, queued)
      return true
    }
    const place = underWay.pop()
    if (place === undefined) return false
    sync.recipients(id, [place])
    return true
  }

  /** False when nobody of the account is left to be skipped, or it was taken up again. */
  #leaveSome({ id, account }: LeftAlone): boolean {
    const { stores, sync, changed } = this.#deps
    const breaker = stores.runAccounts.breaker(id, account)
    if (breaker === null) return false
    const queued = stores.ledger.someQueued(id, PORTION, account)
    if (queued.length === 0) return false
    stores.database.transaction(() => {
      for (const place of queued) sync.drop({ id, place }, skipOfBreaker(breaker))
    })
    changed(id, queued)
    return true
  }

  #goOnIn(ms: number): void {
    if (!this.#isStopped) this.#cancelTimer = this.#deps.clock.setTimeout(ms, () => this.#work())
  }
}

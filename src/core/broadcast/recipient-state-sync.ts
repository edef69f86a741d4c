import type { Outbox } from '#core/outbox/outbox.ts'
import type { Clock } from '#core/ports.ts'
import type { RecipientKey } from '#core/storage/attempt-reader.ts'
import type { DropReason } from '#core/storage/broadcast-columns.ts'
import type { RecipientState } from '#shared/model/broadcast.ts'
import type { BroadcastId, ConversationId, MessageId } from '#shared/model/ids.ts'
import { isRefusedByServer } from './breakers.ts'
import { type LedgerLine, lineOf, recipientStateOf, withdrawalFrom } from './recipient-state.ts'
import type { BroadcastStores } from './stores.ts'

export interface RecipientStateSyncDeps {
  clock: Pick<Clock, 'now'>
  stores: BroadcastStores
  outbox: Pick<Outbox, 'withdraw'>
  /** Lines changed; called after the commit. */
  changed(id: BroadcastId, places: readonly number[]): void
}

/**
 * Derives how recipients stand from their attempts, and compares: where the state kept beside them differs it is
 * written, and what is in the outbox without reason is taken back. Doing so once more changes nothing, so it is
 * done after every commit that touches a message of a run, and for all that may have moved at the start.
 */
export class RecipientStateSync {
  readonly #deps: RecipientStateSyncDeps

  constructor(deps: RecipientStateSyncDeps) {
    this.#deps = deps
  }

  /** Everybody to whom something may have happened while nobody looked. */
  all(): void {
    for (const key of this.#deps.stores.ledger.unsettled()) {
      if (this.#sync(key)) this.#deps.changed(key.id, [key.place])
    }
  }

  /** Messages changed in the outbox. */
  messages(ids: readonly MessageId[]): void {
    for (const key of this.#deps.stores.attempts.recipientsOf(ids)) {
      this.#sync(key)
      this.#deps.changed(key.id, [key.place])
    }
  }

  /** Something was decided about a contact. */
  conversation(id: ConversationId): void {
    for (const key of this.#deps.stores.attempts.recipientsWithQueued(id))
      this.recipients(key.id, [key.place])
  }

  /** Something was decided about a run, or about an account in it. */
  recipients(id: BroadcastId, places: readonly number[]): void {
    for (const place of places) {
      if (this.#sync({ id, place })) this.#deps.changed(id, [place])
    }
  }

  #sync(key: RecipientKey): boolean {
    const { stores, outbox } = this.#deps
    const line = this.#line(key)
    const run = stores.broadcasts.get(key.id)
    if (line === null || run === null) return false
    const withdrawal = withdrawalFrom(line, run.state, stores.runAccounts.breaker(key.id, line.accountId))
    if (withdrawal === null) return this.write(key)
    outbox.withdraw(withdrawal.messages, withdrawal.reason, () => this.write(key))
    return true
  }

  #line(key: RecipientKey): LedgerLine | null {
    const stored = this.#deps.stores.ledger.get(key)
    return stored?.isPlanned ? lineOf(stored) : null
  }

  /** Writes what follows from a recipient's attempts, also inside a transaction; answers whether it is new. */
  write(key: RecipientKey): boolean {
    const { clock, stores } = this.#deps
    const line = this.#line(key)
    if (line === null) return false
    const needless = [...line.items.keys()].filter((item) => line.items[item]?.isNeedless)
    const breaker = stores.runAccounts.breaker(key.id, line.accountId)
    const standing = recipientStateOf(line.items, breaker)
    const isNew = standing.state !== line.state || standing.skip !== line.skip
    if (!isNew && needless.length === 0) return false
    stores.database.transaction(() => {
      stores.attempts.drop(key, needless, 'cancelled')
      if (!isNew) return
      stores.ledger.setState(key, standing, clock.now())
      if (line.state === 'sending') this.#recordOutcome(line, standing.state)
    })
    return isNew
  }

  /** Inside a transaction: what was still to be sent to them is not; what was sent before stays what it is. */
  drop(key: RecipientKey, reason: Exclude<DropReason, 'unknown'>): void {
    const line = this.#line(key)
    if (line === null) return
    this.#deps.stores.attempts.drop(key, line.items.keys(), reason)
    this.write(key)
  }

  /** Inside a transaction: the run is over, and their turn does not come any more. */
  close(key: RecipientKey): void {
    const { clock, stores } = this.#deps
    stores.attempts.dropFor(key, 'cancelled')
    if (!stores.ledger.cancelUntouched(key, clock.now())) this.write(key)
  }

  /** Restrictions that the run has met; refusals in a row are told from those with somebody reached in between. */
  #recordOutcome({ broadcastId, accountId, items }: LedgerLine, state: RecipientState): void {
    const { runAccounts } = this.#deps.stores
    const isRateLimited = items.some(
      (item) => item.state === 'refused' && item.reason === 'rate-limited' && item.resolution === null,
    )
    if (isRateLimited) runAccounts.recordRateLimited(broadcastId, accountId)
    if (state === 'refused' && isRefusedByServer(items))
      runAccounts.recordRefused(broadcastId, accountId, true)
    if (state === 'accepted') runAccounts.recordRefused(broadcastId, accountId, false)
  }
}

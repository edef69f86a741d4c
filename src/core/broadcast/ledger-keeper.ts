import type { Clock } from '#core/ports.ts'
import type { LedgerLine } from '#core/storage/ledger-repository.ts'
import type { RecipientState, SkipReason } from '#shared/model/broadcast.ts'
import type { AccountId, BroadcastId, MessageId } from '#shared/model/ids.ts'
import { isRefusedByServer } from './breakers.ts'
import { standingOf } from './recipient-state.ts'
import type { BroadcastStores } from './stores.ts'

export interface LedgerKeeperParts {
  clock: Pick<Clock, 'now'>
  stores: Pick<BroadcastStores, 'broadcasts' | 'ledger' | 'ledgerMessages' | 'runAccounts'>
  /** Lines changed; called after the commit. */
  changed(id: BroadcastId, places: readonly number[]): void
}

/** Nothing of a run that ended longer ago than this can have been missed by an earlier program. */
const RECENT_MS = 24 * 60 * 60 * 1000

/** Keeps the ledger in step with the outbox, which alone says what became of a message. */
export class LedgerKeeper {
  readonly #parts: LedgerKeeperParts

  constructor(parts: LedgerKeeperParts) {
    this.#parts = parts
  }

  /** Follows everything that could have changed while nobody looked. */
  catchUp(): void {
    const { clock, stores } = this.#parts
    for (const { id, state, endedAt } of stores.broadcasts.list()) {
      if (state === 'draft') continue
      const isRecent = endedAt === null || clock.now() - endedAt < RECENT_MS
      const states = isRecent ? (['sending', 'unconfirmed', 'refused'] as const) : (['sending'] as const)
      for (const place of stores.ledger.places(id, states)) this.#settle(id, place)
    }
  }

  /** Messages changed; answers whether some of them belong to a run that is over. */
  follow(ids: readonly MessageId[]): boolean {
    const { broadcasts, ledgerMessages } = this.#parts.stores
    const lines = new Map<string, { id: BroadcastId; place: number }>()
    for (const message of ids) {
      const line = ledgerMessages.lineOf(message)
      if (line !== null) lines.set(`${line.id}/${line.place}`, line)
    }
    const runs = new Set<BroadcastId>()
    for (const { id, place } of lines.values()) {
      runs.add(id)
      this.#settle(id, place)
      this.#parts.changed(id, [place])
    }
    return [...runs].some((id) => {
      const state = broadcasts.get(id)?.state
      return state === 'finished' || state === 'cancelled'
    })
  }

  /** Settles everybody of an account whose messages were in the outbox. */
  settleAll(id: BroadcastId, account: AccountId): void {
    for (const place of this.#parts.stores.ledger.places(id, ['sending'], account)) {
      if (this.#settle(id, place)) this.#parts.changed(id, [place])
    }
  }

  /** They are not sent what was still to be sent; what was sent before stays what it is. */
  skip(id: BroadcastId, place: number, reason: SkipReason): void {
    this.#close(id, place, { state: 'skipped', skip: reason })
  }

  /** Nothing is sent to them any more: the run is over before their turn, or all of it has settled otherwise. */
  cancel(id: BroadcastId, place: number): void {
    this.#close(id, place, { state: 'cancelled', skip: null })
  }

  #close(
    id: BroadcastId,
    place: number,
    unsent: { state: 'skipped' | 'cancelled'; skip: SkipReason | null },
  ): void {
    const { clock, stores } = this.#parts
    const items = stores.ledger.get(id, place)?.items ?? []
    stores.ledger.forgetAgain(id, place)
    const former = items.some(({ messageId }) => messageId !== null) ? standingOf(items, null).state : null
    const isKnown = former === 'unconfirmed' || former === 'refused' || former === 'accepted'
    const { state, skip } = isKnown ? { state: former, skip: null } : unsent
    stores.ledger.setState(id, place, state, skip, clock.now())
  }

  /** Writes how a recipient stands whose messages are in the outbox; answers whether that is new. */
  #settle(id: BroadcastId, place: number): boolean {
    const { clock, stores } = this.#parts
    const found = stores.ledger.get(id, place)
    const line = found?.items.some(({ state }) => state === 'cancelled') ? this.#without(found) : found
    // whose turn is to come, or to come again, has nothing in the outbox
    if (line === null || line.state === 'queued') return false
    if (line.items.every(({ messageId }) => messageId === null)) return false
    const { state, skip } = standingOf(line.items, stores.runAccounts.breaker(id, line.accountId))
    if (state === line.state && skip === line.skip) return false
    stores.ledger.setState(id, place, state, skip, state === 'sending' ? null : clock.now())
    if (line.state === 'sending') this.#note(line, state)
    return true
  }

  /** The line without messages that never left. */
  #without({ broadcastId, place }: LedgerLine): LedgerLine | null {
    const { ledger } = this.#parts.stores
    ledger.takeBackAgain(broadcastId, place)
    return ledger.get(broadcastId, place)
  }

  /** Restrictions that the run has met; refusals in a row are told from those with somebody reached in between. */
  #note({ broadcastId, accountId, items }: LedgerLine, state: RecipientState): void {
    const { runAccounts } = this.#parts.stores
    const isRateLimited = items.some(
      (item) => item.state === 'refused' && item.reason === 'rate-limited' && item.resolution === null,
    )
    if (isRateLimited) runAccounts.noteRateLimited(broadcastId, accountId)
    if (state === 'refused' && isRefusedByServer(items)) runAccounts.noteRefused(broadcastId, accountId, true)
    if (state === 'accepted') runAccounts.noteRefused(broadcastId, accountId, false)
  }
}

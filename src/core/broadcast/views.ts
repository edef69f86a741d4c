import { sendKindOf } from '#core/media/content-kind.ts'
import type { Clock } from '#core/ports.ts'
import type { StoredBroadcast } from '#core/storage/broadcast-repository.ts'
import type { LedgerLine } from '#core/storage/ledger-repository.ts'
import { AppError } from '#shared/errors.ts'
import type {
  BroadcastDetails,
  BroadcastId,
  BroadcastRecipient,
  BroadcastSummary,
  RecipientState,
} from '#shared/model/broadcast.ts'
import type { AccountId } from '#shared/model/ids.ts'
import { averagePaceMs, intervalMs } from './schedule.ts'
import type { BroadcastStores } from './stores.ts'

const NOBODY: Record<RecipientState, number> = {
  queued: 0,
  sending: 0,
  accepted: 0,
  unconfirmed: 0,
  refused: 0,
  skipped: 0,
  cancelled: 0,
}

export interface BroadcastViewParts {
  clock: Pick<Clock, 'now'>
  /** False while the account's session cannot send. */
  canSend(id: AccountId): boolean
  stores: Pick<BroadcastStores, 'broadcasts' | 'contents' | 'ledger' | 'runAccounts' | 'sums'>
}

/** Broadcasts as windows see them. */
export class BroadcastViews {
  readonly #parts: BroadcastViewParts

  constructor(parts: BroadcastViewParts) {
    this.#parts = parts
  }

  /** The newest first. */
  summaries(): BroadcastSummary[] {
    const { broadcasts } = this.#parts.stores
    const active = broadcasts.active()
    return broadcasts.list().map((broadcast) => this.#summary(broadcast, active))
  }

  summary(id: BroadcastId): BroadcastSummary | null {
    const { broadcasts } = this.#parts.stores
    const broadcast = broadcasts.get(id)
    return broadcast === null ? null : this.#summary(broadcast, broadcasts.active())
  }

  #summary(broadcast: StoredBroadcast, active: StoredBroadcast | null): BroadcastSummary {
    const { sums, runAccounts } = this.#parts.stores
    const { id, state, reason, title, createdAt, startedAt, endedAt } = broadcast
    const isDraft = state === 'draft'
    const waitsFor = active?.id === id ? this.#waitsFor(id) : []
    return {
      id,
      state,
      reason,
      title,
      createdAt,
      startedAt,
      endedAt,
      waitsForTurn: state === 'running' && active?.id !== id,
      counts: isDraft ? NOBODY : this.#counts(id, active?.id === id),
      answered: isDraft ? 0 : sums.countAnswered(id),
      endsAt: active?.id === id && waitsFor.length === 0 ? this.#endsAt(broadcast) : null,
      breakers: isDraft ? [] : runAccounts.breakers(id),
      waitsFor,
    }
  }

  /** Nothing is called sending of which nothing is on its way. */
  #counts(id: BroadcastId, isActive: boolean): Record<RecipientState, number> {
    const { sums } = this.#parts.stores
    const counts = { ...NOBODY, ...Object.fromEntries(sums.counts(id)) }
    const held = counts.sending === 0 ? 0 : sums.countHeld(id, !isActive)
    return { ...counts, sending: counts.sending - held, queued: counts.queued + held }
  }

  #waitsFor(id: BroadcastId): AccountId[] {
    const { stores, canSend } = this.#parts
    return stores.ledger.openAccounts(id).filter((account) => !canSend(account))
  }

  #endsAt({ id, paceMs, perMinute }: StoredBroadcast): number {
    const { clock, stores } = this.#parts
    const open = stores.sums.openByAccount(id)
    const longest = Math.max(0, ...open) * averagePaceMs(paceMs)
    const all = open.reduce((sum, count) => sum + count, 0) * intervalMs(perMinute)
    return clock.now() + Math.max(longest, all)
  }

  /** A run with its ledger. @throws AppError `not-found` */
  details(id: BroadcastId): BroadcastDetails {
    const { broadcasts, contents, ledger } = this.#parts.stores
    const broadcast = broadcasts.get(id)
    if (broadcast === null) throw new AppError('not-found')
    const { text, fallbacks, files } = contents.get(broadcast.contentId)
    return {
      id,
      text,
      fallbacks,
      files: files.map(({ name, asFile, file }) => ({
        name,
        sendKind: asFile || file === null ? 'file' : sendKindOf(file),
        size: file?.size ?? null,
        kind: file?.kind ?? null,
      })),
      paceMs: broadcast.paceMs,
      reserve: broadcast.reserve,
      recipients: ledger.list(id).map((line) => toRecipient(line, broadcasts.active()?.id === id)),
    }
  }
}

/** A line as windows see it; nobody is called sending of whom nothing is on its way. */
export function toRecipient({ items, ...line }: LedgerLine, isActive: boolean): BroadcastRecipient {
  const isOnItsWay = items.some(({ state }) => state === 'uploading' || state === 'sending')
  const isHeld = !isActive || items.some(({ state, reason }) => state === 'queued' && reason !== null)
  return {
    ...line,
    state: line.state === 'sending' && !isOnItsWay && isHeld ? 'queued' : line.state,
    items: items.map(({ isPaced: _, ...item }) => item),
  }
}

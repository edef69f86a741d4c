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
    return {
      id,
      state,
      reason,
      title,
      createdAt,
      startedAt,
      endedAt,
      waitsForTurn: state === 'running' && active?.id !== id,
      counts: isDraft ? NOBODY : { ...NOBODY, ...Object.fromEntries(sums.counts(id)) },
      answered: isDraft ? 0 : sums.countAnswered(id),
      endsAt: active?.id === id ? this.#endsAt(broadcast) : null,
      breakers: isDraft ? [] : runAccounts.breakers(id),
      waitsFor: [],
    }
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
      recipients: ledger.list(id).map(toRecipient),
    }
  }
}

/** A line as windows see it. */
export function toRecipient({ items, ...line }: LedgerLine): BroadcastRecipient {
  return { ...line, items: items.map(({ isPaced: _, ...item }) => item) }
}

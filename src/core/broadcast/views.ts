import { sendKindOf } from '#core/media/content-kind.ts'
import type { Clock } from '#core/ports.ts'
import type { StoredBroadcast } from '#core/storage/broadcast-repository.ts'
import { AppError } from '#shared/errors.ts'
import { LEDGER_PORTION } from '#shared/limits.ts'
import type {
  BroadcastDetails,
  BroadcastRecipient,
  BroadcastSummary,
  RecipientState,
} from '#shared/model/broadcast.ts'
import { NO_RECIPIENTS } from '#shared/model/broadcast-defaults.ts'
import type { AccountId, BroadcastId } from '#shared/model/ids.ts'
import { type LedgerLine, lineOf } from './recipient-state.ts'
import { averagePaceMs, intervalMs } from './schedule.ts'
import type { BroadcastStores } from './stores.ts'

export interface BroadcastViewDeps {
  clock: Pick<Clock, 'now'>
  /** False while the account's session cannot send. */
  canSend(id: AccountId): boolean
  stores: Pick<BroadcastStores, 'broadcasts' | 'contents' | 'ledger' | 'runAccounts' | 'sums'>
}

/** Broadcasts as windows see them. */
export class BroadcastViews {
  readonly #deps: BroadcastViewDeps

  constructor(deps: BroadcastViewDeps) {
    this.#deps = deps
  }

  /** The newest first. */
  summaries(): BroadcastSummary[] {
    const { broadcasts } = this.#deps.stores
    const active = broadcasts.active()
    return broadcasts.list().map((broadcast) => this.#summary(broadcast, active))
  }

  summary(id: BroadcastId): BroadcastSummary | null {
    const { broadcasts } = this.#deps.stores
    const broadcast = broadcasts.get(id)
    return broadcast === null ? null : this.#summary(broadcast, broadcasts.active())
  }

  #summary(broadcast: StoredBroadcast, active: StoredBroadcast | null): BroadcastSummary {
    const { broadcasts, sums, runAccounts } = this.#deps.stores
    const { id, state, reason, title, createdAt, startedAt, endedAt, due, isArchived } = broadcast
    const isDraft = state === 'draft' || state === 'scheduled' || state === 'starting'
    const waitsFor = active?.id === id ? this.#waitsFor(id) : []
    return {
      id,
      state,
      reason,
      title,
      createdAt,
      startedAt,
      endedAt,
      scheduled:
        state === 'scheduled' && due !== null ? { due, people: broadcasts.countConfirmed(id) } : null,
      isArchived,
      waitsForTurn: state === 'running' && active?.id !== id,
      counts: isDraft ? NO_RECIPIENTS : this.#counts(id),
      answered: isDraft ? 0 : sums.countAnswered(id),
      endsAt: active?.id === id && waitsFor.length === 0 ? this.#endsAt(broadcast) : null,
      breakers: isDraft ? [] : runAccounts.breakers(id),
      waitsFor,
    }
  }

  /** Nobody is called sending of whom nothing is on its way while nothing can leave. */
  #counts(id: BroadcastId): Record<RecipientState, number> {
    const { sums } = this.#deps.stores
    const counts = { ...NO_RECIPIENTS, ...Object.fromEntries(sums.counts(id)) }
    const isHeld = this.#holding(id)
    for (const { accountId, people, onTheirWay } of counts.sending === 0 ? [] : sums.sendingByAccount(id)) {
      const held = isHeld(accountId) ? people - onTheirWay : 0
      counts.sending -= held
      counts.queued += held
    }
    return counts
  }

  /** How windows see the lines of a run, as it stands now. */
  lineView(id: BroadcastId): (line: LedgerLine) => BroadcastRecipient {
    const isHeld = this.#holding(id)
    return (line) => toRecipient(line, isHeld(line.accountId))
  }

  /** Whether nothing of a run can leave through an account now. */
  #holding(id: BroadcastId): (account: AccountId) => boolean {
    const { stores, canSend } = this.#deps
    const isActive = stores.broadcasts.active()?.id === id
    return (account) => !isActive || !canSend(account)
  }

  #waitsFor(id: BroadcastId): AccountId[] {
    const { stores, canSend } = this.#deps
    return stores.ledger.openAccounts(id).filter((account) => !canSend(account))
  }

  #endsAt({ id, paceMs, perMinute }: StoredBroadcast): number {
    const { clock, stores } = this.#deps
    const open = stores.sums.openByAccount(id)
    const longest = Math.max(0, ...open) * averagePaceMs(paceMs)
    const all = open.reduce((sum, count) => sum + count, 0) * intervalMs(perMinute)
    return clock.now() + Math.max(longest, all)
  }

  /** Lines of a run's ledger from a place on, at most so many. @throws AppError `not-found` */
  lines(id: BroadcastId, from: number, most = LEDGER_PORTION): BroadcastRecipient[] {
    const { broadcasts, ledger } = this.#deps.stores
    if (broadcasts.get(id) === null) throw new AppError('not-found')
    return ledger.some(id, from, most).map(lineOf).map(this.lineView(id))
  }

  /** A run with the beginning of its ledger. @throws AppError `not-found` */
  details(id: BroadcastId): BroadcastDetails {
    const { broadcasts, contents } = this.#deps.stores
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
      recipients: this.lines(id, 0),
    }
  }
}

/** A line without what only main asks about; held: nothing of it can leave now. */
function toRecipient(line: LedgerLine, isHeld: boolean): BroadcastRecipient {
  const isOnItsWay = line.items.some(({ state }) => state === 'uploading' || state === 'sending')
  return {
    broadcastId: line.broadcastId,
    place: line.place,
    conversationId: line.conversationId,
    accountId: line.accountId,
    contactUserId: line.contactUserId,
    isPlanned: line.isPlanned,
    state: line.state === 'sending' && isHeld && !isOnItsWay ? 'queued' : line.state,
    skip: line.skip,
    items: line.items.map(({ messageId, state, reason, resolution, mayBeThere }) => ({
      ...{ messageId, state, reason, resolution, mayBeThere },
    })),
    settledAt: line.settledAt,
    answeredAt: line.answeredAt,
  }
}

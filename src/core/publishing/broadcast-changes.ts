import { lineOf } from '#core/broadcast/recipient-state.ts'
import type { BroadcastViews } from '#core/broadcast/views.ts'
import type { Clock } from '#core/ports.ts'
import type { BroadcastContentRepository } from '#core/storage/broadcast-content-repository.ts'
import type { LedgerRepository } from '#core/storage/ledger-repository.ts'
import type { BroadcastId } from '#shared/model/ids.ts'
import type { ChangeBus } from './change-bus.ts'

/** Sums of a run are made anew this often at most, while its lines go out as they change. */
const SUMS_EVERY_MS = 250

export interface BroadcastChangesParts {
  clock: Clock
  bus: Pick<ChangeBus, 'publish'>
  contents: Pick<BroadcastContentRepository, 'templates'>
  ledger: Pick<LedgerRepository, 'get'>
  views: BroadcastViews
  failed(error: unknown): void
}

/** Changes of broadcasts; the lines of a ledger go out only where they are watched. */
export class BroadcastChanges {
  readonly #parts: BroadcastChangesParts
  #watched: BroadcastId | null = null
  readonly #stale = new Set<BroadcastId>()
  #cancelTimer: (() => void) | null = null

  constructor(parts: BroadcastChangesParts) {
    this.#parts = parts
  }

  watch(id: BroadcastId | null): void {
    this.#watched = id
  }

  stop(): void {
    this.#cancelTimer?.()
  }

  templates(): void {
    const { bus, contents } = this.#parts
    bus.publish({ kind: 'templates', templates: contents.templates() })
  }

  removed(id: BroadcastId): void {
    this.#stale.delete(id)
    this.#parts.bus.publish({ kind: 'broadcast-removed', id })
  }

  /** The whole broadcast, at once. */
  now(id: BroadcastId): void {
    this.#stale.delete(id)
    const broadcast = this.#parts.views.summary(id)
    if (broadcast !== null) this.#parts.bus.publish({ kind: 'broadcast', broadcast })
  }

  /** Lines of its ledger, and soon its sums. */
  lines(id: BroadcastId, places: readonly number[]): void {
    const { bus, clock, ledger, views } = this.#parts
    if (id === this.#watched && places.length > 0) {
      const view = views.lineView(id)
      for (const place of places) {
        const stored = ledger.get({ id, place })
        if (stored !== null) bus.publish({ kind: 'broadcast-recipient', recipient: view(lineOf(stored)) })
      }
    }
    this.#stale.add(id)
    this.#cancelTimer ??= clock.setTimeout(SUMS_EVERY_MS, () => this.#publishSums())
  }

  #publishSums(): void {
    this.#cancelTimer = null
    try {
      for (const id of [...this.#stale]) this.now(id)
    } catch (error) {
      this.#parts.failed(error)
    }
  }
}

import type { ChangeBus } from '#core/events/change-bus.ts'
import type { Clock } from '#core/ports.ts'
import type { BroadcastId, ConversationId } from '#shared/model/ids.ts'
import { lineOf } from './recipient-state.ts'
import type { BroadcastStores } from './stores.ts'
import type { BroadcastViews } from './views.ts'

/** Sums of a run are made anew this often at most, while its lines go out as they change. */
const SUMS_EVERY_MS = 250
/** What somebody writes later than this is no answer to what they got. */
const ANSWER_WITHIN_MS = 3 * 24 * 60 * 60 * 1000

export interface AnnouncerParts {
  clock: Clock
  bus: Pick<ChangeBus, 'publish'>
  stores: Pick<BroadcastStores, 'contents' | 'ledger'>
  views: BroadcastViews
  failed(error: unknown): void
}

/** Tells windows what changed in broadcasts; the lines of a ledger only to those who watch it. */
export class BroadcastAnnouncer {
  readonly #parts: AnnouncerParts
  #watched: BroadcastId | null = null
  readonly #stale = new Set<BroadcastId>()
  #cancelTimer: (() => void) | null = null

  constructor(parts: AnnouncerParts) {
    this.#parts = parts
  }

  watch(id: BroadcastId | null): void {
    this.#watched = id
  }

  stop(): void {
    this.#cancelTimer?.()
  }

  templates(): void {
    const { bus, stores } = this.#parts
    bus.publish({ kind: 'templates', templates: stores.contents.templates() })
  }

  removed(id: BroadcastId): void {
    this.#stale.delete(id)
    this.#parts.bus.publish({ kind: 'broadcast-removed', id })
  }

  /** The broadcast changed in a way that an operator waits for. */
  now(id: BroadcastId): void {
    this.#stale.delete(id)
    const broadcast = this.#parts.views.summary(id)
    if (broadcast !== null) this.#parts.bus.publish({ kind: 'broadcast', broadcast })
  }

  /** Whether anything of it can leave changed, and so how those in the outbox are called. */
  held(id: BroadcastId): void {
    this.lines(id, this.#parts.stores.ledger.places(id, ['sending']))
  }

  /** Lines of its ledger changed, and with them its sums. */
  lines(id: BroadcastId, places: Iterable<number>): void {
    const { bus, clock, stores, views } = this.#parts
    if (id === this.#watched) {
      const view = views.lineView(id)
      for (const place of places) {
        const stored = stores.ledger.get({ id, place })
        if (stored !== null) bus.publish({ kind: 'broadcast-recipient', recipient: view(lineOf(stored)) })
      }
    }
    this.#stale.add(id)
    this.#cancelTimer ??= clock.setTimeout(SUMS_EVERY_MS, () => this.#announceSums())
  }

  /** Somebody wrote: who got a broadcast a short while before has answered it. */
  written(conversations: Iterable<ConversationId>): void {
    const { clock, stores } = this.#parts
    const since = clock.now() - ANSWER_WITHIN_MS
    for (const conversation of conversations) {
      for (const { id, place } of stores.ledger.recordAnswer(conversation, since)) this.lines(id, [place])
    }
  }

  #announceSums(): void {
    this.#cancelTimer = null
    try {
      for (const id of [...this.#stale]) this.now(id)
    } catch (error) {
      this.#parts.failed(error)
    }
  }
}

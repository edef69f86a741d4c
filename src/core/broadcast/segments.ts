import type { EventSink } from '#core/events/event-bus.ts'
import { AppError } from '#shared/errors.ts'
import type { SegmentId } from '#shared/model/ids.ts'
import type { SegmentFilter } from '#shared/model/recipient-choice.ts'
import type { BroadcastStores } from './stores.ts'

export interface SegmentsDeps {
  stores: Pick<BroadcastStores, 'database' | 'segments'>
  events: EventSink
}

/** Filters of contacts that the operator keeps under names. Drafts and runs hold filters of their own. */
export class Segments {
  readonly #deps: SegmentsDeps

  constructor(deps: SegmentsDeps) {
    this.#deps = deps
  }

  /** Keeps a filter; a segment of that name gets it. */
  save(name: string, filter: SegmentFilter): SegmentId {
    return this.#change((segments) => segments.save(name, filter))
  }

  /** @throws AppError `segment-name-taken`, `not-found` */
  rename(id: SegmentId, name: string): void {
    this.#change((segments) => {
      const other = segments.idOf(name)
      if (other !== null && other !== id) throw new AppError('segment-name-taken')
      if (!segments.rename(id, name)) throw new AppError('not-found')
    })
  }

  remove(id: SegmentId): void {
    this.#change((segments) => segments.remove(id))
  }

  #change<T>(change: (segments: BroadcastStores['segments']) => T): T {
    const { stores, events } = this.#deps
    return stores.database.transaction(() => {
      events.raise({ kind: 'segments-changed' })
      return change(stores.segments)
    })
  }
}

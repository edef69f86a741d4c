import type { UpdateBatch, UpdateSink } from '#core/accounts/ports.ts'
import type { EventSink } from '#core/events/event-bus.ts'
import type { AccountId } from '#shared/model/ids.ts'

/** A sink that tells whether what comes in can be stored. */
export class WatchedSink implements UpdateSink {
  readonly #sink: UpdateSink
  readonly #events: EventSink
  readonly #failing = new Set<AccountId>()

  constructor(sink: UpdateSink, events: EventSink) {
    this.#sink = sink
    this.#events = events
  }

  get isFailing(): boolean {
    return this.#failing.size > 0
  }

  ingest(batch: UpdateBatch): boolean {
    const { accountId } = batch
    const wasFailing = this.isFailing
    try {
      const isCurrent = this.#sink.ingest(batch)
      // all accounts share one database; an account alone may have left without a further batch
      if (batch.messages.length > 0) this.#failing.clear()
      else this.#failing.delete(accountId)
      return isCurrent
    } catch (error) {
      this.#failing.add(accountId)
      this.#events.raise({ kind: 'ingest-failed', accountId, error })
      throw error
    } finally {
      // whether it fails is among the facts about the app
      if (wasFailing !== this.isFailing) this.#events.raise({ kind: 'app-info-changed' })
    }
  }
}

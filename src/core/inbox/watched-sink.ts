import type { Ingested, UpdateBatch, UpdateSink } from '#core/accounts/ports.ts'
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

  async ingest(batch: UpdateBatch): Promise<Ingested> {
    const { accountId } = batch
    try {
      const ingested = await this.#sink.ingest(batch)
      this.#change(() => {
        // all accounts share one database; an account alone may have left without a further batch
        if (batch.messages.length > 0) this.#failing.clear()
        else this.#failing.delete(accountId)
      })
      return ingested
    } catch (error) {
      this.#change(() => this.#failing.add(accountId))
      this.#events.raise({ kind: 'ingest-failed', accountId, error })
      throw error
    }
  }

  /** Whether it fails is among the facts about the app. */
  #change(change: () => void): void {
    const wasFailing = this.isFailing
    change()
    if (wasFailing !== this.isFailing) this.#events.raise({ kind: 'app-info-changed' })
  }
}

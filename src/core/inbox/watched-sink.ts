import type { UpdateBatch, UpdateSink } from '#core/accounts/ports.ts'
import type { AccountId } from '#shared/model/ids.ts'

export interface StorageWatcher {
  /** A batch could not be stored; its account keeps it and tries again. */
  onFailure(accountId: AccountId, error: unknown): void
  /** Storing has begun to fail, or works again. */
  onChange(isFailing: boolean): void
}

/** A sink that tells whether what comes in can be stored. */
export class WatchedSink implements UpdateSink {
  readonly #sink: UpdateSink
  readonly #watcher: StorageWatcher
  readonly #failing = new Set<AccountId>()

  constructor(sink: UpdateSink, watcher: StorageWatcher) {
    this.#sink = sink
    this.#watcher = watcher
  }

  get isFailing(): boolean {
    return this.#failing.size > 0
  }

  ingest(batch: UpdateBatch): boolean {
    const wasFailing = this.isFailing
    try {
      const isCurrent = this.#sink.ingest(batch)
      // all accounts share one database; an account alone may have left without a further batch
      if (batch.messages.length > 0) this.#failing.clear()
      else this.#failing.delete(batch.accountId)
      return isCurrent
    } catch (error) {
      this.#failing.add(batch.accountId)
      this.#watcher.onFailure(batch.accountId, error)
      throw error
    } finally {
      if (wasFailing !== this.isFailing) this.#watcher.onChange(this.isFailing)
    }
  }
}

import type { FailurePlace } from '#core/diagnostics/log-event.ts'
import type { Database } from '#core/storage/database.ts'
import type { DomainEvent } from './domain-event.ts'

/** Where services say what has happened. */
export interface EventSink {
  /** Inside a transaction the event waits for its commit and is dropped with it; outside it is told at once. */
  raise(event: DomainEvent): void
}

/** Somebody who is told of everything that happened. */
export interface Subscriber {
  /** Where its failures are said to have happened. */
  place: FailurePlace
  handle(event: DomainEvent): void
}

/**
 * Tells the subscribers what happened, after the commit, one event after the other and each of them in their
 * order. What a subscriber raises comes after the event it was told of, and before the first `raise`, or the
 * transaction around it, returns: whoever goes on then knows that everybody has been told. A failure of a
 * subscriber reaches neither whoever raised the event nor the other subscribers.
 */
export class EventBus implements EventSink {
  readonly #database: Pick<Database, 'whenSettled'>
  readonly #failed: (place: FailurePlace, error: unknown) => void
  readonly #queue: DomainEvent[] = []
  #subscribers: readonly Subscriber[] = []
  /** Events of the transaction under way; null when it has raised none. */
  #uncommitted: DomainEvent[] | null = null
  #isDelivering = false

  constructor(
    database: Pick<Database, 'whenSettled'>,
    failed: (place: FailurePlace, error: unknown) => void,
  ) {
    this.#database = database
    this.#failed = failed
  }

  /** Adds subscribers, behind those that are there. */
  subscribe(...subscribers: readonly Subscriber[]): void {
    this.#subscribers = [...this.#subscribers, ...subscribers]
  }

  raise(event: DomainEvent): void {
    if (this.#uncommitted !== null) {
      this.#uncommitted.push(event)
      return
    }
    const events = [event]
    this.#uncommitted = events
    this.#database.whenSettled((isCommitted) => {
      this.#uncommitted = null
      if (isCommitted) this.#deliver(events)
    })
  }

  #deliver(events: readonly DomainEvent[]): void {
    this.#queue.push(...events)
    if (this.#isDelivering) return
    this.#isDelivering = true
    try {
      for (let event = this.#queue.shift(); event !== undefined; event = this.#queue.shift())
        this.#tell(event)
    } finally {
      this.#isDelivering = false
    }
  }

  #tell(event: DomainEvent): void {
    for (const subscriber of this.#subscribers) {
      try {
        subscriber.handle(event)
      } catch (error) {
        this.#failed(subscriber.place, error)
      }
    }
  }
}

import type { DomainEvent } from '#core/events/domain-event.ts'
import { EventBus } from '#core/events/event-bus.ts'
import type { Database } from '#core/storage/database.ts'

/** A bus that keeps what was told, and fails loudly when a subscriber does. */
export class TestEvents extends EventBus {
  readonly told: DomainEvent[] = []

  /** @param database without one, every event is told at once */
  constructor(database: Pick<Database, 'whenSettled'> = { whenSettled: (tell) => tell(true) }) {
    super(database, (place, error) => {
      throw new Error(`a subscriber failed: ${place}`, { cause: error })
    })
    this.on((event) => this.told.push(event))
  }

  /** Calls `handle` with everything that is told from now on. */
  on(handle: (event: DomainEvent) => void): void {
    this.subscribe({ place: 'timeline', handle })
  }

  /** What was told of one kind, oldest first. */
  of<K extends DomainEvent['kind']>(kind: K): Extract<DomainEvent, { kind: K }>[] {
    return this.told.filter((event): event is Extract<DomainEvent, { kind: K }> => event.kind === kind)
  }
}

import type { EventSink } from '#core/events/event-bus.ts'
import type { Clock } from '#core/ports.ts'
import type { AccountId, MessageId } from '#shared/model/ids.ts'
import { raiseSendsChanged } from './sends-changed.ts'
import type { OutboxStores } from './settle.ts'

/** How long a release waits after its commit failed, for example on a full disk. */
const STORAGE_RETRY_MS = 5_000

export interface HoldsDeps {
  clock: Clock
  stores: OutboxStores
  events: EventSink
  /** How long a person's message is held before it leaves, in ms; 0: not at all. */
  holdMs(): number
  /** The account has something to send. */
  released(accountId: AccountId): void
  /** A commit failed; it is tried again. */
  failed(error: unknown): void
}

/**
 * Lets messages that are held go after their moment, all of one send together. How long that is counts from the
 * send and by this run's clock alone: what is still held when the program ends does not leave by itself (P15).
 */
export class Holds {
  readonly #deps: HoldsDeps
  /** What ends the waits that go on. */
  readonly #waits = new Set<() => void>()
  #isStopped = false

  constructor(deps: HoldsDeps) {
    this.#deps = deps
  }

  /** Whether a message that is sent now is held. */
  get isOn(): boolean {
    return this.#deps.holdMs() > 0
  }

  /** Lets these go after their moment. */
  begin(accountId: AccountId, ids: readonly MessageId[]): void {
    this.#releaseIn(this.#deps.holdMs(), accountId, ids)
  }

  stop(): void {
    this.#isStopped = true
    for (const cancel of this.#waits) cancel()
    this.#waits.clear()
  }

  #releaseIn(ms: number, accountId: AccountId, ids: readonly MessageId[]): void {
    if (this.#isStopped) return
    const cancel = this.#deps.clock.setTimeout(ms, () => {
      this.#waits.delete(cancel)
      try {
        this.#release(accountId, ids)
      } catch (error) {
        this.#deps.failed(error)
        this.#releaseIn(STORAGE_RETRY_MS, accountId, ids)
      }
    })
    this.#waits.add(cancel)
  }

  /** What has been taken back or cancelled meanwhile is held no more. */
  #release(accountId: AccountId, ids: readonly MessageId[]): void {
    const { stores, released } = this.#deps
    const held = ids.filter((id) => stores.messages.get(id)?.sending?.state === 'held')
    if (held.length === 0) return
    stores.database.transaction(() => {
      for (const id of held) stores.writer.setState(id, 'queued')
      raiseSendsChanged(this.#deps, accountId, held)
    })
    released(accountId)
  }
}

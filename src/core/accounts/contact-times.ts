import type { EventSink } from '#core/events/event-bus.ts'
import type { Clock } from '#core/ports.ts'
import type { AccountRepository } from '#core/storage/account-repository.ts'

/** How often times of contact are written and shown while nothing else changes. */
const FLUSH_MS = 60_000

export interface ContactTimesDeps {
  clock: Clock
  accounts: Pick<AccountRepository, 'flushContacts'>
  events: EventSink
  failed(error: unknown): void
}

/** Writes now and then when each account's server answered last, which alone is not worth a commit. */
export class ContactTimes {
  readonly #deps: ContactTimesDeps
  #cancelTimer: () => void = () => {}

  constructor(deps: ContactTimesDeps) {
    this.#deps = deps
  }

  start(): void {
    this.#cancelTimer = this.#deps.clock.setTimeout(FLUSH_MS, () => {
      const accountIds = this.#flush()
      if (accountIds.length > 0) this.#deps.events.raise({ kind: 'accounts-changed', accountIds })
      this.start()
    })
  }

  /** Writes what is left, for quitting. */
  stop(): void {
    this.#cancelTimer()
    this.#flush()
  }

  #flush() {
    try {
      return this.#deps.accounts.flushContacts()
    } catch (error) {
      // they are kept, and written the next time
      this.#deps.failed(error)
      return []
    }
  }
}

import type { DomainEvent } from './events/domain-event.ts'
import type { Subscriber } from './events/event-bus.ts'
import type { Stores } from './stores.ts'

export interface KeepAwakeDeps {
  stores: Pick<Stores, 'scheduled' | 'broadcasts'>
  /** The operator wants it. */
  isWanted(): boolean
  /** Keeps the computer from falling asleep by itself, or lets it. */
  keepAwake(on: boolean): void
}

/**
 * Keeps the computer from falling asleep by itself while something is to leave at a time, or a broadcast runs or is to start. The screen
 * may go dark, and whoever closes the lid has the last word.
 */
export class KeepAwake implements Subscriber {
  readonly place = 'schedule'
  readonly #deps: KeepAwakeDeps
  #isOn = false

  constructor(deps: KeepAwakeDeps) {
    this.#deps = deps
  }

  handle({ kind }: DomainEvent): void {
    if (
      kind === 'scheduled-changed' ||
      kind === 'broadcast-changed' ||
      kind === 'broadcast-removed' ||
      kind === 'settings-changed'
    )
      this.check()
  }

  /** Does what holds now: at the start, and after anything that may have changed it. */
  check(): void {
    const { stores, isWanted } = this.#deps
    const { scheduled, broadcasts } = stores
    const isNeeded =
      scheduled.nextDue() !== null || broadcasts.countToStart() > 0 || broadcasts.active() !== null
    this.#set(isWanted() && isNeeded)
  }

  /** The product ends. */
  stop(): void {
    this.#set(false)
  }

  #set(isOn: boolean): void {
    if (isOn === this.#isOn) return
    this.#isOn = isOn
    this.#deps.keepAwake(isOn)
  }
}

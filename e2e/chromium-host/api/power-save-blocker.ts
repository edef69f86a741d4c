import type { PowerSaveBlocker } from 'electron'
import type { Recorded } from '../recorder.ts'
import { strict } from '../strict.ts'

/** `powerSaveBlocker`: keeps nothing awake, and records who would. */
export class HostPowerSaveBlocker implements Pick<PowerSaveBlocker, 'start' | 'stop' | 'isStarted'> {
  static {
    strict('powerSaveBlocker', HostPowerSaveBlocker.prototype)
  }

  readonly #recorded: Pick<Recorded, 'blockers'>
  #last = 0

  constructor(recorded: Pick<Recorded, 'blockers'>) {
    this.#recorded = recorded
  }

  start(type: 'prevent-app-suspension' | 'prevent-display-sleep'): number {
    this.#last += 1
    this.#recorded.blockers.push({ id: this.#last, type })
    return this.#last
  }

  stop(id: number): boolean {
    const { blockers } = this.#recorded
    const index = blockers.findIndex((one) => one.id === id)
    if (index >= 0) blockers.splice(index, 1)
    return index >= 0
  }

  isStarted(id: number): boolean {
    return this.#recorded.blockers.some((one) => one.id === id)
  }
}

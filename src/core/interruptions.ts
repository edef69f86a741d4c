import type { AccountSupervisor } from './accounts/supervisor.ts'
import { watchClock } from './diagnostics/clock-watch.ts'
import type { Clock, Log } from './ports.ts'

/** A computer that changes its network says so several times. */
const NETWORK_SETTLE_MS = 500

export interface InterruptionDeps {
  clock: Clock
  log: Log
  supervisor: Pick<AccountSupervisor, 'suspend' | 'resume'>
}

/** Sleep, networks that change and clocks that jump: after each of them open polls may be dead (P16). */
export class Interruptions {
  readonly #deps: InterruptionDeps
  #cancelClockWatch: () => void = () => {}
  #cancelNetworkChange: (() => void) | null = null

  constructor(deps: InterruptionDeps) {
    this.#deps = deps
  }

  /** Begins to watch the clock. */
  start(): void {
    const { clock, log, supervisor } = this.#deps
    this.#cancelClockWatch = watchClock(clock, (ms) => {
      log.write({ kind: 'clock-jump', ms })
      // a clock that is ahead at once may be a sleep that nobody told us of
      if (ms > 0) supervisor.resume()
    })
  }

  stop(): void {
    this.#cancelClockWatch()
    this.#cancelNetworkChange?.()
  }

  /** A change comes as several events; the polls are opened anew once, soon after the first. */
  networkChanged(): void {
    const { clock, log, supervisor } = this.#deps
    this.#cancelNetworkChange ??= clock.setTimeout(NETWORK_SETTLE_MS, () => {
      this.#cancelNetworkChange = null
      log.write({ kind: 'network-changed' })
      supervisor.resume()
    })
  }

  suspend(): void {
    this.#deps.log.write({ kind: 'power', event: 'suspend' })
    this.#deps.supervisor.suspend()
  }

  resume(): void {
    this.#deps.log.write({ kind: 'power', event: 'resume' })
    // the clock has gone on during the sleep, which is known now
    this.#cancelClockWatch()
    this.start()
    this.#deps.supervisor.resume()
  }
}

import type { Failure, LogEvent } from '#core/diagnostics/log-event.ts'
import type { Log } from '#core/ports.ts'

/** A log that keeps its events and hands every failure on. */
export class TestLog implements Log {
  readonly events: LogEvent[] = []
  readonly #onFailure: (where: string, failure: Failure) => void

  constructor(onFailure: (where: string, failure: Failure) => void = () => {}) {
    this.#onFailure = onFailure
  }

  write(event: LogEvent): void {
    this.events.push(event)
    if (event.kind === 'failure') this.#onFailure(event.where, event.failure)
    if (event.kind === 'request-failed') this.#onFailure(event.request, event.failure)
  }

  files(): { name: string; content: Uint8Array }[] {
    const text = this.events.map((event) => `${JSON.stringify(event)}\n`).join('')
    return [{ name: 'main.log', content: new TextEncoder().encode(text) }]
  }
}

import { HttpFailure } from '../ilink/ports.ts'
import { toHttpFailure } from './failure.ts'

/**
 * Ends a transfer in which no byte has moved, up or down, for a while. It stands still until `run`, and
 * while whoever reads the answer has a chunk in hand: only the wait for the other side counts.
 */
export class StallWatch {
  readonly #limitMs: number
  readonly #asked: AbortSignal
  readonly #abort = new AbortController()
  #timer: NodeJS.Timeout | null = null
  /** Aborts with the caller's signal or by standing still. */
  readonly signal: AbortSignal

  constructor(limitMs: number, signal: AbortSignal) {
    this.#limitMs = limitMs
    this.#asked = signal
    this.signal = AbortSignal.any([signal, this.#abort.signal])
  }

  get isStalled(): boolean {
    return this.#abort.signal.aborted
  }

  /** Counts anew from now on. */
  run(): void {
    this.pause()
    if (this.signal.aborted) return
    this.#timer = setTimeout(() => this.#abort.abort(), this.#limitMs)
  }

  /** Counts no more until the next `run`, whatever `follow` sees. */
  pause(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
  }

  /** The chunks that go up; each one that is taken or asked for is a sign of life. */
  async *follow(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      this.#timer?.refresh()
      yield chunk
      this.#timer?.refresh()
    }
    this.#timer?.refresh()
  }

  /** The chunks that come down, the last of the transfer: with their end the watch is over. */
  async *read(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    try {
      this.run()
      for await (const chunk of chunks) {
        this.pause()
        yield chunk
        this.run()
      }
    } finally {
      this.pause()
    }
  }

  /** The failure for what the transfer threw; after a stall nobody knows whether anything was taken. */
  failureOf(thrown: unknown, isTunnelled: boolean): HttpFailure {
    return this.isStalled
      ? new HttpFailure({ kind: 'timeout', reason: 'other', code: null, notSent: false })
      : toHttpFailure(thrown, this.#asked, isTunnelled)
  }
}

import type { Timers } from '../ports.ts'

/** Into how many pieces a slow body is cut. */
const pieces = 8

/** Says when a slow body of known length has come to the end of one of its eight pieces. */
export class Pace {
  readonly #piece: number
  #at = 0

  constructor(length: number) {
    this.#piece = Math.max(1, Math.ceil(length / pieces))
  }

  /** Bytes up to the next pause. */
  get left(): number {
    return this.#piece - (this.#at % this.#piece)
  }

  /** Counts bytes that passed; tells whether a pause is due. */
  passed(bytes: number): boolean {
    const before = Math.floor(this.#at / this.#piece)
    this.#at += bytes
    return Math.floor(this.#at / this.#piece) > before
  }
}

/** Resolves `ms` later, or at once when `onClose` fires first. */
export function pause(timers: Timers, ms: number, onClose: (run: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    const cancel = timers.after(ms, resolve)
    onClose(() => {
      cancel()
      resolve()
    })
  })
}

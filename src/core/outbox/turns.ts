/** Senders that look for work in one turn of the event loop. */
const AT_A_TIME = 10

/**
 * Lets senders who waited for the same moment look for work a few at a time. Hundreds may wait for one: where somebody's
 * message leaves the others wait for the next, but where a run is over each finds out by itself, and main answers others
 * in between (B10).
 */
export class Turns {
  readonly #waiting: (() => void)[] = []
  #left = AT_A_TIME
  #isCounting = false

  /** Calls at once or, where others were first, a few turns of the event loop later. */
  take(look: () => void): void {
    this.#waiting.push(look)
    this.#goOn()
  }

  #goOn(): void {
    const next = this.#waiting.splice(0, this.#left)
    if (next.length === 0) return
    this.#left -= next.length
    if (!this.#isCounting) {
      this.#isCounting = true
      setImmediate(() => {
        this.#isCounting = false
        this.#left = AT_A_TIME
        this.#goOn()
      })
    }
    for (const look of next) look()
  }
}

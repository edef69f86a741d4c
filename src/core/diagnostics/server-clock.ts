import type { EventSink } from '#core/events/event-bus.ts'
import type { AnsweredAt } from '#core/ilink/transport.ts'

/** A difference up to this is nothing to speak of (P19). */
const RIGHT_MS = 5 * 60_000
/** What is said of a clock that is off changes in whole minutes. */
const STEP_MS = 60_000

/** Compares this computer's clock with the server's, whenever an answer tells its time. */
export class ServerClock {
  readonly #events: EventSink
  #aheadMs: number | null = null

  constructor(events: EventSink) {
    this.#events = events
  }

  /** How far this computer's clock is ahead of the server's, negative where it is behind; null while it is right. */
  get aheadMs(): number | null {
    return this.#aheadMs
  }

  /** An answer came. One that waited here while the computer slept tells nothing wrong: its time lies in between. */
  compare({ askedAt, answeredAt, serverAt }: AnsweredAt): void {
    const isBetween = askedAt <= serverAt && serverAt <= answeredAt
    const aheadMs = isBetween ? 0 : answeredAt - serverAt
    const isOff = Math.abs(aheadMs) > RIGHT_MS
    const isKnown = isOff
      ? this.#aheadMs !== null && Math.abs(aheadMs - this.#aheadMs) < STEP_MS
      : this.#aheadMs === null
    if (isKnown) return
    this.#aheadMs = isOff ? aheadMs : null
    // whether it is right is among the facts about the app
    this.#events.raise({ kind: 'app-info-changed' })
  }
}

/** What became of a day's messages so far. People are counted once, whatever accounts they write to. */
export interface DayTally {
  /** People who wrote. */
  wrote: number
  /** People whom an answer reached the server for. */
  answered: number
  /** People whose reply window closed before anybody had answered. */
  expired: number
  /** The middle one of the times from somebody's first unanswered message to the answer, in ms; null without any. */
  medianMs: number | null
}

import type { ReadInput, ReadName, ReadOutput } from './queries.ts'

/** Reads that may take long, away from main's thread. They see what was committed before they were asked for. */
export interface Reads {
  /**
   * Answers one of the named reads.
   * @throws ReadError when it failed, or when its thread ended before the answer; asked again, it may go well
   */
  run<N extends ReadName>(name: N, input: ReadInput<N>): Promise<ReadOutput<N>>
  /** Moves what was committed from the log beside the database into it. Never fails; what could not be moved is moved later. */
  checkpoint(): Promise<void>
  /**
   * Moves everything from the log into the database and cuts the log, so that nothing of what was deleted stands in
   * it (P23). Never fails; false when somebody read or wrote meanwhile.
   */
  emptyLog(): Promise<boolean>
  /** Waits for the answers under way; whatever is asked for afterwards fails. */
  stop(): Promise<void>
}

/** A read that failed, by what is known of it: its message may hold what people wrote (P9). */
export class ReadError extends Error {
  override readonly name = 'ReadError'
  /** `ended` when its thread ended, `stopped` when there is none any more, else the failed code's own. */
  readonly code: string
  /** SQLite's own number of the failure, where it is SQLite's. */
  readonly errcode: number | undefined

  constructor(code: string, errcode?: number) {
    super(`a read failed: ${code}`)
    this.code = code
    this.errcode = errcode
  }
}

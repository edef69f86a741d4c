import type { Exchange } from './exchange.ts'

/** A getupdates request that is being held. */
export interface HeldPoll {
  readonly exchange: Exchange
  /** Answers with what there is. */
  release(): void
  /** Answers that the token is stale. */
  die(): void
}

import type { Result } from '#shared/errors.ts'
import type { AccountId } from '#shared/model/ids.ts'
import type { LockState } from '#shared/model/lock.ts'
import type { StageResult } from '#shared/model/media.ts'
import type { AdoptedNames } from './accounts/account-service.ts'
import type { Adoption } from './accounts/supervisor.ts'
import type { BatchListener } from './connections/connection.ts'
import type { MediaServing } from './media/ports.ts'

/** A reader's way to the product: it asks, and is told of what changes at its own pace. */
export interface AppConnection {
  /** Answers a request by its name; checks both, and every outcome is data. */
  request(name: unknown, input: unknown): Promise<Result<unknown>>
  /** Tells of all changes from now on, in place of whoever was told before, until the answer is called. */
  subscribe(listener: BatchListener): () => void
  /** Forgets what it watches; requests are still answered, and nothing is told. */
  close(): void
}

/** The whole product without a window. */
export interface App {
  /** A connection with watches, revisions and a pace of its own. */
  connect(): AppConnection
  /**
   * Begins to poll and to send.
   * @param mayBegin until it is settled nothing begins that no screen needs; without it all begins now
   */
  start(mayBegin?: Promise<void>): void
  /** Ends polls and sends, then closes the database. */
  stop(): Promise<void>
  /** Binds credentials that came from elsewhere than a scanned code. */
  adopt(adoption: Adoption, names: AdoptedNames): Promise<AccountId>
  /** The facts about the app changed. */
  infoChanged(): void
  /** How many messages are on their way or would be sent by themselves (P15). */
  unfinishedSends(): number
  /** How many messages are scheduled; they wait while nothing runs. */
  scheduledMessages(): number
  /** Broadcasts that start at a time of the clock, or are just starting. */
  broadcastsToStart(): number
  /** Answers what the preload script asks on the channel for files; checks its input. */
  stage(message: unknown): Promise<StageResult | null>
  /** Media for the page, by id. */
  serving: MediaServing
  suspend(): void
  resume(): void
  /** The system locked its screen. */
  screenLocked(): void
  /** Locked, nothing is read, told or changed by anybody; what polls and sends goes on. */
  lockState(): LockState
  /** The window got the focus, or lost it. */
  focusChanged(isFocused: boolean): void
}

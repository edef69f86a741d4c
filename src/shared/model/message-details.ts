import type { AccountEvent } from './diagnostics.ts'
import type { BroadcastId, MessageId } from './ids.ts'
import type { WallTime } from './wall-time.ts'

/** Something that became of an own message, as the account's timeline has it. */
export type MessageEvent = Extract<AccountEvent, { kind: 'send' | 'resolved' }>

/**
 * What is known of one message beside what it says, for whoever helps when something went wrong: ids, times and how
 * its state came about. Times in Unix milliseconds. Nothing here is secret (P9).
 */
export interface MessageDetails {
  /** WeChat user id of the conversation's contact. */
  contactUserId: string
  /** The server's own id, decimal. */
  serverId: string | null
  /** The id that the sending program gave it. */
  clientId: string | null
  /** The server's running number. */
  wireSeq: number | null
  /** When it was stored here: received, or put into the outbox. */
  storedAt: number
  /** What it was scheduled for. */
  due: WallTime | null
  /** The operator wanted it sent although it could probably not arrive. */
  isForced: boolean
  broadcastId: BroadcastId | null
  /** The failed message that it was sent instead of. */
  replaces: MessageId | null
  /** What became of it, the oldest first; the timeline keeps no more than so many events of an account. */
  history: { at: number; event: MessageEvent }[]
}

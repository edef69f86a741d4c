import type { AccountReason, AccountState } from './account.ts'
import type { AccountId, MessageId } from './ids.ts'
import type { Sending, SendReason, SendState } from './message.ts'

/**
 * One thing that happened to an account. Fields are closed words, numbers and ids that may be shown
 * and handed on: never a token, a cursor, a code or what somebody wrote (P9).
 */
export type AccountEvent =
  | { kind: 'state'; state: AccountState; reason: AccountReason | null }
  /** Polls between `since` and the event's time. `longestGapMs` lies between two answers. */
  | {
      kind: 'polls'
      since: number
      answered: number
      unanswered: number
      failed: number
      longestGapMs: number
    }
  /** The server answered again after a silence that was too long for a held poll. */
  | { kind: 'gap'; ms: number }
  /** A poll was answered −14. */
  | { kind: 'stale-token' }
  /** A code was scanned and confirmed; the account is bound anew. */
  | { kind: 'signed-in' }
  | { kind: 'reconnect' }
  | {
      kind: 'send'
      id: MessageId
      state: SendState
      reason: SendReason | null
      /** The server's own id of an accepted message, decimal. */
      serverId: string | null
      /** The server's words, where they are nothing but words. */
      serverWords: string | null
    }
  /** The operator dealt with a refused or unconfirmed message. */
  | { kind: 'resolved'; id: MessageId; resolution: NonNullable<Sending['resolution']> }
  /** Messages that could not be read were set aside (P11). */
  | { kind: 'unreadable'; count: number }
  /** An answer of the server held so many more than one may, or than could be read: they are lost (P20). */
  | { kind: 'lost'; count: number }
  /** A batch could not be stored; it is kept and tried again. */
  | { kind: 'storage-failed' }

export type AccountEventKind = AccountEvent['kind']

/** One line of an account's timeline; newer ones have greater ids. `at` in Unix milliseconds. */
export interface TimelineEntry {
  id: number
  at: number
  event: AccountEvent
}

/** What of an account's messages could not be read and is kept raw in the database (P11). */
export interface Quarantine {
  accountId: AccountId
  count: number
  firstAt: number
  lastAt: number
}

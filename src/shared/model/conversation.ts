import type { AccountId, ConversationId } from './ids.ts'
import type { ConversationMarks } from './marks.ts'
import type { MessagePart, Sender, SendState } from './message.ts'
import type { ReplyEvidence } from './reply-window.ts'

/** One conversation as every list shows it. Times are Unix milliseconds. */
export interface ConversationSummary extends ReplyEvidence, ConversationMarks {
  id: ConversationId
  accountId: AccountId
  /** The contact's WeChat user id, case-sensitive. */
  contactUserId: string
  contactAlias: string | null
  /** The contact gets no broadcasts, through whatever account. */
  isExcluded: boolean
  last: {
    at: number
    direction: 'in' | 'out'
    /** Who of a group wrote it; null elsewhere. */
    sender: Sender | null
    part: MessagePart
    sendState: SendState | null
    /** The operator has dealt with it, so its state calls for nothing any more. */
    isResolved: boolean
  } | null
  unread: number
  /** Refused messages that the operator has not dealt with. */
  failed: number
  /** Unconfirmed messages that the operator has not dealt with; never among the failed (P4). */
  unconfirmed: number
  /** The contact wrote to an earlier sign-in of the account and not yet to this one. */
  wroteBefore: boolean
  /** Messages waiting for the contact to write. */
  waiting: number
  /** Of these, how many stayed behind when their time came: they were scheduled, or held when the program ended. */
  unsent: number
  /** What waits can be sent now: the contact has written since, or nothing but its time stood in the way (P5). */
  waitingOffered: boolean
  draft: string
  /**
   * Place of the newest message in the order of arrival, for sorting; 0 without any. Never a time (P19).
   * Broadcasts do not count: they move no conversation. One whose snooze has ended stands as if something had
   * arrived then.
   */
  activitySeq: number
  /** The same of the newest message that the contact wrote, as far as the account's binding knows; null without any. */
  lastInboundSeq: number | null
}

/** The six characters that stand for a contact without an alias: the last ones before `@`. */
export function shortContactId(userId: string): string {
  const at = userId.indexOf('@')
  return (at === -1 ? userId : userId.slice(0, at)).slice(-6)
}

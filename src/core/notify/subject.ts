import type { AccountId, BroadcastId, ConversationId, MessageId } from '#shared/model/ids.ts'
import type { ProposalId } from '#shared/model/program.ts'
import type { WallTime } from '#shared/model/wall-time.ts'
import { unreachable } from '#shared/unreachable.ts'

/** What can be told. */
export type NoticeKind = Subject['kind']

/** One thing that is worth telling, with what its words and the click on it need. */
export type Subject =
  /** Somebody wrote; `messageId` is the newest that they wrote. */
  | { kind: 'message'; accountId: AccountId; conversationId: ConversationId; messageId: MessageId }
  /** A reply window closes at `closesAt`, in Unix milliseconds, on something that needs a reply. */
  | {
      kind: 'closing'
      accountId: AccountId
      conversationId: ConversationId
      closesAt: number
      /** The reminder that is due, in minutes before that. */
      minutes: number
    }
  /** A send was refused, nobody knows what became of it, or it stayed behind when its time came. */
  | {
      kind: 'refused' | 'unconfirmed' | 'unsent'
      accountId: AccountId
      conversationId: ConversationId
      messageId: MessageId
    }
  /** A broadcast did not start at its time, and asks. */
  | { kind: 'not-started'; broadcastId: BroadcastId; due: WallTime | null }
  /** A program asks to have something sent. */
  | {
      kind: 'request'
      accountId: AccountId
      conversationId: ConversationId
      proposalId: ProposalId
      program: string
    }
  /** An account needs somebody. */
  | { kind: 'needs-sign-in' | 'may-be-muted'; accountId: AccountId }

/** What tells subjects apart, in what is on the screen and in what has been told. */
export function keyOf(subject: Subject): string {
  switch (subject.kind) {
    case 'message':
    case 'closing':
      return `${subject.kind}:${subject.conversationId}`
    case 'refused':
    case 'unconfirmed':
    case 'unsent':
      return `${subject.kind}:${subject.messageId}`
    case 'not-started':
      return `${subject.kind}:${subject.broadcastId}`
    case 'request':
      return `${subject.kind}:${subject.proposalId}`
    case 'needs-sign-in':
    case 'may-be-muted':
      return `${subject.kind}:${subject.accountId}`
    default:
      return unreachable(subject)
  }
}

/** One notification: a subject, or several of a kind. */
export interface Notice {
  /** Takes the place of the notice on the screen that has the same key. */
  key: string
  kind: NoticeKind
  /** The newest last. */
  subjects: readonly [Subject, ...Subject[]]
  /** Monotonic milliseconds. */
  shownAt: number
}

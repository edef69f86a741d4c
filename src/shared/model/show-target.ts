import type { AccountId, BroadcastId, ConversationId, MessageId } from './ids.ts'
import type { ProposalId } from './program.ts'

/** A place in the window that main asks it to show, since somebody clicked outside of it or a program needs a person there. */
export type ShowTarget =
  /** A conversation at a message of it. */
  | { kind: 'conversation'; id: ConversationId; messageId: MessageId | null }
  /** The conversations of all accounts that a filter shows. */
  | { kind: 'filter'; filter: 'unread' | 'closing' | 'failed' | 'unconfirmed' }
  /** What is scheduled, and what stayed behind when its time came. */
  | { kind: 'scheduled' }
  /** A broadcast, or with null all of them. */
  | { kind: 'broadcasts'; id: BroadcastId | null }
  /** The inbox of an account. */
  | { kind: 'account'; id: AccountId }
  /** The accounts, or those that need a person for this. */
  | { kind: 'accounts'; shown: 'all' | 'needs-sign-in' | 'may-be-muted' }
  /** The dialog with the sign-in codes, for a new account or for the next sign-in of one. */
  | { kind: 'add-account'; accountId: AccountId | null }
  /** The request of a program, or the first of them. */
  | { kind: 'request'; id: ProposalId | 'first' }

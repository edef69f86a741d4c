import type { BroadcastId, ConversationId } from './ids.ts'

/** What the operator keeps about a person, who is one across all accounts. */
export interface ContactCard {
  /** WeChat user id, case-sensitive. */
  userId: string
  /** In the order in which they were given. */
  tags: string[]
  note: string
  /** YYYY-MM-DD of the operator's calendar. */
  followUp: string | null
  /** This is the operator, to whom tests of broadcasts go; nobody or one person. */
  isSelf: boolean
}

/** What is known of a person over all accounts. Times are Unix milliseconds. */
export interface ContactFacts {
  /** When their first message was received; null before that. */
  firstSeenAt: number | null
  /** Messages that they wrote, and that went to them. */
  received: number
  sent: number
  /** How often a message of theirs opened a reply window that was not open. */
  windows: number
  accounts: number
  /** Broadcasts that reached for them, the newest first; the newest few of them. */
  broadcasts: { id: BroadcastId; title: string; at: number }[]
  broadcastCount: number
}

/** The card of a contact of whom nothing is kept. */
export function emptyCard(userId: string): ContactCard {
  return { userId, tags: [], note: '', followUp: null, isSelf: false }
}

/** Whether anything is kept. */
export function isEmptyCard({ tags, note, followUp, isSelf }: ContactCard): boolean {
  return tags.length === 0 && note === '' && followUp === null && !isSelf
}

/** What the id begins with that stands for a contact whose history was deleted, where a ledger still has a line. */
export const ERASED_PREFIX = 'erased:'

export function erasedContactId(id: ConversationId): string {
  return `${ERASED_PREFIX}${id}`
}

export function isErasedContact(contactUserId: string): boolean {
  return contactUserId.startsWith(ERASED_PREFIX)
}

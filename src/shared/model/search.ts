import type { AccountId, ConversationId, MessageId } from './ids.ts'
import type { PartKind } from './message.ts'

/** Longest text that is searched for, in UTF-16 units. */
export const MAX_SEARCH = 200
/** Hits in one answer at most. */
export const MAX_HITS = 50
/** Hits within one conversation that are counted at most. */
export const MAX_COUNTED = 1_000

/** What a search of messages is narrowed down to; what is absent does not matter. Times in Unix ms, `to` not included. */
export interface MessageFilter {
  accountId?: AccountId | undefined
  /** The person of this conversation, through whatever account. */
  contactOf?: ConversationId | undefined
  conversationId?: ConversationId | undefined
  direction?: 'in' | 'out' | undefined
  kinds?: readonly PartKind[] | undefined
  from?: number | undefined
  to?: number | undefined
}

/** A message that was found. */
export interface MessageHit {
  messageId: MessageId
  accountId: AccountId
  conversationId: ConversationId
  direction: 'in' | 'out'
  at: number
  /** Of its first part. */
  kind: PartKind
  /** What stands around the first place where it was found, in one line; null where it has no words. */
  excerpt: string | null
  /** Where what was searched for stands in the excerpt, in its UTF-16 units. */
  marks: [number, number][]
}

/** How much of the history can be searched by now. */
export interface SearchProgress {
  /** Between 0 and 1; 1 when everything can. */
  share: number
}

/** A page of what was found, the newest first by arrival (P19). */
export interface MessageHits {
  hits: MessageHit[]
  /** Where the next page begins; null when there is none. */
  next: number | null
  progress: SearchProgress
}

/** Where what was searched for stands in a message as it is shown. */
export interface MessageMarks {
  messageId: MessageId
  /** For each of its parts, in UTF-16 units of its text. */
  parts: [number, number][][]
}

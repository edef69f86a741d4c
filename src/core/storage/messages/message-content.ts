import { hash } from 'node:crypto'

/**
 * What a message says, as its row holds it: by this a message without any key is known to repeat another one (P2). For
 * most rows it is worked out only when such a message comes.
 */
export interface MessageContent {
  /** The contact or group whose conversation it belongs to. */
  userId: string
  /** The time that is shown; Unix milliseconds. */
  at: number
  direction: 'in' | 'out'
  /** Who wrote it in a group; null elsewhere. */
  senderId: string | null
  /** Columns `parts` and `quote`. */
  parts: string
  quote: string | null
}

/** A name for this content. */
export function contentName(content: MessageContent): string {
  const { userId, direction, senderId, parts, quote } = content
  return hash('sha256', JSON.stringify([userId, direction, senderId, parts, quote]))
}

/**
 * A term of SQL: whether a received message says what the parameters hold. Where a hash of what came was kept, it decides.
 * @param messages the name or alias of the table in the query
 */
export function saysTheSame(
  messages: string,
  content: { hash: string; direction: string; sender: string; parts: string; quote: string },
): string {
  const { hash, direction, sender, parts, quote } = content
  return `iif(${messages}.content_hash IS NOT NULL, ${messages}.content_hash = ${hash}, ${messages}.origin <> 'here'
    AND ${messages}.direction = ${direction} AND ${messages}.sender_id IS ${sender} AND ${messages}.parts = ${parts}
    AND ${messages}.quote IS ${quote})`
}

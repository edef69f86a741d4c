import type { AccountId, BroadcastId, ConversationId, MessageId } from './ids.ts'
import type { MediaView } from './media.ts'

/** One thing inside a message, ready to be shown. Sizes in bytes, durations in milliseconds; null = not told. */
export type MessagePart =
  | { kind: 'text'; text: string }
  | { kind: 'image'; width: number | null; height: number | null; size: number | null }
  | { kind: 'video'; size: number | null; durationMs: number | null }
  | { kind: 'voice'; durationMs: number | null; transcript: string | null }
  | { kind: 'file'; name: string; size: number | null }
  | { kind: 'progress'; tool: string; phase: 'start' | 'result'; status: string | null }
  | { kind: 'unsupported'; rawType: number | null }
  | { kind: 'unreadable' }

export type PartKind = MessagePart['kind']

/**
 * A quoted message. `found` says whether its content is known, inline or from our own store;
 * `selected` is the quoted part when only a part was quoted and could be resolved.
 */
export interface Quote {
  found: boolean
  /** Whose message was quoted, when our store knows it. */
  direction: 'in' | 'out' | null
  title: string | null
  part: MessagePart | null
  /** The bytes of a quoted picture, video, voice or file, where any are known. */
  media: MediaView | null
  selected: string | null
  /** The quoted message in our own store, to jump to. */
  messageId: MessageId | null
}

/**
 * States of an outgoing message (P4). Nothing ever says delivered or read. What is scheduled is no message yet, see
 * `ScheduledMessage`.
 */
export type SendState =
  /** It leaves in a moment, unless the operator takes it back. */
  | 'held'
  | 'queued'
  | 'uploading'
  | 'sending'
  | 'accepted'
  | 'unconfirmed'
  | 'refused'
  | 'cancelled'
  | 'waiting-for-contact'

/** Why an outgoing message is in its state, from the server's answer and our own evidence (P5). */
export type SendReason =
  | 'window-closed'
  | 'quota-used'
  | 'never-written'
  | 'stale-context'
  | 'too-long'
  | 'rate-limited'
  | 'malformed'
  | 'wrong-recipient'
  | 'session-stale'
  | 'signed-out'
  | 'host-not-allowed'
  | 'refused-unknown'
  | 'no-message-id'
  /** The connection broke before the answer was here. */
  | 'answer-lost'
  /** The server answered with an error of its own. */
  | 'server-failed'
  /** The server was asked too much at once. */
  | 'server-busy'
  /** The server turned the request away without a code of the protocol. */
  | 'server-declined'
  /** A redirect: something on the way answered instead of the server. */
  | 'answered-by-another'
  /** The answer was no answer of the protocol. */
  | 'answer-unreadable'
  /** Nothing came in time. */
  | 'no-answer'
  | 'interrupted'
  | 'behind-refused'
  | 'not-connected'
  | 'rate-limit-pause'
  | 'restored'
  /** The CDN failed several times. */
  | 'upload-failed'
  /** The CDN or the server said no to the file. */
  | 'upload-refused'
  /** The server named an upload address that may not be used (P10). */
  | 'upload-host-not-allowed'
  /** The file's bytes are not here any more. */
  | 'file-missing'
  /** A broadcast left this account alone from then on (P13). */
  | 'broadcast-stopped'
  /** The run that it was part of was cancelled. */
  | 'broadcast-cancelled'
  /** It would have used up what is kept for the operator's own replies (P13). */
  | 'reserve'
  /** The contact was excluded from broadcasts before it left. */
  | 'excluded'
  /** The program ended while it was held. */
  | 'ended-before'
  /** The time that it was scheduled for passed while nothing could be sent. */
  | 'time-missed'
  /** Its account could not send at the time that it was scheduled for. */
  | 'account-not-online'
  /** At the time that it was scheduled for its account looked muted. */
  | 'account-may-be-muted'

/** The sending side of an outgoing message. */
export interface Sending {
  state: SendState
  reason: SendReason | null
  /** The server's own words, with `…` for what is no word, for the details line. */
  serverText: string | null
  /** Set when the operator dealt with a refused or unconfirmed message. */
  resolution: 'sent-again' | 'marked-as-sent' | 'discarded' | null
  /** Position, from 1, and number of the pieces a long text was split into; null when it was not split. */
  piece: { index: number; count: number } | null
}

/** The broadcast that a message is part of. */
export interface BroadcastMark {
  id: BroadcastId
  title: string
}

/** Who wrote a message of a group. */
export interface Sender {
  /** WeChat user id, case-sensitive. */
  userId: string
  /** What the operator calls them. */
  alias: string | null
}

/** One stored message. Times are Unix milliseconds. */
export interface Message {
  /** Given in the order of arrival, which is the order of everything (P19). */
  id: MessageId
  accountId: AccountId
  conversationId: ConversationId
  direction: 'in' | 'out'
  /** `elsewhere`: sent with this account's token by another program. */
  origin: 'contact' | 'here' | 'elsewhere'
  /** In a group; null where the conversation's contact wrote it, or nobody knows. */
  sender: Sender | null
  /** Time to show, never to sort by (P19): the sender's, but never later than the receipt. */
  at: number
  parts: MessagePart[]
  /** The bytes behind parts that have any, in the order of the parts. */
  media: MediaView[]
  quote: Quote | null
  deletedAt: number | null
  /** Null for everything that did not go out through this app's outbox. */
  sending: Sending | null
  /** The broadcast that sent it; null for everything else. */
  broadcast: BroadcastMark | null
  /** The name of the program that wrote it; null for everything else. */
  program: string | null
}

/** Sorting order of a conversation: that of arrival, of own messages that of being queued (P19). */
export function compareMessages(a: Pick<Message, 'id'>, b: Pick<Message, 'id'>): number {
  return a.id - b.id
}

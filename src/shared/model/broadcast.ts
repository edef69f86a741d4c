import type { AccountState } from './account.ts'
import type { AccountId, BroadcastId, ConversationId, MessageId, SegmentId, TemplateId } from './ids.ts'
import type { MediaKind, SendKind, StagedFile } from './media.ts'
import type { Sending, SendReason, SendState } from './message.ts'
import type { RecipientChoice, SegmentFilter } from './recipient-choice.ts'
import type { WallTime } from './wall-time.ts'

/**
 * What a broadcast is doing (design 11). A run that was started while another one is under way is
 * `running` too and waits for its turn. `scheduled`: it was confirmed, and starts at a time of the operator's clock; with a
 * reason it does not and asks. `starting`: it was confirmed, and its ledger is being written.
 * `stopped`: it stopped itself (P13) and goes on only when told.
 */
export type BroadcastState =
  | 'draft'
  | 'scheduled'
  | 'starting'
  | 'running'
  | 'paused'
  | 'stopped'
  | 'finished'
  | 'cancelled'

/** Why somebody is left out (design 11). */
export type SkipReason =
  | 'excluded'
  | 'account-offline'
  | 'account-may-be-muted'
  | 'window-closed'
  | 'quota-short'
  | 'reserve'
  /** As many broadcasts went to them lately as the operator allows. */
  | 'broadcast-to-recently'
  /** A name that the text puts in was never given, and the operator leaves such people out. */
  | 'name-missing'
  /** A group, to which nobody can write. */
  | 'group'

/**
 * How a recipient stands, over all their messages. `queued`: their turn has not come. `skipped`: what was
 * left for them is not sent, see the reason. `refused` and `unconfirmed` where at least one message is.
 */
export type RecipientState =
  | 'queued'
  | 'sending'
  | 'accepted'
  | 'unconfirmed'
  | 'refused'
  | 'skipped'
  | 'cancelled'

/** Words for a name that nobody gave; blank puts nothing in its place. */
export interface NameFallbacks {
  contact: string
  account: string
}

/** What a broadcast says while it can be changed. */
export interface BroadcastContent {
  /** With placeholders (text/placeholders.ts); blank for files alone. */
  text: string
  fallbacks: NameFallbacks
  /** In sending order, behind the text. */
  files: { staged: StagedFile; asFile: boolean }[]
}

/** A broadcast that was not started, to be worked on. */
export interface BroadcastDraft {
  content: BroadcastContent
  choice: RecipientChoice
  /** Time between two messages of one account in ms. */
  paceMs: number
}

/** Why the plan cannot be carried out at all. */
export type PlanProblem =
  /** Neither text nor files. */
  | 'nothing-to-send'
  | 'text-too-long'
  /** More messages than anybody could get beside the reserve. */
  | 'too-many-messages'
  | 'no-recipients'
  /** Nobody of those chosen can be reached. */
  | 'nobody-reachable'

/** Somebody who gets it, in sending order. */
export interface PlannedRecipient {
  conversationId: ConversationId
  messages: number
  /** When their turn comes, counted from the start in ms; uploads not included. */
  turnMs: number
  /** Their window would close before the last of their messages. */
  closesBefore: boolean
}

/** Somebody who does not get it. */
export interface SkippedRecipient {
  conversationId: ConversationId
  reason: SkipReason
  /** For `account-offline`: what the account is doing; null for one that is gone. */
  accountState: AccountState | null
  /** Messages that can still go out to them. */
  left: number
  /** Other ways to the same person that would work now. */
  others: ConversationId[]
}

/** What a broadcast would do if it were started now. */
export interface BroadcastPlan {
  included: PlannedRecipient[]
  skipped: SkippedRecipient[]
  /** Smallest and largest number of messages to one person. */
  messagesEach: { from: number; to: number }
  messages: number
  /** Bytes uploaded for one person, and in total: uploads are bound to their recipient (fact sheet 6.1). */
  bytesEach: number
  bytes: number
  /** In the operator's order; only accounts that somebody is reached through. */
  accounts: { accountId: AccountId; people: number; messages: number; bytes: number }[]
  /** From the first message to the last at the chosen pace; uploads not included. */
  durationMs: number
  /** Messages kept for the operator's own replies, per person. */
  reserve: number
  /** Of those included, how many have no name to be put in for a placeholder in the text. */
  unnamed: { contacts: number; accounts: number }
  problem: PlanProblem | null
}

/** Why a run stopped or ended otherwise than by itself, or did not begin. */
export type BroadcastReason =
  /** Most of its accounts were restricted. */
  | 'restricted'
  /** It was under way when a backup was made, and the other computer may have gone on with it. */
  | 'restored'
  /** Its time passed without it; the operator decides whether it still starts. */
  | 'time-missed'
  /** It was to start without anybody at hand, and could not. */
  | 'start-failed'

/** Why a run left an account alone from some moment on. */
export type BreakerReason =
  | 'rate-limited'
  /** Three unconfirmed in a row. */
  | 'unconfirmed-run'
  /** Three people in a row refused. */
  | 'refused-run'
  | 'needs-sign-in'

/** One broadcast as the list shows it. Times are Unix milliseconds. */
export interface BroadcastSummary {
  id: BroadcastId
  state: BroadcastState
  reason: BroadcastReason | null
  /** The beginning of its text, or its first file's name; empty while it has neither. */
  title: string
  createdAt: number
  startedAt: number | null
  endedAt: number | null
  /** When it starts by the operator's clock, and for how many people; null unless it is scheduled. */
  scheduled: { due: WallTime; people: number } | null
  /** Put away by the operator, out of the list. */
  isArchived: boolean
  /** It runs once the run before it has ended. */
  waitsForTurn: boolean
  /** Recipients by state; nobody while it is a draft. */
  counts: Record<RecipientState, number>
  /** Recipients who wrote within 24 hours of their first message. */
  answered: number
  /** When it will be through at this pace; null unless it runs. */
  endsAt: number | null
  breakers: { accountId: AccountId; reason: BreakerReason }[]
  /** Accounts that it waits for, because they cannot send now; only while it is its turn. */
  waitsFor: AccountId[]
}

/** One message of a recipient. */
export interface BroadcastItem {
  /** Null before it is handed to the outbox. */
  messageId: MessageId | null
  state: SendState
  reason: SendReason | null
  resolution: Sending['resolution']
  /** An earlier try of it may have arrived. */
  mayBeThere: boolean
}

/** One line of a run's ledger. Times are Unix milliseconds. */
export interface BroadcastRecipient {
  broadcastId: BroadcastId
  /** Place in sending order, from 0; unique within the run. */
  place: number
  conversationId: ConversationId
  accountId: AccountId
  contactUserId: string
  /** False for somebody whom the plan had skipped before the start. */
  isPlanned: boolean
  state: RecipientState
  skip: SkipReason | null
  items: BroadcastItem[]
  /** When the last of their messages was settled. */
  settledAt: number | null
  /** When they first wrote after their first message, within 24 hours of it. */
  answeredAt: number | null
}

/** A file of a run. */
export interface BroadcastFile {
  name: string
  sendKind: SendKind
  /** Null when its bytes are not here any more. */
  size: number | null
  kind: MediaKind | null
}

/** A run with its ledger or the beginning of it, or what is known of a draft. */
export interface BroadcastDetails {
  id: BroadcastId
  text: string
  fallbacks: NameFallbacks
  files: BroadcastFile[]
  paceMs: number
  reserve: number
  recipients: BroadcastRecipient[]
}

/** A content kept under a name. */
export interface TemplateSummary {
  id: TemplateId
  name: string
}

/** A filter of contacts kept under a name. Choosing it fills a draft's filters; the draft does not depend on it. */
export interface Segment {
  id: SegmentId
  name: string
  filter: SegmentFilter
}

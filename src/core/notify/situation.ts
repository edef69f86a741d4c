import type { AccountSummary } from '#shared/model/account.ts'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import type { AccountId, BroadcastId, ConversationId, MessageId } from '#shared/model/ids.ts'
import type { ProposalId } from '#shared/model/program.ts'
import type { NotificationSettings } from '#shared/model/settings.ts'
import type { WallTime } from '#shared/model/wall-time.ts'
import type { Notice } from './subject.ts'

/** An own message that was refused, is unconfirmed or stayed behind when its time came, and that the operator has not dealt with. */
export interface TroubledSend {
  messageId: MessageId
  conversationId: ConversationId
  accountId: AccountId
  state: 'refused' | 'unconfirmed' | 'unsent'
}

/** What a program waits to have sent. */
export interface Request {
  proposalId: ProposalId
  conversationId: ConversationId
  accountId: AccountId
  program: string
}

/** When something was told, and how far. */
export interface Mark {
  /** Of a closing window: the contact's message that opened it, and the reminder in minutes; else 0. */
  seq: number
  minutes: number
  /** Unix milliseconds. */
  at: number
  /** The same moment on this run's clock; null when an earlier run told it. */
  monotonic: number | null
}

/** What has been told, over restarts. */
export interface Told {
  /** Messages up to this one have been told, or were seen or silent when they came. */
  messagesUpTo: number
  /** By the keys of subjects. */
  marks: ReadonlyMap<string, Mark>
}

/** What the operator is looking at. */
export interface Focus {
  isFocused: boolean
  /** Conversations on the screen of the window. */
  shown: ReadonlySet<ConversationId>
}

/** A moment on the clocks. */
export interface Moment {
  /** Unix milliseconds of the app's clock, which may be set at any time. */
  now: number
  /** Milliseconds that only go on. */
  monotonic: number
  /** How long this run has been going on, in the same milliseconds. */
  running: number
  /** What the operator's clock shows, in minutes from midnight. */
  minuteOfDay: number
}

/** All that decides what is told. */
export interface Situation {
  accounts: readonly AccountSummary[]
  conversations: ReadonlyMap<ConversationId, ConversationSummary>
  sends: readonly TroubledSend[]
  /** Broadcasts that did not start at their time. */
  asking: readonly { id: BroadcastId; due: WallTime | null }[]
  /** What programs wait to have sent, the oldest first. */
  requests: readonly Request[]
  told: Told
  /** By their keys, as far as nobody has closed them. */
  onScreen: ReadonlyMap<string, Notice>
  settings: NotificationSettings
  focus: Focus
  moment: Moment
}

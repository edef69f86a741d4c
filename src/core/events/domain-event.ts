import type { SessionStatus } from '#core/accounts/ports.ts'
import type { PollEndKind } from '#core/ilink/poll-end.ts'
import type { AutoBackupState, BackupTask } from '#shared/model/backup.ts'
import type {
  AccountId,
  BroadcastId,
  ConversationId,
  MessageId,
  QuickReplyId,
  ScheduledId,
  SignInId,
} from '#shared/model/ids.ts'
import type { MediaId, MediaProgress } from '#shared/model/media.ts'
import type { ProgramDoor, ProgramId, ProposalId } from '#shared/model/program.ts'
import type { Settings } from '#shared/model/settings.ts'
import type { SignIn } from '#shared/model/sign-in.ts'

/** What a poll brought is stored. */
export interface MessagesReceived {
  kind: 'messages-received'
  accountId: AccountId
  /** Those of all the messages. */
  conversationIds: readonly ConversationId[]
  messageIds: readonly MessageId[]
  /** Own sends that came back; they are among the messages. */
  echoedIds: readonly MessageId[]
  /** How many could not be read and were set aside (P11). */
  unreadable: number
  /** How many were counted and not kept (P20). */
  lost: number
  /** Media came that are to be fetched. */
  hasMedia: boolean
  /** The account's own summary changed in more than when somebody last wrote to it. */
  accountChanged: boolean
}

/** Own messages of an account were queued, went on, or were settled. */
export interface SendsChanged {
  kind: 'sends-changed'
  accountId: AccountId
  messageIds: readonly MessageId[]
  /** The account's own summary changed too. */
  accountChanged: boolean
}

/** Own messages that never left are here no more: their words stand in a message box again. */
export interface MessagesTakenBack {
  kind: 'messages-taken-back'
  accountId: AccountId
  conversationId: ConversationId
  messageIds: readonly MessageId[]
}

/**
 * Everything that happens in the product and that others may want to know: a closed union. An event says what
 * has happened, once it is committed, by ids: whoever is told reads the rest as it is by then.
 */
export type DomainEvent =
  | MessagesReceived
  | SendsChanged
  | MessagesTakenBack
  /** What is scheduled changed: new ones, moved ones, and those that are scheduled no more. */
  | { kind: 'scheduled-changed'; ids: readonly ScheduledId[] }
  /** A batch could not be stored; its account keeps it and tries again. */
  | { kind: 'ingest-failed'; accountId: AccountId; error: unknown }
  /** A session's state changed, or sending has become possible in the state it is in. */
  | { kind: 'session-changed'; accountId: AccountId; status: SessionStatus }
  | { kind: 'poll-ended'; accountId: AccountId; how: PollEndKind }
  /** The operator had an account polled anew. */
  | { kind: 'account-reconnected'; accountId: AccountId }
  /** A sign-in or an import made an account, or gave one that was here a new binding. */
  | { kind: 'account-bound'; accountId: AccountId }
  /** Summaries of accounts changed: names, colours, order, times of contact. */
  | { kind: 'accounts-changed'; accountIds: readonly AccountId[] }
  /** An account is in no list any more, and neither are these conversations. */
  | { kind: 'account-removed'; accountId: AccountId; conversationIds: readonly ConversationId[] }
  /** These conversations of a contact are in no list any more, nor is what was kept about the contact. */
  | { kind: 'contact-erased'; userId: string; conversationIds: readonly ConversationId[] }
  /**
   * Nothing is left in the database of an account that was removed with its history or, with null, of a contact's
   * conversation; and nothing is kept any more about these people.
   */
  | { kind: 'history-erased'; accountId: AccountId | null; userIds: readonly string[] }
  /** Summaries of conversations changed: read, drafts, names, marks, who is left out of broadcasts. */
  | { kind: 'conversations-changed'; conversationIds: readonly ConversationId[] }
  /** What is kept about a person changed: tags, note, follow-up. */
  | { kind: 'contact-changed'; userId: string }
  /** The time of these snoozes has come; each ends once. What a message ended is said by `messages-received`. */
  | { kind: 'snoozes-ended'; conversationIds: readonly ConversationId[] }
  /** Media of these messages changed. */
  | { kind: 'media-changed'; mediaIds: readonly MediaId[]; messageIds: readonly MessageId[] }
  | { kind: 'media-progress'; mediaId: MediaId; progress: MediaProgress['progress'] }
  /** A draft or a run changed in a way that an operator waits for. */
  | { kind: 'broadcast-changed'; broadcastId: BroadcastId }
  | { kind: 'broadcast-removed'; broadcastId: BroadcastId }
  /** Lines of a run's ledger changed, and with them its sums; also only in what they are called. */
  | { kind: 'recipients-changed'; broadcastId: BroadcastId; places: readonly number[] }
  | { kind: 'templates-changed' }
  | { kind: 'segments-changed' }
  /** Quick replies were written, moved, taken away or brought back. */
  | { kind: 'quick-replies-changed'; ids: readonly QuickReplyId[] }
  | { kind: 'sign-in-changed'; signIn: SignIn }
  | { kind: 'sign-in-removed'; signInId: SignInId }
  /** The server named a state of a sign-in that this version does not know; taken as `wait`. */
  | { kind: 'sign-in-status-unknown'; name: string }
  | { kind: 'settings-changed'; settings: Settings }
  /** The facts about the running app changed. */
  | { kind: 'app-info-changed' }
  /** Lessons of practice mode began, went on, ended, or were put away. */
  | { kind: 'lessons-changed' }
  /** How far the export of a history has come, 0 to 100; null: it is over. */
  | { kind: 'export-progress'; percent: number | null }
  /** A backup or a restore went on; null: nothing is under way any more. */
  | { kind: 'backup-changed'; task: BackupTask | null }
  /** Automatic backups were set otherwise, or one was made or failed. */
  | { kind: 'auto-backup-changed'; state: AutoBackupState }
  /** A program was let in, may do something else, called, or was revoked. */
  | { kind: 'program-changed'; programId: ProgramId }
  /** Programs propose something, or it is decided. */
  | { kind: 'proposals-changed'; ids: readonly ProposalId[] }
  /** Programs can reach the app, or cannot any more. */
  | { kind: 'program-door-changed'; door: ProgramDoor }

import type { AccountSummary } from './account.ts'
import type { AppInfo } from './app-info.ts'
import type { AutoBackupState, BackupTask } from './backup.ts'
import type { BroadcastRecipient, BroadcastSummary, Segment, TemplateSummary } from './broadcast.ts'
import type { ContactCard } from './contact.ts'
import type { ConversationSummary } from './conversation.ts'
import type {
  AccountId,
  BroadcastId,
  ConversationId,
  MessageId,
  QuickReplyId,
  ScheduledId,
  SignInId,
} from './ids.ts'
import type { Lessons } from './lesson.ts'
import type { MediaProgress } from './media.ts'
import type { Message } from './message.ts'
import type { Program, ProgramDoor, ProgramId, Proposal, ProposalId } from './program.ts'
import type { QuickReply } from './quick-reply.ts'
import type { ScheduledMessage } from './scheduled.ts'
import type { Settings } from './settings.ts'
import type { ShowTarget } from './show-target.ts'
import type { SignIn } from './sign-in.ts'

/** One thing that changed in main, with its whole new value. Events are types only: main made them. */
export type Change =
  | { kind: 'account'; account: AccountSummary }
  /** When somebody last wrote to an account, and nothing else of it: of a busy one there would be the whole every second. */
  | { kind: 'account-written-to'; id: AccountId; lastInboundAt: number | null }
  | { kind: 'account-removed'; id: AccountId }
  | { kind: 'conversation'; conversation: ConversationSummary }
  | { kind: 'conversation-removed'; id: ConversationId }
  | { kind: 'contact'; contact: ContactCard }
  /** Sent only for the conversations a window watches. */
  | { kind: 'message'; message: Message }
  /** A message that is here no more, of such a conversation. */
  | { kind: 'message-removed'; id: MessageId; conversationId: ConversationId }
  | { kind: 'scheduled'; scheduled: ScheduledMessage }
  | { kind: 'scheduled-removed'; id: ScheduledId }
  /** Progress of a transfer of a watched conversation; tells nothing that a snapshot would have to repeat. */
  | ({ kind: 'media-progress' } & MediaProgress)
  | { kind: 'sign-in'; signIn: SignIn }
  | { kind: 'sign-in-removed'; id: SignInId }
  | { kind: 'settings'; settings: Settings }
  | { kind: 'app'; app: AppInfo }
  | { kind: 'backup'; task: BackupTask | null }
  | { kind: 'auto-backup'; state: AutoBackupState }
  /** How far the export of a history has come, 0 to 100; tells nothing that a snapshot would have to repeat. */
  | { kind: 'export'; percent: number | null }
  | { kind: 'broadcast'; broadcast: BroadcastSummary }
  | { kind: 'broadcast-removed'; id: BroadcastId }
  /** Sent only for the run a window watches. */
  | { kind: 'broadcast-recipient'; recipient: BroadcastRecipient }
  | { kind: 'broadcast-recipient-removed'; id: BroadcastId; place: number }
  | { kind: 'templates'; templates: TemplateSummary[] }
  | { kind: 'segments'; segments: Segment[] }
  | { kind: 'quick-reply'; reply: QuickReply }
  | { kind: 'quick-reply-removed'; id: QuickReplyId }
  | { kind: 'lessons'; lessons: Lessons | null }
  | { kind: 'program'; program: Program }
  | { kind: 'program-removed'; id: ProgramId }
  | { kind: 'program-door'; door: ProgramDoor }
  | { kind: 'proposal'; proposal: Proposal }
  /** It is decided, or its conversation is gone. */
  | { kind: 'proposal-removed'; id: ProposalId }
  /** Somebody clicked outside the window on something that it is to show; nothing that a snapshot would have to repeat. */
  | { kind: 'show'; target: ShowTarget }

/**
 * Changes number `from + 1` to `to`. A window that stands at a revision other than `from`
 * has missed something and takes a new snapshot; what is not newer than its revision it drops.
 */
export interface ChangeBatch {
  from: number
  to: number
  changes: Change[]
}

/** Everything a window needs to draw its lists, as of `revision`. */
export interface Snapshot {
  revision: number
  app: AppInfo
  settings: Settings
  accounts: AccountSummary[]
  conversations: ConversationSummary[]
  /** Those about whom something is kept. */
  contacts: ContactCard[]
  signIns: SignIn[]
  /** The backup or restore under way. */
  backup: BackupTask | null
  autoBackup: AutoBackupState
  /** The newest first. */
  broadcasts: BroadcastSummary[]
  /** What is scheduled. */
  scheduled: ScheduledMessage[]
  /** By name. */
  templates: TemplateSummary[]
  /** By name. */
  segments: Segment[]
  /** In the operator's order. */
  quickReplies: QuickReply[]
  /** Null outside of practice mode. */
  lessons: Lessons | null
  /** Those that were let in, in that order. */
  programs: Program[]
  programDoor: ProgramDoor
  /** What programs propose and nobody has decided about, the oldest first. */
  proposals: Proposal[]
}

import type { AccountSummary } from '#shared/model/account.ts'
import type { AppInfo } from '#shared/model/app-info.ts'
import type { AutoBackupState, BackupTask } from '#shared/model/backup.ts'
import type { BroadcastSummary, Segment, TemplateSummary } from '#shared/model/broadcast.ts'
import type { Snapshot } from '#shared/model/changes.ts'
import type { ContactCard } from '#shared/model/contact.ts'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import { isUnread } from '#shared/model/conversation-state.ts'
import type {
  AccountId,
  BroadcastId,
  ConversationId,
  QuickReplyId,
  ScheduledId,
  SignInId,
} from '#shared/model/ids.ts'
import type { Lessons } from '#shared/model/lesson.ts'
import type { MediaId } from '#shared/model/media.ts'
import type { Program, ProgramDoor, ProgramId, Proposal, ProposalId } from '#shared/model/program.ts'
import type { QuickReply } from '#shared/model/quick-reply.ts'
import type { ScheduledMessage } from '#shared/model/scheduled.ts'
import type { Settings } from '#shared/model/settings.ts'
import type { SignIn } from '#shared/model/sign-in.ts'
import type { Ledger } from './ledger.ts'
import type { Log } from './log.ts'
import { SharedMap } from './shared-map.ts'

/** How far bytes are on their way, up or down. `total` is null while it is not known. */
export interface Transfer {
  done: number
  total: number | null
}

/** How many messages call for somebody. */
export interface Trouble {
  failed: number
  unconfirmed: number
  /** Stayed behind when their time came. */
  unsent: number
}

/** What this window knows of main's state, as of `revision`. Main owns it; nothing here writes back. */
export interface Replica {
  revision: number
  app: AppInfo
  settings: Settings
  accounts: ReadonlyMap<AccountId, AccountSummary>
  /**
   * When somebody last wrote to an account, where that was told after its summary. It stands apart: a busy account says
   * so every second, and whatever is drawn from the accounts would be looked at anew for what hardly anything shows.
   */
  writtenTo: ReadonlyMap<AccountId, number | null>
  conversations: SharedMap<ConversationId, ConversationSummary>
  /**
   * All conversations are there. For a moment of a start only those are that a first screen shows or counts in anything
   * but how many there are; what looks at all of them waits for this.
   */
  isWhole: boolean
  /** What is kept about people, by user id; only of whom something is. */
  contacts: ReadonlyMap<string, ContactCard>
  /** How many conversations of an account have something unread; only of accounts that have some. */
  unread: ReadonlyMap<AccountId, number>
  /** Messages of all accounts that were refused or are unconfirmed and that nobody has dealt with. */
  trouble: Trouble
  signIns: ReadonlyMap<SignInId, SignIn>
  /** The backup or restore under way. */
  backup: BackupTask | null
  autoBackup: AutoBackupState
  /** How far the export of a history has come; null while none is under way, or nothing was told of it. */
  exported: number | null
  broadcasts: ReadonlyMap<BroadcastId, BroadcastSummary>
  /** By name. */
  templates: readonly TemplateSummary[]
  /** By name. */
  segments: readonly Segment[]
  quickReplies: ReadonlyMap<QuickReplyId, QuickReply>
  /** What is scheduled, of all accounts. */
  scheduled: ReadonlyMap<ScheduledId, ScheduledMessage>
  /** Null outside of practice mode. */
  lessons: Lessons | null
  /** Programs that were let in, in that order. */
  programs: ReadonlyMap<ProgramId, Program>
  programDoor: ProgramDoor
  /** What programs propose and nobody has decided about, the oldest first. */
  proposals: ReadonlyMap<ProposalId, Proposal>
  /** Conversations for which a draft of a program lies beside the message box. */
  offered: ReadonlySet<ConversationId>
  /** Loaded stretches of history of the conversations this window watches. */
  logs: ReadonlyMap<ConversationId, Log>
  /** The run whose ledger this window shows. */
  ledger: Ledger | null
  /** Uploads and downloads under way in the conversations this window watches. */
  transfers: ReadonlyMap<MediaId, Transfer>
}

/**
 * The replica that a snapshot describes. History and ledger are not part of it and have to be loaded again.
 * @param isWhole all conversations are in it
 */
export function fromSnapshot(snapshot: Snapshot, isWhole = true): Replica {
  return {
    revision: snapshot.revision,
    app: snapshot.app,
    settings: snapshot.settings,
    accounts: new Map(snapshot.accounts.map((account) => [account.id, account])),
    writtenTo: new Map(),
    conversations: SharedMap.of(snapshot.conversations.map((one) => [one.id, one])),
    isWhole,
    contacts: new Map(snapshot.contacts.map((card) => [card.userId, card])),
    unread: countUnread(snapshot.conversations),
    trouble: countTrouble(snapshot.conversations),
    signIns: new Map(snapshot.signIns.map((signIn) => [signIn.id, signIn])),
    backup: snapshot.backup,
    autoBackup: snapshot.autoBackup,
    exported: null,
    broadcasts: new Map(snapshot.broadcasts.map((one) => [one.id, one])),
    templates: snapshot.templates,
    segments: snapshot.segments,
    scheduled: new Map(snapshot.scheduled.map((one) => [one.id, one])),
    quickReplies: new Map(snapshot.quickReplies.map((one) => [one.id, one])),
    lessons: snapshot.lessons,
    programs: new Map(snapshot.programs.map((one) => [one.id, one])),
    programDoor: snapshot.programDoor,
    proposals: new Map(snapshot.proposals.map((one) => [one.id, one])),
    offered: offeredIn(snapshot.proposals),
    logs: new Map(),
    ledger: null,
    transfers: new Map(),
  }
}

export function offeredIn(proposals: Iterable<Proposal>): Set<ConversationId> {
  return new Set(
    [...proposals].flatMap(({ kind, conversationId }) => (kind === 'draft' ? [conversationId] : [])),
  )
}

function countUnread(conversations: Iterable<ConversationSummary>): Map<AccountId, number> {
  const counts = new Map<AccountId, number>()
  for (const conversation of conversations) {
    const { accountId } = conversation
    if (isUnread(conversation)) counts.set(accountId, (counts.get(accountId) ?? 0) + 1)
  }
  return counts
}

function countTrouble(conversations: Iterable<ConversationSummary>): Trouble {
  const trouble = { failed: 0, unconfirmed: 0, unsent: 0 }
  for (const { failed, unconfirmed, unsent } of conversations) {
    trouble.failed += failed
    trouble.unconfirmed += unconfirmed
    trouble.unsent += unsent
  }
  return trouble
}

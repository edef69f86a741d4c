import { toAccountSummary } from '#core/accounts/account-summary.ts'
import type { SessionStatus } from '#core/accounts/ports.ts'
import type { SignIns } from '#core/accounts/sign-in.ts'
import type { AppInfoService } from '#core/app-info-service.ts'
import type { AutoBackups } from '#core/backup/auto-backups.ts'
import type { Backups } from '#core/backup/backups.ts'
import type { BroadcastViews } from '#core/broadcast/views.ts'
import type { Clock, SettingsStore } from '#core/ports.ts'
import type { LessonGuide } from '#core/practice/lesson-guide.ts'
import type { Doors } from '#core/programs/doors.ts'
import type { Programs } from '#core/programs/programs.ts'
import type { Proposals } from '#core/programs/proposals.ts'
import { toQuickReply } from '#core/quick-replies/views.ts'
import type { Reads } from '#core/reads/ports.ts'
import type { Schedule } from '#core/schedule/schedule.ts'
import type { Stores } from '#core/stores.ts'
import type { Snapshot } from '#shared/model/changes.ts'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import type { AccountId, ConversationId } from '#shared/model/ids.ts'
import { type ConversationPortion, conversationText, snapshotText } from '#shared/model/snapshot-text.ts'

/** So many conversations are read as soon as the first of them: there is no second part. */
const FEW = 300

export interface SnapshotDeps {
  clock: Pick<Clock, 'now'>
  stores: Pick<Stores, 'accounts' | 'contacts' | 'contents' | 'conversations' | 'quickReplies' | 'segments'>
  appInfo: Pick<AppInfoService, 'read'>
  settings: Pick<SettingsStore, 'read'>
  signIns: Pick<SignIns, 'list'>
  backups: Pick<Backups, 'task'>
  autoBackups: Pick<AutoBackups, 'state'>
  broadcastViews: BroadcastViews
  schedule: Pick<Schedule, 'list'>
  guide: Pick<LessonGuide, 'view'>
  programs: Pick<Programs, 'list'>
  doors: Pick<Doors, 'state'>
  proposals: Pick<Proposals, 'list'>
  statusOf(id: AccountId): SessionStatus
}

/**
 * Everything a reader needs to start, or to start over after a gap. It may be newer than `revision`: what has
 * changed since comes again with the next batch, and every change carries the whole value.
 */
export function takeSnapshot(deps: SnapshotDeps, revision: number): Snapshot {
  return snapshotOf(deps, revision, deps.stores.conversations.summaries())
}

/**
 * The same as a text. Unless it has to be whole, of many conversations only those are in it that the first screen shows
 * or counts; `otherConversations` has the rest, so that nobody waits for thousands of rows to see the first twenty.
 */
export function takeSnapshotText(deps: SnapshotDeps, revision: number, isWhole: boolean): string {
  const { clock, stores } = deps
  const all = isWhole || stores.conversations.count() <= FEW
  const conversations = all
    ? stores.conversations.summaries()
    : stores.conversations.firstSummaries(clock.now())
  return snapshotText(snapshotOf(deps, revision, []), conversations.map(conversationText), all)
}

/**
 * A portion of all conversations, for whoever has a snapshot that is not whole. It is read by the thread, so what changes
 * meanwhile is told beside it, before or after: whoever has been told of one since knows better than this (P18).
 */
export async function otherConversations(
  { conversations }: { conversations: Pick<Stores['conversations'], 'portion'> },
  reads: Pick<Reads, 'run'>,
  after: ConversationId | null,
): Promise<ConversationPortion> {
  try {
    return await reads.run('conversation-portion', { after })
  } catch {
    return conversations.portion(after)
  }
}

function snapshotOf(deps: SnapshotDeps, revision: number, conversations: ConversationSummary[]): Snapshot {
  const {
    stores,
    appInfo,
    settings,
    signIns,
    backups,
    autoBackups,
    broadcastViews,
    schedule,
    guide,
    programs,
    doors,
    proposals,
    statusOf,
  } = deps
  return {
    revision,
    app: appInfo.read(),
    settings: settings.read(),
    accounts: stores.accounts.list().map((account) => toAccountSummary(account, statusOf(account.id))),
    conversations,
    contacts: stores.contacts.cards(),
    signIns: signIns.list(),
    backup: backups.task,
    autoBackup: autoBackups.state(),
    broadcasts: broadcastViews.summaries(),
    scheduled: schedule.list(),
    templates: stores.contents.templates(),
    segments: stores.segments.list(),
    quickReplies: stores.quickReplies.list().map(toQuickReply),
    lessons: guide.view(),
    programs: programs.list(),
    programDoor: doors.state(),
    proposals: proposals.list(),
  }
}

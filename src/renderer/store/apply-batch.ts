import { shallow } from 'zustand/vanilla/shallow'
import type { AccountSummary } from '#shared/model/account.ts'
import type { AppInfo } from '#shared/model/app-info.ts'
import type { AutoBackupState, BackupTask } from '#shared/model/backup.ts'
import type { BroadcastRecipient, Segment, TemplateSummary } from '#shared/model/broadcast.ts'
import type { Change, ChangeBatch } from '#shared/model/changes.ts'
import { type ContactCard, isEmptyCard } from '#shared/model/contact.ts'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import { isUnread } from '#shared/model/conversation-state.ts'
import type { AccountId, BroadcastId, ConversationId } from '#shared/model/ids.ts'
import type { Lessons } from '#shared/model/lesson.ts'
import type { ProgramDoor, Proposal, ProposalId } from '#shared/model/program.ts'
import type { Settings } from '#shared/model/settings.ts'
import { unreachable } from '#shared/unreachable.ts'
import { putMessage, removeMessage } from './log.ts'
import { offeredIn, type Replica, type Trouble } from './replica.ts'

/** What became of a batch: used, already contained in the snapshot, or preceded by something missed. */
type Applied = { kind: 'applied'; replica: Replica } | { kind: 'late' } | { kind: 'gap' }

/** Applies a batch whole or not at all. */
export function applyBatch(replica: Replica, batch: ChangeBatch): Applied {
  if (batch.to <= replica.revision) return { kind: 'late' }
  if (batch.from !== replica.revision) return { kind: 'gap' }
  const draft = new Draft(replica)
  for (const change of batch.changes) applyChange(draft, change)
  return { kind: 'applied', replica: draft.finish(batch.to) }
}

/** The same with all other conversations. What is known of one already, or is `gone` since they were asked for, is newer. */
export function withOthers(
  replica: Replica,
  others: Iterable<ConversationSummary>,
  gone: ReadonlySet<ConversationId>,
): Replica {
  const draft = new Draft(replica)
  for (const one of others)
    if (!replica.conversations.has(one.id) && !gone.has(one.id)) draft.putConversation(one.id, one)
  return { ...draft.finish(replica.revision), isWhole: true }
}

/** Copies each map of a replica at most once per batch, so what did not change keeps its identity. */
class Draft {
  private readonly next: Replica
  private readonly copied = new Set<ReadonlyMap<unknown, unknown>>()
  private readonly unreadBy = new Map<AccountId, number>()
  private readonly putConversations = new Map<ConversationId, ConversationSummary | undefined>()

  constructor(replica: Replica) {
    this.next = { ...replica }
  }

  set app(app: AppInfo) {
    this.next.app = app
  }

  set lessons(lessons: Lessons | null) {
    this.next.lessons = lessons
  }

  set programDoor(door: ProgramDoor) {
    this.next.programDoor = door
  }

  set exported(percent: number | null) {
    this.next.exported = percent
  }

  set backup(task: BackupTask | null) {
    this.next.backup = task
  }

  set autoBackup(state: AutoBackupState) {
    this.next.autoBackup = state
  }

  set templates(templates: TemplateSummary[]) {
    this.next.templates = templates
  }

  set segments(segments: Segment[]) {
    this.next.segments = segments
  }

  set settings(settings: Settings) {
    this.next.settings = settings
  }

  /** Lines of a run that is not open stay out. */
  putRecipient(recipient: BroadcastRecipient): void {
    const { ledger } = this.next
    if (ledger?.id !== recipient.broadcastId) return
    const recipients = this.own(ledger.recipients)
    recipients.set(recipient.place, recipient)
    this.next.ledger = { ...ledger, recipients }
  }

  removeRecipient(id: BroadcastId, place: number): void {
    const { ledger } = this.next
    if (ledger?.id !== id || !ledger.recipients.has(place)) return
    const recipients = this.own(ledger.recipients)
    recipients.delete(place)
    this.next.ledger = { ...ledger, recipients }
  }

  /** Puts a whole account in place of what stood there; null takes it away. */
  putAccount(id: AccountId, account: AccountSummary | null): void {
    // a session that begins says so of an account that looks as before; what is drawn from the accounts need not look again
    if (shallow(this.next.accounts.get(id), account) && !this.next.writtenTo.has(id)) return
    const accounts = this.own(this.next.accounts)
    this.next.accounts = accounts
    if (account === null) accounts.delete(id)
    else accounts.set(id, account)
    if (this.next.writtenTo.has(id)) this.writtenTo().delete(id)
  }

  writtenTo = () => {
    const map = this.own(this.next.writtenTo)
    this.next.writtenTo = map
    return map
  }

  /** Puts a conversation in place of what stood there; null takes it away. */
  putConversation(id: ConversationId, conversation: ConversationSummary | null): void {
    const put = this.putConversations
    const before = put.has(id) ? put.get(id) : this.next.conversations.get(id)
    put.set(id, conversation ?? undefined)
    if (before !== undefined && isUnread(before)) this.addUnread(before.accountId, -1)
    if (conversation !== null && isUnread(conversation)) this.addUnread(conversation.accountId, 1)
    this.addTrouble('failed', (conversation?.failed ?? 0) - (before?.failed ?? 0))
    this.addTrouble('unconfirmed', (conversation?.unconfirmed ?? 0) - (before?.unconfirmed ?? 0))
    this.addTrouble('unsent', (conversation?.unsent ?? 0) - (before?.unsent ?? 0))
  }

  putContact(card: ContactCard): void {
    const contacts = this.own(this.next.contacts)
    this.next.contacts = contacts
    if (isEmptyCard(card)) contacts.delete(card.userId)
    else contacts.set(card.userId, card)
  }

  private addTrouble(kind: keyof Trouble, by: number): void {
    if (by === 0) return
    const { trouble } = this.next
    this.next.trouble = { ...trouble, [kind]: trouble[kind] + by }
  }

  private addUnread(id: AccountId, by: number): void {
    this.unreadBy.set(id, (this.unreadBy.get(id) ?? 0) + by)
  }

  /** Most messages come to what was unread already, and change no number. */
  private countUnread(): void {
    for (const [id, by] of this.unreadBy) {
      if (by === 0) continue
      const unread = this.own(this.next.unread)
      this.next.unread = unread
      const count = (unread.get(id) ?? 0) + by
      if (count > 0) unread.set(id, count)
      else unread.delete(id)
    }
  }

  signIns = () => {
    const map = this.own(this.next.signIns)
    this.next.signIns = map
    return map
  }

  broadcasts = () => {
    const map = this.own(this.next.broadcasts)
    this.next.broadcasts = map
    return map
  }

  quickReplies = () => {
    const map = this.own(this.next.quickReplies)
    this.next.quickReplies = map
    return map
  }

  scheduled = () => {
    const map = this.own(this.next.scheduled)
    this.next.scheduled = map
    return map
  }

  programs = () => {
    const map = this.own(this.next.programs)
    this.next.programs = map
    return map
  }

  /** Puts a proposal in place of what stood there; null takes it away. */
  putProposal(id: ProposalId, proposal: Proposal | null): void {
    const proposals = this.own(this.next.proposals)
    this.next.proposals = proposals
    if (proposal === null) proposals.delete(id)
    else proposals.set(id, proposal)
    this.next.offered = offeredIn(proposals.values())
  }

  logs = () => {
    const map = this.own(this.next.logs)
    this.next.logs = map
    return map
  }

  transfers = () => {
    const map = this.own(this.next.transfers)
    this.next.transfers = map
    return map
  }

  finish(revision: number): Replica {
    this.next.revision = revision
    this.countUnread()
    if (this.putConversations.size > 0)
      this.next.conversations = this.next.conversations.with(this.putConversations)
    return this.next
  }

  private own<K, V>(map: ReadonlyMap<K, V>): Map<K, V> {
    if (map instanceof Map && this.copied.has(map)) return map
    const copy = new Map(map)
    this.copied.add(copy)
    return copy
  }
}

function applyChange(draft: Draft, change: Change): void {
  switch (change.kind) {
    case 'account':
      draft.putAccount(change.account.id, change.account)
      return
    case 'account-written-to':
      draft.writtenTo().set(change.id, change.lastInboundAt)
      return
    case 'account-removed':
      draft.putAccount(change.id, null)
      return
    case 'conversation':
      draft.putConversation(change.conversation.id, change.conversation)
      return
    case 'conversation-removed':
      draft.putConversation(change.id, null)
      draft.logs().delete(change.id)
      return
    case 'contact':
      draft.putContact(change.contact)
      return
    case 'message': {
      const logs = draft.logs()
      const log = logs.get(change.message.conversationId)
      if (log) logs.set(change.message.conversationId, putMessage(log, change.message))
      return
    }
    case 'scheduled':
      draft.scheduled().set(change.scheduled.id, change.scheduled)
      return
    case 'scheduled-removed':
      draft.scheduled().delete(change.id)
      return
    case 'message-removed': {
      const logs = draft.logs()
      const log = logs.get(change.conversationId)
      if (log) logs.set(change.conversationId, removeMessage(log, change.id))
      return
    }
    case 'media-progress':
      if (change.progress === null) draft.transfers().delete(change.id)
      else draft.transfers().set(change.id, change.progress)
      return
    case 'sign-in':
      draft.signIns().set(change.signIn.id, change.signIn)
      return
    case 'sign-in-removed':
      draft.signIns().delete(change.id)
      return
    // what is shown is the window's own, see follow-clicks.ts
    case 'show':
      return
    case 'settings':
      draft.settings = change.settings
      return
    case 'export':
      draft.exported = change.percent
      return
    case 'backup':
      draft.backup = change.task
      return
    case 'auto-backup':
      draft.autoBackup = change.state
      return
    case 'broadcast':
      draft.broadcasts().set(change.broadcast.id, change.broadcast)
      return
    case 'broadcast-removed':
      draft.broadcasts().delete(change.id)
      return
    case 'broadcast-recipient':
      draft.putRecipient(change.recipient)
      return
    case 'broadcast-recipient-removed':
      draft.removeRecipient(change.id, change.place)
      return
    case 'templates':
      draft.templates = change.templates
      return
    case 'segments':
      draft.segments = change.segments
      return
    case 'quick-reply':
      draft.quickReplies().set(change.reply.id, change.reply)
      return
    case 'quick-reply-removed':
      draft.quickReplies().delete(change.id)
      return
    case 'app':
      draft.app = change.app
      return
    case 'lessons':
      draft.lessons = change.lessons
      return
    case 'program':
      draft.programs().set(change.program.id, change.program)
      return
    case 'program-removed':
      draft.programs().delete(change.id)
      return
    case 'program-door':
      draft.programDoor = change.door
      return
    case 'proposal':
      draft.putProposal(change.proposal.id, change.proposal)
      return
    case 'proposal-removed':
      draft.putProposal(change.id, null)
      return
    default:
      unreachable(change)
  }
}

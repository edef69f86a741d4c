import { toAccountSummary } from '#core/accounts/account-summary.ts'
import type { SessionStatus } from '#core/accounts/ports.ts'
import { lineOf } from '#core/broadcast/recipient-state.ts'
import type { BroadcastViews } from '#core/broadcast/views.ts'
import { toMessageView } from '#core/inbox/quotes.ts'
import type { MediaViews } from '#core/media/views.ts'
import { toQuickReply } from '#core/quick-replies/views.ts'
import type { Stores } from '#core/stores.ts'
import type { AppInfo } from '#shared/model/app-info.ts'
import type { Change } from '#shared/model/changes.ts'
import type { AccountId, BroadcastId, ConversationId, QuickReplyId, ScheduledId } from '#shared/model/ids.ts'
import type { Lessons } from '#shared/model/lesson.ts'
import type { Program, ProgramId, Proposal, ProposalId } from '#shared/model/program.ts'
import type { ScheduledMessage } from '#shared/model/scheduled.ts'
import { unreachable } from '#shared/unreachable.ts'
import type { ChangedThing } from './change-key.ts'

export interface ChangeReaderDeps {
  stores: Pick<
    Stores,
    | 'accounts'
    | 'broadcasts'
    | 'contacts'
    | 'contents'
    | 'conversations'
    | 'ledger'
    | 'messages'
    | 'quickReplies'
    | 'segments'
  >
  views: MediaViews
  broadcastViews: BroadcastViews
  /** What is scheduled under an id; null for nothing any more. */
  scheduled(id: ScheduledId): ScheduledMessage | null
  statusOf(id: AccountId): SessionStatus
  info(): AppInfo
  /** Null outside of practice mode. */
  lessons(): Lessons | null
  /** A program that was let in; null for one that was revoked. */
  program(id: ProgramId): Program | null
  /** What a program proposes; null once it is decided. */
  proposal(id: ProposalId): Proposal | null
}

/** Reads the things that changed, whole, as they are now. */
export class ChangeReader {
  readonly #deps: ChangeReaderDeps

  constructor(deps: ChangeReaderDeps) {
    this.#deps = deps
  }

  /** What to tell of a thing; null where there is nothing to tell any more. */
  read(thing: ChangedThing): Change | null {
    const { stores, info, lessons } = this.#deps
    switch (thing.kind) {
      case 'account':
        return this.#account(thing.id)
      case 'account-written-to':
        return this.#writtenTo(thing.id)
      case 'conversation':
        return this.#conversation(thing.id)
      case 'message':
        return this.#message(thing)
      case 'broadcast':
        return this.#broadcast(thing.id)
      case 'broadcast-recipient':
        return this.#recipient(thing.id, thing.place)
      case 'contact':
        return { kind: 'contact', contact: stores.contacts.card(thing.userId) }
      case 'templates':
        return { kind: 'templates', templates: stores.contents.templates() }
      case 'segments':
        return { kind: 'segments', segments: stores.segments.list() }
      case 'scheduled':
        return this.#scheduled(thing.id)
      case 'quick-reply':
        return this.#quickReply(thing.id)
      case 'app':
        return { kind: 'app', app: info() }
      case 'lessons':
        return { kind: 'lessons', lessons: lessons() }
      case 'program':
        return this.#program(thing.id)
      case 'proposal':
        return this.#proposal(thing.id)
      default:
        return unreachable(thing)
    }
  }

  #scheduled(id: ScheduledId): Change {
    const scheduled = this.#deps.scheduled(id)
    return scheduled === null ? { kind: 'scheduled-removed', id } : { kind: 'scheduled', scheduled }
  }

  #account(id: AccountId): Change {
    const { stores, statusOf } = this.#deps
    const account = stores.accounts.get(id)
    return account === null
      ? { kind: 'account-removed', id }
      : { kind: 'account', account: toAccountSummary(account, statusOf(id)) }
  }

  #writtenTo(id: AccountId): Change | null {
    const account = this.#deps.stores.accounts.get(id)
    return account === null ? null : { kind: 'account-written-to', id, lastInboundAt: account.lastInboundAt }
  }

  #conversation(id: ConversationId): Change {
    const conversation = this.#deps.stores.conversations.summary(id)
    return conversation === null
      ? { kind: 'conversation-removed', id }
      : { kind: 'conversation', conversation }
  }

  #message({ id, conversationId }: Extract<ChangedThing, { kind: 'message' }>): Change {
    const { stores, views } = this.#deps
    const message = stores.messages.get(id)
    return message === null
      ? { kind: 'message-removed', id, conversationId }
      : { kind: 'message', message: toMessageView({ ...stores, views }, message) }
  }

  #broadcast(id: BroadcastId): Change {
    const broadcast = this.#deps.broadcastViews.summary(id)
    return broadcast === null ? { kind: 'broadcast-removed', id } : { kind: 'broadcast', broadcast }
  }

  #quickReply(id: QuickReplyId): Change {
    const reply = this.#deps.stores.quickReplies.get(id)
    return reply === null
      ? { kind: 'quick-reply-removed', id }
      : { kind: 'quick-reply', reply: toQuickReply(reply) }
  }

  #program(id: ProgramId): Change {
    const program = this.#deps.program(id)
    return program === null ? { kind: 'program-removed', id } : { kind: 'program', program }
  }

  #proposal(id: ProposalId): Change {
    const proposal = this.#deps.proposal(id)
    return proposal === null ? { kind: 'proposal-removed', id } : { kind: 'proposal', proposal }
  }

  #recipient(id: BroadcastId, place: number): Change {
    const { stores, broadcastViews } = this.#deps
    const stored = stores.ledger.get({ id, place })
    if (stored === null) return { kind: 'broadcast-recipient-removed', id, place }
    return { kind: 'broadcast-recipient', recipient: broadcastViews.lineView(id)(lineOf(stored)) }
  }
}

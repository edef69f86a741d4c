import type { DomainEvent, MessagesReceived } from '#core/events/domain-event.ts'
import type { Subscriber } from '#core/events/event-bus.ts'
import type { Clock } from '#core/ports.ts'
import type { Stores } from '#core/stores.ts'
import type { AccountId, BroadcastId, ConversationId, MessageId } from '#shared/model/ids.ts'
import { unreachable } from '#shared/unreachable.ts'
import type { Dirty, ReadyChange } from './change-key.ts'
import type { Connections } from './connections.ts'

/** Sums of a run are made anew this often at most, while its lines go out as they change. */
const SUMS_EVERY_MS = 250
/**
 * When an account was last written to is told this often at most, and alone: a row within a second (P24), not one per
 * message. All accounts come together, so what a page has to do for each stands in the way of the next message.
 */
const WRITTEN_TO_EVERY_MS = 1_000

export interface PublisherDeps {
  clock: Clock
  connections: Connections
  stores: Pick<Stores, 'accounts' | 'conversations' | 'media' | 'messages'>
}

/** Turns what happened into the things that readers have to be told. */
export class Publisher implements Subscriber {
  readonly place = 'publisher'
  readonly #deps: PublisherDeps
  /** Runs whose sums have to be made anew. */
  readonly #runs: Gathering<BroadcastId>
  /** Accounts of which nothing has changed but when somebody last wrote to them. */
  readonly #writtenTo: Gathering<AccountId>

  constructor(deps: PublisherDeps) {
    const { clock, connections } = deps
    this.#deps = deps
    this.#runs = new Gathering(clock, SUMS_EVERY_MS, (ids) =>
      connections.note(ids.map((id) => ({ kind: 'broadcast', id }))),
    )
    this.#writtenTo = new Gathering(clock, WRITTEN_TO_EVERY_MS, (ids) =>
      connections.note(ids.map((id) => ({ kind: 'account-written-to', id }))),
    )
  }

  stop(): void {
    this.#runs.stop()
    this.#writtenTo.stop()
  }

  handle(event: DomainEvent): void {
    this.#deps.connections.note(this.#touchedBy(event))
  }

  #touchedBy(event: DomainEvent): Dirty[] {
    const { accounts, conversations } = this.#deps.stores
    switch (event.kind) {
      case 'messages-received': {
        const { conversationIds, messageIds } = event
        const isSeen = conversationIds.some((id) => this.#deps.connections.watches(id))
        const messages = isSeen ? this.#messages(messageIds) : []
        return [...messages, ...conversationsOf(conversationIds), ...this.#receiver(event)]
      }
      case 'sends-changed': {
        const { accountId, messageIds, accountChanged } = event
        return [...this.#withSummaries(messageIds), ...accountsOf(accountChanged ? [accountId] : [])]
      }
      case 'messages-taken-back': {
        const { conversationId, messageIds } = event
        const messages = messageIds.map((id): Dirty => ({ kind: 'message', id, conversationId }))
        return [...messages, ...conversationsOf([conversationId])]
      }
      case 'media-changed':
        return [...this.#withSummaries(event.messageIds), ...this.#quoting(event.messageIds)]
      case 'media-progress':
        return this.#progress(event)
      case 'session-changed':
        return accountsOf([event.accountId])
      case 'accounts-changed':
        return accountsOf(event.accountIds)
      case 'account-bound':
        return [
          ...conversationsOf(conversations.idsOfAccount(event.accountId)),
          ...accountsOf([event.accountId]),
        ]
      case 'account-removed':
        return [
          ...accountsOf([event.accountId]),
          ...conversationsOf(event.conversationIds),
          // another one may be the default now
          ...accountsOf(accounts.list().map(({ id }) => id)),
        ]
      case 'conversations-changed':
      case 'snoozes-ended':
        return conversationsOf(event.conversationIds)
      case 'contact-changed':
        return contactsOf([event.userId])
      case 'contact-erased':
        return [...conversationsOf(event.conversationIds), ...contactsOf([event.userId])]
      case 'history-erased':
        return contactsOf(event.userIds)
      case 'broadcast-changed':
      case 'broadcast-removed':
        this.#runs.delete(event.broadcastId)
        return [{ kind: 'broadcast', id: event.broadcastId }]
      case 'recipients-changed':
        return this.#lines(event.broadcastId, event.places)
      case 'templates-changed':
        return [{ kind: 'templates' }]
      case 'segments-changed':
        return [{ kind: 'segments' }]
      case 'scheduled-changed':
        return event.ids.map((id) => ({ kind: 'scheduled', id }))
      case 'quick-replies-changed':
        return event.ids.map((id) => ({ kind: 'quick-reply', id }))
      case 'sign-in-changed':
        return [ready({ kind: 'sign-in', signIn: event.signIn })]
      case 'sign-in-removed':
        return [ready({ kind: 'sign-in-removed', id: event.signInId })]
      case 'settings-changed':
        return [ready({ kind: 'settings', settings: event.settings })]
      case 'app-info-changed':
        return [{ kind: 'app' }]
      case 'lessons-changed':
        return [{ kind: 'lessons' }]
      case 'export-progress':
        return [ready({ kind: 'export', percent: event.percent })]
      case 'backup-changed':
        return [ready({ kind: 'backup', task: event.task })]
      case 'auto-backup-changed':
        return [ready({ kind: 'auto-backup', state: event.state })]
      case 'program-changed':
        return [{ kind: 'program', id: event.programId }]
      case 'proposals-changed':
        return event.ids.map((id) => ({ kind: 'proposal', id }))
      case 'program-door-changed':
        return [ready({ kind: 'program-door', door: event.door })]
      case 'ingest-failed':
      case 'poll-ended':
      case 'account-reconnected':
      case 'sign-in-status-unknown':
        return []
      default:
        return unreachable(event)
    }
  }

  #messages(ids: readonly MessageId[]): Extract<Dirty, { kind: 'message' }>[] {
    return ids.flatMap((id) => {
      const message = this.#deps.stores.messages.get(id)
      return message === null
        ? []
        : [{ kind: 'message', id, conversationId: message.conversationId } as const]
    })
  }

  /** What quotes these messages where it is on screen: it is drawn with their media. */
  #quoting(ids: readonly MessageId[]): Dirty[] {
    const { connections, stores } = this.#deps
    const seen = this.#messages(ids).filter(({ conversationId }) => connections.watches(conversationId))
    return seen.flatMap(({ id, conversationId }) =>
      stores.messages
        .idsQuoting(id)
        .map((quoting): Dirty => ({ kind: 'message', id: quoting, conversationId })),
    )
  }

  /** Messages and the summaries of their conversations. */
  #withSummaries(ids: readonly MessageId[]): Dirty[] {
    const messages = this.#messages(ids)
    const conversations = new Set(messages.map(({ conversationId }) => conversationId))
    return [...messages, ...conversationsOf(conversations)]
  }

  #progress({ mediaId, progress }: Extract<DomainEvent, { kind: 'media-progress' }>): Dirty[] {
    const attachment = this.#deps.stores.media.get(mediaId)
    if (attachment === null) return []
    return [ready({ kind: 'media-progress', id: mediaId, progress }, attachment.conversationId)]
  }

  /** The account that messages came for: all of it at once where more changed than the time, which is told soon. */
  #receiver({ accountId, accountChanged }: MessagesReceived): Dirty[] {
    if (accountChanged) return accountsOf([accountId])
    this.#writtenTo.add(accountId)
    return []
  }

  /** Lines of a ledger at once, and soon its sums. */
  #lines(id: BroadcastId, places: readonly number[]): Dirty[] {
    this.#runs.add(id)
    if (!this.#deps.connections.watchesBroadcast(id)) return []
    return places.map((place) => ({ kind: 'broadcast-recipient', id, place }))
  }
}

/** Gathers what changes often, and tells of it together, so long after the first. */
class Gathering<Id> {
  readonly #clock: Clock
  readonly #everyMs: number
  readonly #tell: (ids: readonly Id[]) => void
  readonly #ids = new Set<Id>()
  #cancelTimer: (() => void) | null = null

  constructor(clock: Clock, everyMs: number, tell: (ids: readonly Id[]) => void) {
    this.#clock = clock
    this.#everyMs = everyMs
    this.#tell = tell
  }

  add(id: Id): void {
    this.#ids.add(id)
    this.#cancelTimer ??= this.#clock.setTimeout(this.#everyMs, () => {
      this.#cancelTimer = null
      const ids = [...this.#ids]
      this.#ids.clear()
      this.#tell(ids)
    })
  }

  /** It was told of already. */
  delete(id: Id): void {
    this.#ids.delete(id)
  }

  stop(): void {
    this.#cancelTimer?.()
  }
}

function conversationsOf(ids: Iterable<ConversationId>): Dirty[] {
  return [...ids].map((id) => ({ kind: 'conversation', id }))
}

function contactsOf(userIds: readonly string[]): Dirty[] {
  return userIds.map((userId) => ({ kind: 'contact', userId }))
}

function accountsOf(ids: readonly AccountId[]): Dirty[] {
  return ids.map((id) => ({ kind: 'account', id }))
}

function ready(change: ReadyChange['change'], conversationId: ConversationId | null = null): Dirty {
  return { kind: 'ready', change, conversationId }
}

import { toAccountSummary } from '#core/accounts/account-summary.ts'
import type { SessionStatus } from '#core/accounts/ports.ts'
import type { BroadcastViews } from '#core/broadcast/views.ts'
import type { DomainEvent } from '#core/events/domain-event.ts'
import type { Subscriber } from '#core/events/event-bus.ts'
import { toShownMessage } from '#core/inbox/quotes.ts'
import type { MediaViews } from '#core/media/views.ts'
import type { Clock } from '#core/ports.ts'
import type { Stores } from '#core/stores.ts'
import type { AppInfo } from '#shared/model/app-info.ts'
import type { Change } from '#shared/model/changes.ts'
import type { AccountId, BroadcastId, ConversationId, MessageId } from '#shared/model/ids.ts'
import { unreachable } from '#shared/unreachable.ts'
import { BroadcastChanges } from './broadcast-changes.ts'
import type { ChangeBus } from './change-bus.ts'

export interface PublisherParts {
  clock: Clock
  bus: ChangeBus
  stores: Pick<
    Stores,
    'accounts' | 'broadcasts' | 'contents' | 'conversations' | 'ledger' | 'media' | 'messages'
  >
  views: MediaViews
  broadcastViews: BroadcastViews
  statusOf(id: AccountId): SessionStatus
  info(): AppInfo
  failed(error: unknown): void
}

/**
 * Turns what happened into changes: each thing is read anew and goes out whole. Full message rows go out for
 * watched conversations only, and lines of a ledger for the watched run.
 */
export class Publisher implements Subscriber {
  readonly place = 'publisher'
  readonly #parts: PublisherParts
  readonly #broadcasts: BroadcastChanges
  #watched: ReadonlySet<ConversationId> = new Set()

  constructor(parts: PublisherParts) {
    const { clock, bus, stores, broadcastViews, failed } = parts
    this.#parts = parts
    const { contents, ledger } = stores
    this.#broadcasts = new BroadcastChanges({ clock, bus, contents, ledger, views: broadcastViews, failed })
  }

  /** Replaces the conversations whose messages go out. */
  watch(ids: Iterable<ConversationId>): void {
    this.#watched = new Set(ids)
  }

  /** Replaces the run the lines of whose ledger go out. */
  watchBroadcast(id: BroadcastId | null): void {
    this.#broadcasts.watch(id)
  }

  stop(): void {
    this.#broadcasts.stop()
  }

  handle(event: DomainEvent): void {
    const { bus } = this.#parts
    switch (event.kind) {
      case 'messages-received': {
        const { accountId, conversationIds, messageIds } = event
        const isSeen = conversationIds.some((id) => this.#watched.has(id))
        const messages = isSeen ? this.#messages(messageIds).changes : []
        bus.publish(...messages, ...this.#conversations(conversationIds), ...this.#accounts([accountId]))
        return
      }
      case 'sends-changed': {
        const { accountId, messageIds, accountChanged } = event
        this.#publishMessages(messageIds, accountChanged ? [accountId] : [])
        return
      }
      case 'media-changed':
        this.#publishMessages(event.messageIds)
        return
      case 'media-progress':
        this.#publishProgress(event)
        return
      case 'session-changed':
        bus.publish(...this.#accounts([event.accountId]))
        return
      case 'accounts-changed':
        bus.publish(...this.#accounts(event.accountIds))
        return
      case 'account-bound':
        bus.publish(
          ...this.#conversations(this.#parts.stores.conversations.idsOfAccount(event.accountId)),
          ...this.#accounts([event.accountId]),
        )
        return
      case 'account-removed':
        bus.publish(
          { kind: 'account-removed', id: event.accountId },
          ...event.conversationIds.map((id): Change => ({ kind: 'conversation-removed', id })),
          // another one may be the default now
          ...this.#accounts(this.#parts.stores.accounts.list().map(({ id }) => id)),
        )
        return
      case 'conversations-changed':
        bus.publish(...this.#conversations(event.conversationIds))
        return
      case 'broadcast-changed':
        this.#broadcasts.now(event.broadcastId)
        return
      case 'broadcast-removed':
        this.#broadcasts.removed(event.broadcastId)
        return
      case 'recipients-changed':
        this.#broadcasts.lines(event.broadcastId, event.places)
        return
      case 'templates-changed':
        this.#broadcasts.templates()
        return
      case 'sign-in-changed':
        bus.publish({ kind: 'sign-in', signIn: event.signIn })
        return
      case 'sign-in-removed':
        bus.publish({ kind: 'sign-in-removed', id: event.signInId })
        return
      case 'settings-changed':
        bus.publish({ kind: 'settings', settings: event.settings })
        return
      case 'app-info-changed':
        bus.publish({ kind: 'app', app: this.#parts.info() })
        return
      case 'backup-changed':
        bus.publish({ kind: 'backup', task: event.task })
        return
      case 'history-erased':
      case 'ingest-failed':
      case 'poll-ended':
      case 'account-reconnected':
      case 'sign-in-status-unknown':
        return
      default:
        unreachable(event)
    }
  }

  /** Messages and the summaries of their conversations, and accounts. */
  #publishMessages(ids: readonly MessageId[], accounts: readonly AccountId[] = []): void {
    const { changes, conversations } = this.#messages(ids)
    this.#parts.bus.publish(...changes, ...this.#conversations(conversations), ...this.#accounts(accounts))
  }

  #messages(ids: readonly MessageId[]): { changes: Change[]; conversations: Set<ConversationId> } {
    const { stores, views } = this.#parts
    const changes: Change[] = []
    const conversations = new Set<ConversationId>()
    for (const id of ids) {
      const message = stores.messages.get(id)
      if (message === null) continue
      conversations.add(message.conversationId)
      if (this.#watched.has(message.conversationId))
        changes.push({ kind: 'message', message: toShownMessage({ ...stores, views }, message) })
    }
    return { changes, conversations }
  }

  #conversations(ids: Iterable<ConversationId>): Change[] {
    const { conversations } = this.#parts.stores
    return [...ids].flatMap((id): Change[] => {
      const conversation = conversations.summary(id)
      return conversation === null ? [] : [{ kind: 'conversation', conversation }]
    })
  }

  #accounts(ids: readonly AccountId[]): Change[] {
    const { stores, statusOf } = this.#parts
    return ids.flatMap((id): Change[] => {
      const account = stores.accounts.get(id)
      return account === null ? [] : [{ kind: 'account', account: toAccountSummary(account, statusOf(id)) }]
    })
  }

  #publishProgress({ mediaId, progress }: Extract<DomainEvent, { kind: 'media-progress' }>): void {
    const { bus, stores } = this.#parts
    const medium = stores.media.get(mediaId)
    if (medium !== null && this.#watched.has(medium.conversationId))
      bus.publish({ kind: 'media-progress', id: mediaId, progress })
  }
}

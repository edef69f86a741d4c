import { toAccountSummary } from '#core/accounts/account-summary.ts'
import type { SessionStatus } from '#core/accounts/ports.ts'
import type { DomainEvent } from '#core/events/domain-event.ts'
import type { ToldRepository } from '#core/storage/told-repository.ts'
import type { Stores } from '#core/stores.ts'
import type { AccountSummary } from '#shared/model/account.ts'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import type { AccountId, ConversationId, MessageId } from '#shared/model/ids.ts'
import { unreachable } from '#shared/unreachable.ts'
import type { Situation, TroubledSend } from './situation.ts'

export interface FactsDeps {
  stores: Pick<Stores, 'accounts' | 'broadcasts' | 'conversations' | 'messages' | 'proposals'>
  told: Pick<ToldRepository, 'troubledSends'>
  statusOf(id: AccountId): SessionStatus
}

/** So many accounts and conversations are read in one go: a message that comes in meanwhile waits for no more than that. */
const PORTION = 5

/** What is known of accounts and conversations, read anew where something happened to them. */
export class Facts {
  readonly #deps: FactsDeps
  readonly #conversations = new Map<ConversationId, ConversationSummary>()
  readonly #sends = new Map<ConversationId, TroubledSend[]>()
  readonly #stale = new Set<ConversationId>()
  readonly #accounts = new Map<AccountId, AccountSummary>()
  readonly #staleAccounts = new Set<AccountId>()
  #asking: Situation['asking'] = []
  #isAskingStale = true
  #requests: Situation['requests'] = []
  #areRequestsStale = true

  constructor(deps: FactsDeps) {
    this.#deps = deps
  }

  get conversations(): ReadonlyMap<ConversationId, ConversationSummary> {
    return this.#conversations
  }

  get sends(): TroubledSend[] {
    return [...this.#sends.values()].flat()
  }

  get asking(): Situation['asking'] {
    return this.#asking
  }

  get requests(): Situation['requests'] {
    return this.#requests
  }

  get accounts(): readonly AccountSummary[] {
    return [...this.#accounts.values()]
  }

  account(id: AccountId): AccountSummary | undefined {
    return this.#accounts.get(id)
  }

  /** Everything is to be read. */
  begin(): void {
    for (const { id } of this.#deps.stores.accounts.list()) this.#noteAccount(id)
  }

  /** Notes what an event concerns; answers whether it concerns anything told outside the window. */
  note(event: DomainEvent): boolean {
    switch (event.kind) {
      case 'messages-received':
        if (event.accountChanged) this.#staleAccounts.add(event.accountId)
        for (const id of event.conversationIds) this.#stale.add(id)
        return true
      case 'conversations-changed':
      case 'snoozes-ended':
      case 'contact-erased':
        for (const id of event.conversationIds) this.#stale.add(id)
        return true
      case 'sends-changed':
        if (event.accountChanged) this.#staleAccounts.add(event.accountId)
        for (const id of event.messageIds) this.#noteMessage(id)
        return true
      case 'messages-taken-back':
        this.#stale.add(event.conversationId)
        return true
      case 'account-bound':
        this.#noteAccount(event.accountId)
        return true
      case 'account-removed':
        this.#staleAccounts.add(event.accountId)
        for (const id of event.conversationIds) this.#stale.add(id)
        return true
      case 'session-changed':
        this.#staleAccounts.add(event.accountId)
        return true
      case 'accounts-changed':
        for (const id of event.accountIds) this.#staleAccounts.add(id)
        return true
      case 'broadcast-changed':
      case 'broadcast-removed':
        this.#isAskingStale = true
        return true
      case 'proposals-changed':
        this.#areRequestsStale = true
        return true
      case 'settings-changed':
        return true
      case 'app-info-changed':
      case 'ingest-failed':
      case 'poll-ended':
      case 'account-reconnected':
      case 'history-erased':
      case 'media-changed':
      case 'media-progress':
      case 'contact-changed':
      case 'recipients-changed':
      case 'templates-changed':
      case 'segments-changed':
      case 'quick-replies-changed':
      case 'scheduled-changed':
      case 'sign-in-changed':
      case 'sign-in-removed':
      case 'sign-in-status-unknown':
      case 'backup-changed':
      case 'lessons-changed':
      case 'auto-backup-changed':
      case 'export-progress':
      case 'program-changed':
      case 'program-door-changed':
        return false
      default:
        return unreachable(event)
    }
  }

  /** Reads a portion of what is stale; answers whether there is more. */
  refresh(): boolean {
    const { stores, told, statusOf } = this.#deps
    if (this.#isAskingStale) {
      this.#isAskingStale = false
      this.#asking = stores.broadcasts.asking()
    }
    if (this.#areRequestsStale) {
      this.#areRequestsStale = false
      this.#requests = stores.proposals.waiting()
    }
    let room = PORTION
    for (const id of this.#staleAccounts) {
      if (room === 0) return true
      room -= 1
      this.#staleAccounts.delete(id)
      const account = stores.accounts.get(id)
      if (account === null) this.#accounts.delete(id)
      else this.#accounts.set(id, toAccountSummary(account, statusOf(id)))
    }
    for (const id of this.#stale) {
      if (room === 0) return true
      room -= 1
      this.#stale.delete(id)
      const summary = stores.conversations.summary(id)
      if (summary === null) this.#conversations.delete(id)
      else this.#conversations.set(id, summary)
      if (summary !== null && summary.failed + summary.unconfirmed + summary.unsent > 0)
        this.#sends.set(id, told.troubledSends(id))
      else this.#sends.delete(id)
    }
    return false
  }

  #noteAccount(id: AccountId): void {
    this.#staleAccounts.add(id)
    for (const conversation of this.#deps.stores.conversations.idsOfAccount(id)) this.#stale.add(conversation)
  }

  #noteMessage(id: MessageId): void {
    const message = this.#deps.stores.messages.get(id)
    if (message !== null) this.#stale.add(message.conversationId)
  }
}

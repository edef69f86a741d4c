import type { SessionStatus } from '#core/accounts/ports.ts'
import type { MediaViews } from '#core/media/views.ts'
import type { AccountRepository } from '#core/storage/account-repository.ts'
import type { BroadcastRepository } from '#core/storage/broadcast-repository.ts'
import type { ConversationRepository } from '#core/storage/conversation-repository.ts'
import type { MessageReader } from '#core/storage/messages/message-reader.ts'
import type { AccountSummary } from '#shared/model/account.ts'
import type { Change } from '#shared/model/changes.ts'
import type { AccountId, ConversationId, MessageId } from '#shared/model/ids.ts'
import type { MediaProgress } from '#shared/model/media.ts'
import type { ChangeBus } from './events/change-bus.ts'
import { toShownMessage } from './inbox/quotes.ts'
import { toAccountSummary } from './views.ts'

/**
 * What a commit touched; each is read anew and published whole. Where `conversations` are named, they
 * include those of the messages, which are read only if a window watches one of them.
 */
export interface Touched {
  account?: AccountId | undefined
  conversations?: Iterable<ConversationId> | undefined
  messages?: Iterable<MessageId> | undefined
}

export interface PublisherParts {
  bus: ChangeBus
  accounts: AccountRepository
  conversations: ConversationRepository
  messages: MessageReader
  views: MediaViews
  broadcasts: Pick<BroadcastRepository, 'markOf'>
  statusOf(id: AccountId): SessionStatus
}

/** Turns what a commit touched into changes. Message rows go out only for watched conversations. */
export class Publisher {
  readonly #parts: PublisherParts
  #watched: ReadonlySet<ConversationId> = new Set()

  constructor(parts: PublisherParts) {
    this.#parts = parts
  }

  watch(ids: Iterable<ConversationId>): void {
    this.#watched = new Set(ids)
  }

  accountSummaries(): AccountSummary[] {
    const { accounts, statusOf } = this.#parts
    return accounts.list().map((account) => toAccountSummary(account, statusOf(account.id)))
  }

  publish(touched: Touched): void {
    const { bus, accounts, conversations, messages, statusOf } = this.#parts
    const changes: Change[] = []
    const summaries = new Set(touched.conversations)
    const isSeen = touched.conversations === undefined || [...summaries].some((id) => this.#watched.has(id))
    for (const id of isSeen ? (touched.messages ?? []) : []) {
      const message = messages.get(id)
      if (message === null) continue
      summaries.add(message.conversationId)
      if (this.#watched.has(message.conversationId)) {
        changes.push({ kind: 'message', message: toShownMessage(this.#parts, message) })
      }
    }
    for (const id of summaries) {
      const conversation = conversations.summary(id)
      if (conversation !== null) changes.push({ kind: 'conversation', conversation })
    }
    const account = touched.account === undefined ? null : accounts.get(touched.account)
    if (account !== null)
      changes.push({ kind: 'account', account: toAccountSummary(account, statusOf(account.id)) })
    bus.publish(...changes)
  }

  /** How far a transfer of a conversation is; only those who watch it are told. */
  publishProgress(conversationId: ConversationId, progress: MediaProgress): void {
    if (this.#watched.has(conversationId)) this.#parts.bus.publish({ kind: 'media-progress', ...progress })
  }
}

import type { Broadcasts } from '#core/broadcast/broadcasts.ts'
import type { EventSink } from '#core/events/event-bus.ts'
import type { MediaViews } from '#core/media/views.ts'
import type { BroadcastRepository } from '#core/storage/broadcast-repository.ts'
import type { ConversationRepository, SendTarget } from '#core/storage/conversation-repository.ts'
import type { Database } from '#core/storage/database.ts'
import type { MessageReader } from '#core/storage/messages/message-reader.ts'
import type { OutputOf, ParsedInputOf } from '#shared/contract/index.ts'
import { AppError } from '#shared/errors.ts'
import type { ConversationId, MessageId } from '#shared/model/ids.ts'
import { readAround, readPage } from './pages.ts'

export interface ConversationServiceDeps {
  stores: {
    database: Database
    conversations: ConversationRepository
    messages: MessageReader
    broadcasts: Pick<BroadcastRepository, 'markOf'>
  }
  views: MediaViews
  broadcasts: Pick<Broadcasts, 'withdrawFor'>
  events: EventSink
}

/** What the operator reads and notes down about conversations and the people in them. */
export class ConversationService {
  readonly #deps: ConversationServiceDeps

  constructor(deps: ConversationServiceDeps) {
    this.#deps = deps
  }

  /** A page of history, ascending. @throws AppError `not-found` */
  page(request: ParsedInputOf<'messages.page'>): OutputOf<'messages.page'> {
    const { stores, views } = this.#deps
    return readPage({ ...stores, views }, request)
  }

  /** A page around a message, which is part of it. @throws AppError `not-found` */
  around(request: ParsedInputOf<'messages.around'>): OutputOf<'messages.around'> {
    const { stores, views } = this.#deps
    return readAround({ ...stores, views }, request)
  }

  /** Everything up to this message was seen. */
  markRead(id: ConversationId, upTo: MessageId): void {
    this.#change([id], (conversations) => conversations.markRead(id, upTo))
  }

  /** @throws AppError `not-found` */
  saveDraft(id: ConversationId, text: string): void {
    this.#require(id)
    this.#change([id], (conversations) => conversations.saveDraft(id, text))
  }

  /** Names the contact of a conversation, in all accounts; blank for none. @throws AppError `not-found` */
  setContactAlias(id: ConversationId, alias: string): void {
    const { contactUserId } = this.#require(id)
    this.#change(this.#withContact(contactUserId), (conversations) =>
      conversations.setContactAlias(contactUserId, alias === '' ? null : alias),
    )
  }

  /**
   * Leaves the contact of a conversation out of every broadcast, in all accounts, or takes that back; what is in
   * the outbox for them is withdrawn. @throws AppError `not-found`
   */
  setContactExcluded(id: ConversationId, excluded: boolean): void {
    const { contactUserId } = this.#require(id)
    const ids = this.#withContact(contactUserId)
    this.#change(ids, (conversations) => {
      conversations.setContactExcluded(contactUserId, excluded)
      if (excluded) this.#deps.broadcasts.withdrawFor(ids)
    })
  }

  #require(id: ConversationId): SendTarget {
    const target = this.#deps.stores.conversations.target(id)
    if (target === null) throw new AppError('not-found')
    return target
  }

  #withContact(contactUserId: string): ConversationId[] {
    return this.#deps.stores.conversations.idsOfContact(contactUserId)
  }

  #change(
    conversationIds: readonly ConversationId[],
    write: (conversations: ConversationRepository) => void,
  ): void {
    const { stores, events } = this.#deps
    stores.database.transaction(() => {
      write(stores.conversations)
      events.raise({ kind: 'conversations-changed', conversationIds })
    })
  }
}

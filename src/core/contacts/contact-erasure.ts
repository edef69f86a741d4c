import type { HistoryEraser } from '#core/accounts/history-eraser.ts'
import type { Broadcasts } from '#core/broadcast/broadcasts.ts'
import type { EventSink } from '#core/events/event-bus.ts'
import type { Media } from '#core/media/media.ts'
import type { Outbox } from '#core/outbox/outbox.ts'
import type { Proposals } from '#core/programs/proposals.ts'
import type { ConversationErasure } from '#core/storage/conversation-erasure.ts'
import type { ConversationRepository } from '#core/storage/conversation-repository.ts'
import type { Database } from '#core/storage/database.ts'
import { AppError } from '#shared/errors.ts'
import type { ConversationId } from '#shared/model/ids.ts'

export interface ContactErasureDeps {
  stores: {
    database: Database
    conversations: ConversationRepository
    erasure: { conversations: ConversationErasure }
  }
  outbox: Pick<Outbox, 'cancelConversation'>
  proposals: Pick<Proposals, 'removeOfConversation'>
  broadcasts: Pick<Broadcasts, 'forget'>
  media: Pick<Media, 'forgetConversations'>
  eraser: Pick<HistoryEraser, 'wake'>
  events: EventSink
}

/** Deletes what there is of one contact, over all accounts. */
export class ContactErasure {
  readonly #deps: ContactErasureDeps

  constructor(deps: ContactErasureDeps) {
    this.#deps = deps
  }

  /**
   * Takes everything with a contact out of every list at once, with what would still be sent or fetched, and deletes it
   * in the background. @throws AppError `not-found`
   */
  delete(id: ConversationId): void {
    const { stores, outbox, proposals, broadcasts, media, eraser, events } = this.#deps
    const { database, conversations, erasure } = stores
    const target = conversations.target(id)
    if (target === null) throw new AppError('not-found')
    const userId = target.contactUserId
    const conversationIds = conversations.idsOfContact(userId)
    database.transaction(() => {
      for (const conversation of conversationIds) {
        outbox.cancelConversation(conversation)
        proposals.removeOfConversation(conversation)
      }
      broadcasts.forget(conversationIds)
      erasure.conversations.begin(userId, conversationIds)
      events.raise({ kind: 'contact-erased', userId, conversationIds })
    })
    media.forgetConversations(conversationIds)
    void eraser.wake()
  }
}

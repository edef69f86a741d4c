import type { EventSink } from '#core/events/event-bus.ts'
import type { Reads } from '#core/reads/ports.ts'
import type { CardChange, ContactRepository } from '#core/storage/contact-repository.ts'
import type { ConversationRepository } from '#core/storage/conversation-repository.ts'
import type { Database } from '#core/storage/database.ts'
import { AppError } from '#shared/errors.ts'
import type { ContactFacts } from '#shared/model/contact.ts'
import type { ConversationId } from '#shared/model/ids.ts'

export interface ContactsDeps {
  stores: { database: Database; contacts: ContactRepository; conversations: ConversationRepository }
  reads: Pick<Reads, 'run'>
  events: EventSink
}

/** People, each one across all accounts; named by one of their conversations. */
export class Contacts {
  readonly #deps: ContactsDeps

  constructor(deps: ContactsDeps) {
    this.#deps = deps
  }

  /** @throws AppError `not-found` */
  change(id: ConversationId, change: CardChange): void {
    const { stores, events } = this.#deps
    const userId = this.#userId(id)
    stores.database.transaction(() => {
      stores.contacts.change(userId, change)
      events.raise({ kind: 'contact-changed', userId })
    })
  }

  /** Marks the contact as the operator; null: nobody is. @throws AppError `not-found` */
  setSelf(id: ConversationId | null): void {
    const { stores, events } = this.#deps
    const userId = id === null ? null : this.#userId(id)
    stores.database.transaction(() => {
      for (const changed of stores.contacts.setSelf(userId))
        events.raise({ kind: 'contact-changed', userId: changed })
    })
  }

  /** @throws AppError `not-found` */
  facts(id: ConversationId): Promise<ContactFacts> {
    return this.#deps.reads.run('contact-facts', { userId: this.#userId(id) })
  }

  #userId(id: ConversationId): string {
    const target = this.#deps.stores.conversations.target(id)
    if (target === null) throw new AppError('not-found')
    return target.contactUserId
  }
}

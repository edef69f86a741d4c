import type { ContactErasure } from '#core/contacts/contact-erasure.ts'
import type { Contacts } from '#core/contacts/contacts.ts'
import type { HistoryExport } from '#core/contacts/history-export.ts'
import type { ConversationService } from '#core/inbox/conversation-service.ts'
import type { HandlersOf } from '#core/router.ts'
import type { contactRequests } from '#shared/contract/contacts.ts'

export interface ContactHandlerDeps {
  contacts: Contacts
  conversations: Pick<ConversationService, 'setContactAlias'>
  erasure: ContactErasure
  histories: HistoryExport
}

export function createContactHandlers({
  contacts,
  conversations,
  erasure,
  histories,
}: ContactHandlerDeps): HandlersOf<typeof contactRequests> {
  return {
    'contacts.setAlias': ({ id, alias }) => conversations.setContactAlias(id, alias),
    'contacts.change': ({ id, change }) => contacts.change(id, change),
    'contacts.setSelf': ({ id }) => contacts.setSelf(id),
    'contacts.delete': ({ id }) => erasure.delete(id),
    'contacts.export': async ({ id }) => ({ saved: await histories.run(id) }),
    'contacts.cancelExport': () => histories.cancel(),
    'contacts.facts': ({ id }) => contacts.facts(id),
  }
}

import type { Outbox } from '#core/outbox/outbox.ts'
import type { HandlersOf } from '#core/router.ts'
import type { outboxRequests } from '#shared/contract/outbox.ts'

export function createOutboxHandlers(outbox: Outbox): HandlersOf<typeof outboxRequests> {
  return {
    'outbox.sendText': (input) => ({ messageIds: outbox.sendText(input) }),
    'outbox.sendFiles': (input) => ({ messageIds: outbox.sendFiles(input) }),
    'outbox.forward': (input) => ({ messageIds: outbox.forward(input) }),
    'outbox.retry': ({ id }) => outbox.retry(id),
    'outbox.cancel': ({ id }) => outbox.cancel(id),
    'outbox.sendAgain': ({ id }) => outbox.sendAgain(id),
    'outbox.markAsSent': ({ id }) => outbox.markAsSent(id),
    'outbox.sendWaiting': ({ conversationId }) => outbox.sendWaiting(conversationId),
    'outbox.editWaiting': ({ id }) => ({ text: outbox.editWaiting(id) }),
    'outbox.discard': ({ id }) => outbox.discard(id),
  }
}

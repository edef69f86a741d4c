import type { EventSink } from '#core/events/event-bus.ts'
import type { OutboxRepository } from '#core/storage/outbox-repository.ts'
import type { AccountId, MessageId } from '#shared/model/ids.ts'

/**
 * Says that own messages of an account changed, in the transaction that changes them. What never left and was
 * to replace a failed message has changed that one, too.
 */
export function raiseSendsChanged(
  { events, stores }: { events: EventSink; stores: { outbox: Pick<OutboxRepository, 'replacedBy'> } },
  accountId: AccountId,
  messageIds: readonly MessageId[],
  accountChanged = false,
): void {
  const replaced = stores.outbox.replacedBy(messageIds)
  events.raise({
    kind: 'sends-changed',
    accountId,
    messageIds: [...messageIds, ...replaced],
    accountChanged,
  })
}

import type { EventSink } from '#core/events/event-bus.ts'
import type { AccountId, ConversationId, MessageId } from '#shared/model/ids.ts'
import type { SendReason } from '#shared/model/message.ts'
import { raiseSendsChanged } from './sends-changed.ts'
import type { OutboxStores } from './settle.ts'

/** Taking back what has not begun to leave, each in one transaction. Uploads under way are the caller's to end. */

interface Deps {
  stores: OutboxStores
  events: EventSink
  /** Nothing of the outbox refers to these files any more. */
  released(hashes: readonly string[]): void
}

/** Takes back messages of a broadcast, and says why; `also` runs in the same transaction. */
export function withdraw(deps: Deps, ids: readonly MessageId[], reason: SendReason, also: () => void): void {
  const { stores } = deps
  const messages = ids.flatMap((id) => stores.messages.get(id) ?? [])
  stores.database.transaction(() => {
    for (const { id, conversationId, accountId } of messages) {
      stores.writer.setState(id, 'cancelled', { reason })
      stores.conversations.refreshLast(conversationId)
      raiseSendsChanged(deps, accountId, [id])
    }
    also()
  })
}

/** Takes back everything of an account, also what is scheduled. */
export function cancelOfAccount(deps: Deps, accountId: AccountId): void {
  const { stores } = deps
  cancelAll(deps, accountId, stores.outbox.unbegunIds(accountId), () =>
    stores.scheduled.removeOfAccount(accountId),
  )
}

/** Takes back everything for a conversation, also what is scheduled. */
export function cancelOfConversation(deps: Deps, conversationId: ConversationId): void {
  const { stores } = deps
  const target = stores.conversations.target(conversationId)
  if (target === null) return
  const ids = (['held', 'queued', 'uploading', 'waiting-for-contact'] as const).flatMap((state) =>
    stores.outbox.idsInState(conversationId, state),
  )
  cancelAll(deps, target.accountId, ids, () => stores.scheduled.removeOfConversation(conversationId))
}

function cancelAll(
  deps: Deps,
  accountId: AccountId,
  ids: readonly MessageId[],
  removeScheduled: () => ReturnType<OutboxStores['scheduled']['removeOfAccount']>,
): void {
  const { stores, events, released } = deps
  const hashes = stores.database.transaction(() => {
    for (const id of ids) stores.writer.setState(id, 'cancelled')
    if (ids.length > 0) raiseSendsChanged(deps, accountId, ids)
    const scheduled = removeScheduled()
    events.raise({ kind: 'scheduled-changed', ids: scheduled.ids })
    return scheduled.hashes
  })
  released(hashes)
}

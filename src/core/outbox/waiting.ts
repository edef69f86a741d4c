import type { SendTarget } from '#core/storage/conversation-repository.ts'
import type { OutboxJob } from '#core/storage/outbox-repository.ts'
import type { ConversationId } from '#shared/model/ids.ts'
import type { SendReason } from '#shared/model/message.ts'
import { type WindowState, windowAt } from '#shared/model/reply-window.ts'
import { unreachable } from '#shared/unreachable.ts'
import type { OutboxStores } from './settle.ts'

function reasonOf(window: WindowState): SendReason {
  switch (window.kind) {
    case 'never-written':
      return 'never-written'
    case 'open':
      return 'stale-context'
    case 'closed':
      return 'window-closed'
    case 'refused':
      return 'behind-refused'
    default:
      return unreachable(window)
  }
}

/** Why a queued message has to wait for the contact after all, or null (P5); with an open window it lacks the context token. */
export function reasonToWait(target: SendTarget, force: boolean, now: number): SendReason | null {
  if (force) return null
  const window = windowAt(target, now)
  return window.kind === 'open' && target.contextToken !== null ? null : reasonOf(window)
}

/**
 * Lets a message that did not leave wait for the operator, inside the caller's transaction. It can be sent at once where
 * the window is open, unless something waits there already that only the contact's writing can free (P5).
 */
export function keepWaiting(
  { writer, conversations, outbox }: Pick<OutboxStores, 'writer' | 'conversations' | 'outbox'>,
  { id, conversationId }: Pick<OutboxJob, 'id' | 'conversationId'>,
  reason: SendReason,
  now: number,
): void {
  const isFirst = outbox.idsInState(conversationId, 'waiting-for-contact').length === 0
  writer.setState(id, 'waiting-for-contact', { reason })
  if (isFirst) offerWaiting({ conversations }, conversationId, now)
}

/** What waits can be sent at once where the window is open, else after the contact has written. */
export function offerWaiting(
  { conversations }: Pick<OutboxStores, 'conversations'>,
  conversationId: ConversationId,
  now: number,
): void {
  const target = conversations.target(conversationId)
  if (target !== null && windowAt(target, now).kind === 'open') conversations.offerWaiting(conversationId)
  else conversations.recordWaiting(conversationId)
}

/**
 * Lets a job wait for the contact, inside the caller's transaction. A broadcast's does not: what it had to
 * say is not offered later, when it may be out of date.
 */
export function defer(
  { writer, conversations }: Pick<OutboxStores, 'writer' | 'conversations'>,
  job: OutboxJob,
  reason: SendReason,
): void {
  if (job.isPaced) {
    writer.setState(job.id, 'cancelled', { reason })
    return
  }
  writer.setState(job.id, 'waiting-for-contact', { reason })
  conversations.recordWaiting(job.conversationId)
}

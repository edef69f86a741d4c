import type { MessageId } from '#shared/model/ids.ts'
import type { OutboxStores } from './settle.ts'

/**
 * A copy of one of our own sends came back through a poll: the server has it, which settles one that was
 * unconfirmed. Answers whether it did; runs in the caller's transaction.
 */
export function settleEcho(
  stores: Pick<OutboxStores, 'accounts' | 'messages' | 'writer'>,
  id: MessageId,
  serverMessageId: string | null,
): boolean {
  const message = stores.messages.get(id)
  if (message?.sending?.state !== 'unconfirmed' || serverMessageId === null) return false
  stores.writer.setState(id, 'accepted', { messageId: serverMessageId })
  stores.accounts.recordOutcome(message.accountId, true)
  return true
}

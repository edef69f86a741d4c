import type { ConversationId, MessageId } from '#shared/model/ids.ts'
import type { Message } from '#shared/model/message.ts'
import { useReplica } from '../../store/hooks.ts'

/** A message of a conversation as it is now; undefined while it is not loaded. */
export function useMessage(conversationId: ConversationId, id: MessageId | null): Message | undefined {
  return useReplica(({ logs }) =>
    id === null ? undefined : logs.get(conversationId)?.messages.find((one) => one.id === id),
  )
}

import { useCallback } from 'react'
import type { Message } from '#shared/model/message.ts'
import { unreachable } from '#shared/unreachable.ts'
import { useTakeBack } from '../../parts/composing/use-take-back.ts'
import { useServices } from '../../store/services.tsx'
import type { SendAction } from './send-actions.ts'

/** Does what helps an own message. Whether it is to be sent a second time has been asked before. Fails with a `ClientError`. */
export function useSendAction(conversationId: Message['conversationId']) {
  const { client } = useServices()
  const takeBack = useTakeBack(conversationId)
  return useCallback(
    async (action: SendAction, { id }: Message, from: HTMLElement | null): Promise<void> => {
      switch (action) {
        case 'undo':
        case 'edit':
          return await takeBack(id, from)
        case 'cancel':
          return await client.request('outbox.cancel', { id })
        case 'send-again':
          return await client.request('outbox.sendAgain', { id })
        case 'mark-as-sent':
          return await client.request('outbox.markAsSent', { id })
        case 'retry':
          return await client.request('outbox.retry', { id })
        case 'discard':
          return await client.request('outbox.discard', { id })
        default:
          return unreachable(action)
      }
    },
    [client, takeBack],
  )
}

import { useCallback, useState } from 'react'
import type { AppErrorCode } from '#shared/errors.ts'
import type { ConversationId } from '#shared/model/ids.ts'
import { errorCode } from '../../api/client-error.ts'
import { useServices } from '../../store/services.tsx'

/** Sends what stands in the composer. */
export interface Sending {
  error: AppErrorCode | null
  /**
   * Sends a text and empties the box at once; an empty box sends nothing, so a double Enter sends
   * once. Answers whether it stands in the outbox now.
   */
  send(text: string, force: boolean): Promise<boolean>
  clearError(): void
}

export function useSending(id: ConversationId): Sending {
  const { client, drafts } = useServices()
  const [error, setError] = useState<AppErrorCode | null>(null)

  const send = useCallback(
    async (text: string, force: boolean) => {
      // The view may not have been drawn again since the box was emptied; the drafts know.
      if (drafts.texts.getState().get(id) === '') return false
      setError(null)
      drafts.place(id, '')
      try {
        await client.request('outbox.sendText', {
          conversationId: id,
          requestId: crypto.randomUUID(),
          text,
          force,
        })
        return true
      } catch (failure) {
        setError(errorCode(failure))
        const since = drafts.texts.getState().get(id) ?? ''
        drafts.type(id, since === '' ? text : `${text}\n${since}`)
        return false
      }
    },
    [client, drafts, id],
  )
  return { error, send, clearError: useCallback(() => setError(null), []) }
}

import { useCallback, useState } from 'react'
import type { AppErrorCode } from '#shared/errors.ts'
import type { ConversationId } from '#shared/model/ids.ts'
import type { WallTime } from '#shared/model/wall-time.ts'
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
  /** Has a text go out later and empties the box. Whoever asked for the time says why it failed. */
  schedule(text: string, due: WallTime): Promise<void>
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
  const schedule = useCallback(
    async (text: string, due: WallTime) => {
      // main clears the draft with it; one stored late would bring it back
      drafts.place(id, text)
      await client.request('scheduled.add', {
        conversationId: id,
        requestId: crypto.randomUUID(),
        text,
        files: [],
        due,
      })
      drafts.place(id, '')
    },
    [client, drafts, id],
  )
  return { error, send, schedule, clearError: useCallback(() => setError(null), []) }
}

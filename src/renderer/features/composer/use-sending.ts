import { useCallback, useRef, useState } from 'react'
import type { AppErrorCode } from '#shared/errors.ts'
import type { ConversationId } from '#shared/model/ids.ts'
import { errorCode } from '../../api/client-error.ts'
import { useServices } from '../../store/services.tsx'

/** Sends what stands in the composer. */
export interface Sending {
  busy: boolean
  error: AppErrorCode | null
  /** Sends a text. While an answer is out nothing else is sent, so a double Enter sends once. */
  send(text: string, insist: boolean): Promise<void>
  clearError(): void
}

export function useSending(id: ConversationId): Sending {
  const { client, drafts } = useServices()
  const pending = useRef(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<AppErrorCode | null>(null)

  const send = useCallback(
    async (text: string, insist: boolean) => {
      if (pending.current) return
      pending.current = true
      setBusy(true)
      setError(null)
      drafts.place(id, '')
      try {
        await client.request('outbox.sendText', {
          conversationId: id,
          requestId: crypto.randomUUID(),
          text,
          insist,
        })
      } catch (failure) {
        setError(errorCode(failure))
        const since = drafts.texts.getState().get(id) ?? ''
        drafts.type(id, since === '' ? text : `${text}\n${since}`)
      } finally {
        pending.current = false
        setBusy(false)
      }
    },
    [client, drafts, id],
  )
  return { busy, error, send, clearError: useCallback(() => setError(null), []) }
}

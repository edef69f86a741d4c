import { useRef, useState } from 'react'
import type { AppErrorCode } from '#shared/errors.ts'
import type { WallTime } from '#shared/model/wall-time.ts'
import { errorCode } from '../../api/client-error.ts'
import type { ReviewState } from '../../store/review.ts'
import { useServices } from '../../store/services.tsx'
import { filesToSend } from '../../store/staged-files.ts'

/** Sends what is being reviewed; on success the review ends, else it stays as it is and says why. */
export function useSendFiles() {
  const { client, drafts, review } = useServices()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<AppErrorCode | null>(null)
  // A second click may come before the view was drawn again.
  const running = useRef(false)

  /** Answers whether the files stand in the outbox now; the caption is the draft of the conversation. */
  async function send(state: ReviewState, caption: string, force: boolean) {
    if (running.current) return false
    const { conversationId } = state
    running.current = true
    setBusy(true)
    setError(null)
    // Main clears the draft with the send; one stored late would bring it back.
    drafts.place(conversationId, caption)
    try {
      await client.request('outbox.sendFiles', {
        conversationId,
        requestId: crypto.randomUUID(),
        caption,
        files: filesToSend(state),
        force,
      })
      drafts.place(conversationId, '')
      review.sent()
      return true
    } catch (failure) {
      setError(errorCode(failure))
      drafts.type(conversationId, caption)
      return false
    } finally {
      running.current = false
      setBusy(false)
    }
  }

  /** Has the files go out later. Whoever asked for the time says why it failed. */
  async function schedule(state: ReviewState, caption: string, due: WallTime): Promise<void> {
    const { conversationId } = state
    drafts.place(conversationId, caption)
    await client.request('scheduled.add', {
      conversationId,
      requestId: crypto.randomUUID(),
      text: caption,
      files: filesToSend(state),
      due,
    })
    drafts.place(conversationId, '')
    review.sent()
  }

  return { busy, error, send, schedule }
}

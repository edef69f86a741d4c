import { useRef, useState } from 'react'
import type { AppErrorCode } from '#shared/errors.ts'
import { errorCode } from '../../api/client-error.ts'
import { useServices } from '../../store/services.tsx'
import type { DraftKeeper } from './draft-autosave.ts'
import type { Draft } from './use-draft.ts'

/** What is asked before the dialog closes. */
export type LeavingQuestion = 'copying' | 'unkept' | 'remove'

/** The ways out of the dialog that start nothing. */
export interface Leaving {
  question: LeavingQuestion | null
  /** Why the draft could not be deleted. */
  error: AppErrorCode | null
  /** Closes and keeps the draft; asks where something would be lost. */
  close: () => void
  remove: () => void
  confirm: () => void
  cancel: () => void
}

/** @param isNew the draft was begun in this dialog, so that an empty one leaves nothing behind */
export function useLeaving(
  draft: Draft,
  autosave: DraftKeeper,
  isNew: boolean,
  onClose: () => void,
): Leaving {
  const { client } = useServices()
  const [question, setQuestion] = useState<LeavingQuestion | null>(null)
  const [error, setError] = useState<AppErrorCode | null>(null)
  // Escape is quick, and what is on its way must not be asked for twice.
  const isLeaving = useRef(false)

  async function leave(work: () => Promise<void>, onFailure: (failure: unknown) => void): Promise<void> {
    if (isLeaving.current) return
    isLeaving.current = true
    setQuestion(null)
    setError(null)
    try {
      await work()
    } catch (failure) {
      isLeaving.current = false
      onFailure(failure)
      return
    }
    await autosave.end()
    onClose()
  }

  async function deleteKept(): Promise<void> {
    // What cannot be kept any more can still be deleted.
    const id = await autosave.keep().catch(() => autosave.state.getState().id)
    if (id !== null) await client.request('broadcasts.removeDraft', { id })
    draft.files.discard()
  }

  function keepAndClose(): void {
    void leave(
      async () => {
        if (!draft.hasContent && isNew) {
          await deleteKept()
          return
        }
        await autosave.keep()
        draft.files.release()
      },
      () => setQuestion('unkept'),
    )
  }

  function removeAndClose(): void {
    void leave(deleteKept, (failure) => setError(errorCode(failure)))
  }

  function confirm(): void {
    if (question === 'copying') keepAndClose()
    else if (question === 'remove') removeAndClose()
    else if (question === 'unkept')
      void leave(
        async () => draft.files.release(),
        () => undefined,
      )
  }

  return {
    question,
    error,
    close: () => (draft.copying > 0 ? setQuestion('copying') : keepAndClose()),
    remove: () => (draft.hasContent ? setQuestion('remove') : removeAndClose()),
    confirm,
    cancel: () => setQuestion(null),
  }
}

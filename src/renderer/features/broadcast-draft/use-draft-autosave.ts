import { useEffect, useRef, useState } from 'react'
import { MAX_TEXT } from '#shared/limits.ts'
import type { BroadcastId } from '#shared/model/ids.ts'
import { ClientError } from '../../api/client-error.ts'
import { useServices } from '../../store/services.tsx'
import { createDraftAutosave, type DraftKeeper } from './draft-autosave.ts'
import type { Draft } from './use-draft.ts'

function setTimer(ms: number, fn: () => void): () => void {
  const timer = setTimeout(fn, ms)
  return () => clearTimeout(timer)
}

/** Keeps the draft by itself while it is worked on. */
export function useDraftAutosave(id: BroadcastId | null, { input, hasContent }: Draft): DraftKeeper {
  const { client } = useServices()
  const [autosave] = useState(() =>
    createDraftAutosave(id, {
      async save(known, draft) {
        // Main takes no longer one, and would not say why.
        if (draft.content.text.length > MAX_TEXT) throw new ClientError('text-too-long')
        return await client.request('broadcasts.saveDraft', { id: known, ...draft })
      },
      setTimer,
    }),
  )
  const noted = useRef(input)

  useEffect(() => {
    if (noted.current === input) return
    noted.current = input
    autosave.change(input, hasContent)
  }, [autosave, input, hasContent])

  useEffect(() => {
    // The window may be closed for good while the app goes on.
    const keepNow = () => void autosave.keep().catch(() => undefined)
    window.addEventListener('pagehide', keepNow)
    return () => window.removeEventListener('pagehide', keepNow)
  }, [autosave])

  return autosave
}

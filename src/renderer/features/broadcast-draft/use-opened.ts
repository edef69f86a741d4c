import { useEffect, useState } from 'react'
import type { AppErrorCode } from '#shared/errors.ts'
import type { BroadcastDraft } from '#shared/model/broadcast.ts'
import type { BroadcastId } from '#shared/model/ids.ts'
import type { RecipientChoice } from '#shared/model/recipient-choice.ts'
import { errorCode } from '../../api/client-error.ts'
import { useReplica } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'

/** A draft as it was when the dialog opened. */
export type Opened =
  | { kind: 'loading' }
  | { kind: 'failed'; error: AppErrorCode }
  | { kind: 'open'; draft: BroadcastDraft }

/** Opens a draft that was kept, or begins one without words. */
export function useOpened(id: BroadcastId | null, choice: RecipientChoice): Opened {
  const { client } = useServices()
  const paceMs = useReplica((replica) => replica.settings.broadcast.paceMs)
  const [opened, setOpened] = useState<Opened>(() =>
    id === null ? { kind: 'open', draft: emptyDraft(choice, paceMs) } : { kind: 'loading' },
  )
  useEffect(() => {
    if (id === null) return
    let isWanted = true
    client.request('broadcasts.openDraft', { id }).then(
      (draft) => isWanted && setOpened({ kind: 'open', draft }),
      (failure) => isWanted && setOpened({ kind: 'failed', error: errorCode(failure) }),
    )
    return () => {
      isWanted = false
    }
  }, [client, id])
  return opened
}

/** Words for missing names are the operator's own: the language of the window is not that of the customers. */
function emptyDraft(choice: RecipientChoice, paceMs: number): BroadcastDraft {
  return {
    content: { text: '', fallbacks: { contact: '', account: '' }, files: [] },
    choice,
    paceMs,
  }
}

import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AppErrorCode } from '#shared/errors.ts'
import type { BroadcastDraft } from '#shared/model/broadcast.ts'
import { RECENT_CONTACTS } from '#shared/model/broadcast-defaults.ts'
import type { BroadcastId } from '#shared/model/ids.ts'
import { errorCode } from '../../api/client-error.ts'
import type { Translate } from '../../i18n/index.ts'
import { useReplica } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'

/** A draft as it was when the dialog opened. */
export type Opened =
  | { kind: 'loading' }
  | { kind: 'failed'; error: AppErrorCode }
  | { kind: 'open'; draft: BroadcastDraft }

/** Opens a draft that was kept, or begins an empty one, with words for missing names. */
export function useOpened(id: BroadcastId | null): Opened {
  const { t } = useTranslation()
  const { client } = useServices()
  const paceMs = useReplica((replica) => replica.settings.broadcast.paceMs)
  const [opened, setOpened] = useState<Opened>(() =>
    id === null ? { kind: 'open', draft: emptyDraft(paceMs, t) } : { kind: 'loading' },
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

function emptyDraft(paceMs: number, t: Translate): BroadcastDraft {
  const fallbacks = {
    contact: t('broadcastDraft.content.contactFallback'),
    account: t('broadcastDraft.content.accountFallback'),
  }
  return {
    content: { text: '', fallbacks, files: [] },
    choice: RECENT_CONTACTS,
    paceMs,
  }
}

import { useEffect, useState } from 'react'
import type { ConversationId } from '#shared/model/ids.ts'
import type { MediaId, MediaView } from '#shared/model/media.ts'
import { useServices } from '../../store/services.tsx'

type Views = ReadonlyMap<MediaId, MediaView>

const NOTHING: Views = new Map()

/** Media of a watched conversation that changed while this was shown, however old their messages are. */
export function useChangedMedia(id: ConversationId | null): Views {
  const { client } = useServices()
  const [views, setViews] = useState(NOTHING)
  useEffect(() => {
    setViews(NOTHING)
    return client.subscribe(({ changes }) => {
      const changed = changes.flatMap((change) =>
        change.kind === 'message' && change.message.conversationId === id ? change.message.media : [],
      )
      if (changed.length === 0) return
      setViews((known) => new Map([...known, ...changed.map((view) => [view.id, view] as const)]))
    })
  }, [client, id])
  return views
}

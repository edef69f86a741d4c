import { Maximize2 } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { ConversationId } from '#shared/model/ids.ts'
import type { MediaView } from '#shared/model/media.ts'
import { mediaAddress } from '#shared/model/media-address.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useServices } from '../../store/services.tsx'
import { IconButton } from '../../ui/button.tsx'
import { VideoPlayer } from './video-player.tsx'

/** A video in a log: its first frame, then itself. */
export function VideoTile(props: {
  media: MediaView
  conversationId: ConversationId
  /** Laid over it. */
  over: ReactNode
  /** Stands there where it cannot be played. */
  instead: ReactNode
}) {
  const { media, conversationId } = props
  const { t } = useTranslation()
  const { ui } = useServices()
  const [failed, setFailed] = useState(false)
  if (failed) return <div className="flex flex-col gap-1">{props.instead}</div>
  return (
    <div className="group relative w-fit max-w-full">
      <VideoPlayer
        address={mediaAddress(media.id)}
        onFail={() => setFailed(true)}
        className="block max-h-60 min-h-24 max-w-full min-w-40 rounded-control bg-sunken"
      />
      <IconButton
        data-opens
        label={t('media.enlargeFilm')}
        onClick={() => ui.setState({ lightbox: { conversationId, mediaId: media.id } })}
        className="absolute! top-1 right-1 bg-raised"
      >
        <Maximize2 size={14} aria-hidden />
      </IconButton>
      {props.over}
    </div>
  )
}

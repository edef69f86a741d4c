import type { ReactNode } from 'react'
import type { ConversationId } from '#shared/model/ids.ts'
import type { MediaView } from '#shared/model/media.ts'
import type { MessagePart } from '#shared/model/message.ts'
import { shownFileName } from '../../formatting/file-name.ts'
import { kindWord } from '../../formatting/message-words.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useServices } from '../../store/services.tsx'
import { FileTile } from './file-tile.tsx'
import { NotHeld } from './not-held.tsx'
import { Picture } from './picture.tsx'
import { QuietActions } from './quiet-actions.tsx'
import { Unshowable } from './unshowable.tsx'
import { VideoTile } from './video.tsx'
import { VoicePlayer } from './voice-player.tsx'

type MediaPart = Extract<MessagePart, { kind: 'image' | 'video' | 'voice' | 'file' }>

/**
 * The bytes behind a part of a message: drawn or played as what they are, whatever the message called
 * them (P12), or where they are instead. `facts` says in words what the part is.
 */
export function MessageMedia(props: {
  part: MediaPart
  media: MediaView
  conversationId: ConversationId
  facts: ReactNode
}) {
  const { part, media, conversationId, facts } = props
  const { t } = useTranslation()
  const name = part.kind === 'file' ? shownFileName(part.name).short : kindWord(part.kind, t)
  if (media.state !== 'held') {
    return (
      <div className="flex flex-col gap-1.5">
        {facts}
        <NotHeld media={media} />
      </div>
    )
  }
  if (part.kind === 'file') {
    return (
      <DragOut media={media}>
        <FileTile media={media} conversationId={conversationId} facts={facts} />
      </DragOut>
    )
  }
  if (part.kind === 'voice') {
    const plays = media.kind === 'silk' || media.kind === 'audio'
    return (
      <div className="group relative flex w-fit max-w-full flex-col gap-1">
        {plays ? <VoicePlayer media={media} durationMs={part.durationMs} /> : facts}
        {plays ? null : <p className="text-preview text-soft">{t('media.unplayable')}</p>}
        <QuietActions id={media.id} className="right-0 -bottom-5" />
      </div>
    )
  }
  if (media.kind === 'image') {
    const size = part.kind === 'image' ? part : { width: null, height: null }
    return (
      <div className="group relative w-fit max-w-full">
        <DragOut media={media}>
          <Picture
            media={media}
            conversationId={conversationId}
            width={size.width}
            height={size.height}
            over={<QuietActions id={media.id} className="top-1 left-1" />}
            instead={<Unshowable media={media} declared="image" name={name} />}
          />
        </DragOut>
      </div>
    )
  }
  if (media.kind === 'video') {
    return (
      <VideoTile
        media={media}
        conversationId={conversationId}
        over={<QuietActions id={media.id} className="top-1 left-1" />}
        instead={
          <>
            {facts}
            <Unshowable media={media} declared="video" name={name} />
          </>
        }
      />
    )
  }
  return (
    <div className="flex flex-col gap-1">
      {facts}
      <Unshowable media={media} declared={part.kind} name={name} />
    </div>
  )
}

/** Can be dragged out of the window; the keyboard saves it instead. */
function DragOut({ media, children }: { media: MediaView; children: ReactNode }) {
  const { client } = useServices()
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: "Save as…" beside it does the same by keyboard
    <div
      draggable
      onDragStart={(event) => {
        // the system's drag takes the place of the page's
        event.preventDefault()
        client.request('media.startDrag', { id: media.id }).catch(() => undefined)
      }}
    >
      {children}
    </div>
  )
}

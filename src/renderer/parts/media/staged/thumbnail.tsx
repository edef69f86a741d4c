import { FileText, Image, type LucideIcon, Music, Video } from 'lucide-react'
import { useState } from 'react'
import type { MediaKind, StagedFile } from '#shared/model/media.ts'
import { stagedAddress } from '#shared/model/media-address.ts'

const ICONS: Record<MediaKind, LucideIcon> = {
  image: Image,
  video: Video,
  audio: Music,
  silk: Music,
  other: FileText,
}

/** A small view of a file: the picture itself or a video's first frame, for all else its kind as an icon. */
export function Thumbnail({ staged }: { staged: StagedFile }) {
  const [failed, setFailed] = useState(false)
  const Icon = ICONS[staged.kind]
  const fill = 'size-full object-cover'
  const onError = () => setFailed(true)
  return (
    <span
      aria-hidden
      className="inline-flex size-12 shrink-0 items-center justify-center overflow-hidden rounded-control bg-sunken text-soft"
    >
      {staged.kind === 'image' && !failed ? (
        <img
          src={stagedAddress(staged.id)}
          alt=""
          decoding="async"
          draggable={false}
          onError={onError}
          className={fill}
        />
      ) : staged.kind === 'video' && !failed ? (
        <video src={stagedAddress(staged.id)} muted preload="metadata" onError={onError} className={fill} />
      ) : (
        <Icon size={18} strokeWidth={1.75} />
      )}
    </span>
  )
}

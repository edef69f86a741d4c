import { Copy, Maximize, ZoomIn, ZoomOut } from 'lucide-react'
import { useState } from 'react'
import type { GalleryItem } from '#shared/model/media.ts'
import { mediaAddress } from '#shared/model/media-address.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { HeldActions } from '../../parts/media/held-actions.tsx'
import { NotHeld } from '../../parts/media/not-held.tsx'
import { Unshowable } from '../../parts/media/unshowable.tsx'
import { VideoPlayer } from '../../parts/media/video-player.tsx'
import { canBeDrawn } from '../../store/shrink-picture.ts'
import { IconButton } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { itemName } from './item-name.ts'
import { useCopyPicture } from './use-copy-picture.ts'
import { useZoom } from './use-zoom.ts'

/** One entry, as large as it can be, drawn or played as what its bytes are (P12). */
export function LargeItem({ item }: { item: GalleryItem }) {
  const { t } = useTranslation()
  const { media } = item
  const [failed, setFailed] = useState(false)
  const name = itemName(item, t)
  if (media.state !== 'held')
    return (
      <div className="flex min-h-0 flex-1 items-center justify-center p-6">
        <NotHeld media={media} />
      </div>
    )
  const isFilm = media.kind === 'video'
  if (failed || (media.kind !== 'image' && !isFilm))
    return (
      <div className="flex-1 p-6">
        <Unshowable
          media={media}
          declared={isFilm || item.declared === 'video' ? 'video' : 'image'}
          name={name}
        />
      </div>
    )
  if (!isFilm) return <LargePicture item={item} name={name} onFail={() => setFailed(true)} />
  return (
    <>
      <div className="flex min-h-0 flex-1 items-center justify-center p-4">
        <VideoPlayer
          begins
          address={mediaAddress(media.id)}
          onFail={() => setFailed(true)}
          className="max-h-full max-w-full"
        />
      </div>
      <footer className="border-t px-4 py-1">
        <HeldActions id={media.id} name={name} opens={false} />
      </footer>
    </>
  )
}

function LargePicture({ item, name, onFail }: { item: GalleryItem; name: string; onFail: () => void }) {
  const { t } = useTranslation()
  const { media } = item
  const zoom = useZoom()
  const copying = useCopyPicture(mediaAddress(media.id))
  const [measured, setMeasured] = useState(false)
  return (
    <>
      <div
        {...zoom.area}
        className="flex min-h-0 flex-1 items-center justify-center overflow-hidden bg-sunken"
      >
        <img
          src={mediaAddress(media.id)}
          alt={name}
          draggable={false}
          onLoad={({ currentTarget: { naturalWidth: width, naturalHeight: height } }) =>
            canBeDrawn({ width, height }) ? setMeasured(true) : onFail()
          }
          onError={onFail}
          // decoded when it is painted, which one of too many pixels must never be
          className={classNames('max-h-full max-w-full object-contain', !measured && 'invisible')}
          style={zoom.style}
        />
      </div>
      <footer className="flex flex-wrap items-center gap-1 border-t px-4 py-1">
        <HeldActions id={media.id} name={name} opens={false} />
        <span className="flex-1" />
        <IconButton label={t('media.lightbox.zoomOut')} onClick={zoom.out}>
          <ZoomOut size={16} aria-hidden />
        </IconButton>
        <IconButton label={t('media.lightbox.zoomIn')} onClick={zoom.in}>
          <ZoomIn size={16} aria-hidden />
        </IconButton>
        <IconButton label={t('media.lightbox.fit')} onClick={zoom.fit}>
          <Maximize size={16} aria-hidden />
        </IconButton>
        <IconButton label={t('media.lightbox.copy')} onClick={copying.copy}>
          <Copy size={16} aria-hidden />
        </IconButton>
        <span role="status" className="text-meta text-soft">
          {copying.state === 'copied' ? t('media.lightbox.copied') : null}
          {copying.state === 'failed' ? t('media.lightbox.copyFailed') : null}
        </span>
      </footer>
    </>
  )
}

import { type ReactNode, useEffect, useState } from 'react'
import type { ConversationId } from '#shared/model/ids.ts'
import type { MediaView } from '#shared/model/media.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useServices } from '../../store/services.tsx'
import { classNames } from '../../ui/class-names.ts'

/** Longest edges of a picture in a log, in CSS pixels. */
const WIDEST = 260
const TALLEST = 240
/** What is laid over a picture has to fit. */
const LEAST_WIDTH = 104
const LEAST_HEIGHT = 40
/** The place of a picture whose size nobody knows. */
const UNKNOWN = { width: 200, height: 150 }

/** The place that a picture takes before it is there, so that nothing moves when it comes. */
export function boxOf(width: number | null, height: number | null): { width: number; height: number } {
  if (width === null || height === null || width <= 0 || height <= 0) return UNKNOWN
  const scale = Math.min(1, WIDEST / width, TALLEST / height)
  return {
    width: Math.max(LEAST_WIDTH, Math.round(width * scale)),
    height: Math.max(LEAST_HEIGHT, Math.round(height * scale)),
  }
}

/**
 * The small picture of a medium: its address, null while it is made, `bad` when nothing can be drawn.
 * Whatever is said anew of the medium is worth another try.
 */
export function useThumbnail(media: MediaView): string | null | 'bad' {
  const { thumbnails } = useServices()
  const [made, setMade] = useState<string | null | 'bad'>(null)
  useEffect(() => {
    if (media.state !== 'held') return
    let isWanted = true
    void thumbnails.of(media.id).then((address) => isWanted && setMade(address ?? 'bad'))
    return () => {
      isWanted = false
    }
  }, [thumbnails, media])
  return made
}

/** A picture in a log, small; it opens large. */
export function Picture(props: {
  media: MediaView
  conversationId: ConversationId
  width: number | null
  height: number | null
  /** It fills its place, and what does not fit is cut off. */
  fills?: boolean
  /** Laid over it. */
  over?: ReactNode
  /** Stands there where it cannot be drawn. */
  instead: ReactNode
}) {
  const { media, conversationId } = props
  const { t } = useTranslation()
  const { ui } = useServices()
  const thumbnail = useThumbnail(media)
  const box = boxOf(props.width, props.height)
  const isKnown = props.width !== null && props.height !== null
  if (thumbnail === 'bad') return props.instead
  return (
    <>
      <button
        type="button"
        data-opens
        aria-label={t('media.enlarge')}
        onClick={() => ui.setState({ lightbox: { conversationId, mediaId: media.id } })}
        className="block max-w-full overflow-hidden rounded-control bg-sunken"
        style={{ width: box.width, aspectRatio: `${box.width} / ${box.height}` }}
      >
        {thumbnail === null ? null : (
          <img
            src={thumbnail}
            alt=""
            draggable={false}
            className={classNames('size-full', isKnown && !props.fills ? 'object-contain' : 'object-cover')}
          />
        )}
      </button>
      {props.over}
    </>
  )
}

import { ImageOff, VideoOff } from 'lucide-react'
import type { MediaView } from '#shared/model/media.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { HeldActions } from './held-actions.tsx'

/** Stands for bytes that are here but can neither be drawn nor played here, and offers what helps. */
export function Unshowable(props: { media: MediaView; declared: 'image' | 'video'; name: string }) {
  const { t } = useTranslation()
  const { media, declared, name } = props
  const isFilm = declared === 'video'
  const Icon = isFilm ? VideoOff : ImageOff
  return (
    <>
      <p className="flex items-start gap-2 text-preview text-soft">
        <Icon size={14} aria-hidden className="mt-[3px] shrink-0" />
        {t(isFilm ? 'media.unplayableFilm' : 'media.undrawable')}
      </p>
      <HeldActions id={media.id} name={name} opens={isFilm} />
    </>
  )
}

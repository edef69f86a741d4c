import { type ReactNode, useId } from 'react'
import type { ConversationId } from '#shared/model/ids.ts'
import type { MediaView } from '#shared/model/media.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useServices } from '../../store/services.tsx'
import { ErrorLine } from '../../ui/feedback.tsx'
import { QuietActions } from './quiet-actions.tsx'
import { useMediaActions } from './use-media-actions.ts'

/** A file in a log that is here: a click shows what can be shown, and opens everything else in its own program. */
export function FileTile(props: { media: MediaView; conversationId: ConversationId; facts: ReactNode }) {
  const { t } = useTranslation()
  const { ui } = useServices()
  const { media, conversationId, facts } = props
  const { open, busy, error } = useMediaActions(media.id)
  const id = useId()
  const isSeen = media.kind === 'image' || media.kind === 'video'
  const look = () => ui.setState({ lightbox: { conversationId, mediaId: media.id } })
  return (
    <div className="group relative w-fit max-w-full min-w-32">
      <span id={id} className="contents">
        {facts}
      </span>
      {/* laid over its name instead of around it: what it is called is what it does */}
      <button
        type="button"
        data-opens
        aria-label={t(isSeen ? 'media.preview' : 'media.open')}
        aria-describedby={id}
        disabled={busy}
        onClick={isSeen ? look : open}
        className="absolute inset-0 rounded-control"
      />
      <QuietActions id={media.id} opens={isSeen} className="right-0 -bottom-5" />
      {error ? <ErrorLine code={error} className="mt-1" /> : null}
    </div>
  )
}

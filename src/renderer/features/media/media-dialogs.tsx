import { useReplica, useUi } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'
import { ForwardDialog } from './forward-dialog.tsx'
import { GalleryDialog } from './gallery-dialog.tsx'
import { Lightbox } from './lightbox.tsx'

/** What is shown large, in numbers, or asked to whom it goes; each over the one before. */
export function MediaDialogs() {
  const { ui } = useServices()
  const gallery = useUi((state) => state.gallery)
  const lightbox = useUi((state) => state.lightbox)
  // a picture goes from the screen with the history that it is part of
  const isHere = useReplica(
    ({ conversations }) => lightbox !== null && conversations.has(lightbox.conversationId),
  )
  const forwarding = useUi((state) => state.forwarding)
  // which account writes to somebody hangs on all conversations with them (P8)
  const isWhole = useReplica((replica) => replica.isWhole)
  return (
    <>
      {gallery === null ? null : (
        <GalleryDialog
          key={`gallery ${gallery}`}
          id={gallery}
          onClose={() => ui.setState({ gallery: null })}
        />
      )}
      {lightbox === null || !isHere ? null : (
        <Lightbox
          key={`lightbox ${lightbox.mediaId}`}
          {...lightbox}
          onClose={() => ui.setState({ lightbox: null })}
        />
      )}
      {forwarding === null || !isWhole ? null : (
        <ForwardDialog
          key={`forwarding ${forwarding}`}
          mediaId={forwarding}
          onClose={() => ui.setState({ forwarding: null })}
        />
      )}
    </>
  )
}

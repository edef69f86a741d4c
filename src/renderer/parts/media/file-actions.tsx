import type { ConversationId } from '#shared/model/ids.ts'
import type { MediaView } from '#shared/model/media.ts'
import { useServices } from '../../store/services.tsx'
import { HeldActions } from './held-actions.tsx'

/** What can be done with a file that is here; one that is a picture or video can be looked at too. */
export function FileActions(props: { media: MediaView; conversationId: ConversationId; name: string }) {
  const { ui } = useServices()
  const { media, conversationId, name } = props
  const isSeen = media.kind === 'image' || media.kind === 'video'
  const preview = () => ui.setState({ lightbox: { conversationId, mediaId: media.id } })
  return <HeldActions id={media.id} name={name} opens onPreview={isSeen ? preview : undefined} />
}

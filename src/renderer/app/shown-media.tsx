import { useUi } from '../store/hooks.ts'
import { useServices } from '../store/services.tsx'
import { MediaDialogs } from './parts.ts'

/** The pictures and files that are shown large, once there are any. */
export function ShownMedia() {
  const { ui } = useServices()
  const isShown = useUi(
    ({ gallery, lightbox, forwarding }) => gallery !== null || lightbox !== null || forwarding !== null,
  )
  if (!isShown) return null
  return <MediaDialogs onClose={() => ui.setState({ gallery: null, lightbox: null, forwarding: null })} />
}

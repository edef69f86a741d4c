import type { Services } from '../store/services.tsx'
import { resetUi } from '../store/ui.ts'

/**
 * Starts the window over when practice mode begins or ends. Invented and real conversations, media and
 * broadcasts are numbered alike, so nothing of the one may be shown, loaded or written for the other.
 */
export function followPractice(services: Services): () => void {
  const { replica, drafts, history, ledger, review, thumbnails, ui } = services
  return replica.state.subscribe(({ replica: current }, { replica: previous }) => {
    if (!current || !previous) return
    const flipped = (current.app.practice === 'running') !== (previous.app.practice === 'running')
    if (!flipped) return
    resetUi(ui)
    review.clear()
    drafts.clear()
    history.clear()
    ledger.close()
    thumbnails.clear()
    replica.update((after) => ({ ...after, transfers: new Map() }))
  })
}

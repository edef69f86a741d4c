import type { Services } from '../store/services.tsx'
import { resetUi } from '../store/ui.ts'

/**
 * Starts the window over when practice mode begins or ends. Invented and real conversations are
 * numbered alike, so nothing of the one may be shown, loaded or written for the other.
 */
export function followPractice({ replica, drafts, history, ui }: Services): () => void {
  return replica.state.subscribe(({ replica: current }, { replica: previous }) => {
    if (!current || !previous) return
    const flipped = (current.app.practice === 'running') !== (previous.app.practice === 'running')
    if (!flipped) return
    resetUi(ui)
    drafts.clear()
    history.clear()
  })
}

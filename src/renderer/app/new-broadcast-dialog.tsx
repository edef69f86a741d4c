import { NewBroadcast } from '../features/broadcast-draft/new-broadcast.tsx'
import { useUi } from '../store/hooks.ts'
import { useServices } from '../store/services.tsx'
import { showRun } from '../store/ui.ts'

/** The dialog for a new broadcast, from whichever screen it was asked for; a started one is shown. */
export function NewBroadcastDialog() {
  const { ui } = useServices()
  const state = useUi(({ newBroadcast }) => newBroadcast)
  if (state.kind === 'closed') return null
  const close = () => ui.setState({ newBroadcast: { kind: 'closed' } })
  return (
    <NewBroadcast
      draft={state.draft}
      onClose={close}
      onStarted={(id) => {
        close()
        showRun(ui, id)
      }}
    />
  )
}

import { RECENT_CONTACTS } from '#shared/model/broadcast-defaults.ts'
import { useReplica, useUi } from '../store/hooks.ts'
import { useServices } from '../store/services.tsx'
import { showRun } from '../store/ui.ts'
import { NewBroadcast } from './parts.ts'

/** The dialog for a new broadcast, from whichever screen it was asked for; a started one is shown. */
export function NewBroadcastDialog() {
  const { ui } = useServices()
  const state = useUi(({ newBroadcast }) => newBroadcast)
  const isWhole = useReplica((replica) => replica.isWhole)
  if (state.kind === 'closed' || !isWhole) return null
  const close = () => ui.setState({ newBroadcast: { kind: 'closed' } })
  return (
    <NewBroadcast
      draft={state.kind === 'open' ? state.draft : null}
      choice={state.kind === 'picked' ? state.choice : RECENT_CONTACTS}
      onClose={close}
      onStarted={(id) => {
        close()
        showRun(ui, id)
      }}
    />
  )
}

import { useCallback } from 'react'
import type { AccountId, BroadcastId, ConversationId } from '#shared/model/ids.ts'
import { BroadcastList } from '../features/broadcasts/broadcast-list.tsx'
import { RunPage } from '../features/broadcasts/run-page.tsx'
import { useReplica, useUi } from '../store/hooks.ts'
import { useServices } from '../store/services.tsx'
import { showInInbox, showRun } from '../store/ui.ts'
import { showWithKeys } from '../ui/keys-at-once.ts'

/** The list of broadcasts, or the run that is open. */
export function BroadcastsScreen() {
  const { ui } = useServices()
  const id = useUi((state) => state.run)
  const run = useReplica((replica) => (id === null ? undefined : replica.broadcasts.get(id)))

  const openDraft = useCallback(
    (draft: BroadcastId | null) => ui.setState({ newBroadcast: { kind: 'open', draft } }),
    [ui],
  )
  const showConversation = useCallback(
    (conversation: { id: ConversationId; accountId: AccountId }) => showInInbox(ui, conversation),
    [ui],
  )

  function onBack(): void {
    showWithKeys(
      () => ui.setState({ run: null }),
      () => document.querySelector<HTMLElement>(`[data-broadcast="${id}"]`),
    )
  }

  // one that was not started after all is worked on from the list
  if (run === undefined || run.state === 'draft') {
    return (
      <BroadcastList
        onNew={() => openDraft(null)}
        onOpenDraft={openDraft}
        onOpenRun={(opened) => showRun(ui, opened)}
      />
    )
  }
  return (
    <RunPage
      key={run.id}
      broadcast={run}
      onBack={onBack}
      onOpenDraft={openDraft}
      onShowConversation={showConversation}
    />
  )
}

import { useRef, useState } from 'react'
import type { AccountId, ConversationId } from '#shared/model/ids.ts'
import { ColumnInbox } from '../features/inbox/column-inbox.tsx'
import { SideBySide } from '../features/side-by-side/side-by-side.tsx'
import { useReplica, useUi } from '../store/hooks.ts'
import { useServices } from '../store/services.tsx'
import { changeColumn, FRESH_COLUMN } from '../store/ui.ts'
import { showWithKeys } from '../ui/keys-at-once.ts'
import { ConversationPane } from './conversation-pane.tsx'
import { showConversation } from './show-conversation.ts'

/** The columns with what stands in them. */
export function SideBySideScreen() {
  return <SideBySide>{(accountId) => <ColumnContent accountId={accountId} />}</SideBySide>
}

/** One account's inbox, or the conversation opened from it; coming back, the inbox stands as it was left. */
function ColumnContent({ accountId }: { accountId: AccountId }) {
  const { ui } = useServices()
  const view = useUi((state) => state.columns.get(accountId)) ?? FRESH_COLUMN
  const place = useRef<HTMLDivElement>(null)
  const scrolled = useRef(0)
  // What was open when the columns came into view does not fight for the focus.
  const [opened, setOpened] = useState<ConversationId | null>(null)
  const open = useReplica((replica) =>
    view.open !== null && replica.conversations.has(view.open) ? view.open : null,
  )

  // Nor does one that was opened by hand once, left, and is shown again.
  if (opened !== null && open !== opened) setOpened(null)

  function onOpen(id: ConversationId): void {
    changeColumn(ui, accountId, { open: id })
    setOpened(id)
  }

  function onLeave(): void {
    showWithKeys(
      () => changeColumn(ui, accountId, { open: null }),
      () => place.current?.querySelector<HTMLElement>(`[data-conversation="${open}"]`),
    )
  }

  return (
    <div ref={place} className="h-full">
      {open === null ? (
        <ColumnInbox
          view={{ accountId, ...view, open }}
          scrolled={scrolled}
          onChange={(change) => changeColumn(ui, accountId, change)}
          onOpen={onOpen}
        />
      ) : (
        <ConversationPane
          id={open}
          inColumn
          takesFocus={open === opened}
          onLeave={onLeave}
          onShow={(other) => showConversation(ui, other)}
        />
      )}
    </div>
  )
}

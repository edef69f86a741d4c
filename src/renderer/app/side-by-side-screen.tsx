import { type ReactNode, useCallback, useRef, useState } from 'react'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import type { ConversationId } from '#shared/model/ids.ts'
import type { ColumnContent } from '#shared/model/settings.ts'
import { ColumnInbox } from '../features/inbox/column-inbox.tsx'
import { SideBySide } from '../features/side-by-side/side-by-side.tsx'
import { useUi } from '../store/hooks.ts'
import { useServices } from '../store/services.tsx'
import { changeColumn, columnKey, FRESH_COLUMN } from '../store/ui.ts'
import { showWithKeys } from '../ui/keys-at-once.ts'
import { ConversationPane } from './conversation-pane.tsx'
import { showConversation } from './show-conversation.ts'

/** The columns with what stands in them. */
export function SideBySideScreen() {
  return <SideBySide>{(content, open) => <ShownIn content={content} open={open} />}</SideBySide>
}

/** The list of a column, or the conversation opened from it; coming back, the list stands as it was left. */
function ShownIn({
  content,
  open,
}: {
  content: ColumnContent
  open: { id: ConversationId; tools: ReactNode } | null
}) {
  const { ui } = useServices()
  const key = columnKey(content)
  const view = useUi((state) => state.columns.get(key)) ?? FRESH_COLUMN
  const place = useRef<HTMLDivElement>(null)
  const scrolled = useRef(0)
  // What was open when the columns came into view does not fight for the focus.
  const [opened, setOpened] = useState<ConversationId | null>(null)
  const id = open?.id ?? null

  // Nor does one that was opened by hand once, left, and is shown again.
  if (opened !== null && id !== opened) setOpened(null)

  // one for good: every row of the list is drawn with it
  const onOpen = useCallback(
    (chosen: ConversationId) => {
      changeColumn(ui, key, { open: chosen })
      setOpened(chosen)
    },
    [ui, key],
  )

  const onShow = useCallback((other: ConversationSummary) => showConversation(ui, other), [ui])

  function onLeave(): void {
    showWithKeys(
      () => changeColumn(ui, key, { open: null }),
      () => place.current?.querySelector<HTMLElement>(`[data-conversation="${id}"]`),
    )
  }

  return (
    <div ref={place} className="h-full">
      {open === null ? (
        <ColumnInbox
          view={
            'accountId' in content
              ? { accountId: content.accountId, ...view, open: null }
              : { accountId: null, ...view, filter: content.filter, open: null }
          }
          isFiltered={'filter' in content}
          scrolled={scrolled}
          onChange={(change) => changeColumn(ui, key, change)}
          onOpen={onOpen}
        />
      ) : (
        <ConversationPane
          id={open.id}
          columnTools={open.tools}
          takesFocus={open.id === opened}
          onLeave={onLeave}
          onShow={onShow}
        />
      )}
    </div>
  )
}

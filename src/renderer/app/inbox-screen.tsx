import { useCallback, useState } from 'react'
import { LIST_MAX_PX, LIST_MIN_PX } from '#shared/limits.ts'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import type { ConversationId } from '#shared/model/ids.ts'
import { Inbox } from '../features/inbox/inbox.tsx'
import { searchField } from '../features/search/result-focus.ts'
import { SearchField } from '../features/search/search-field.tsx'
import { Today } from '../features/today/today.tsx'
import { useTranslation } from '../i18n/use-translation.tsx'
import { useChosenAccount, useReplica, useUi } from '../store/hooks.ts'
import { useServices } from '../store/services.tsx'
import { changeSearch, showInInbox } from '../store/ui.ts'
import { Divider } from '../ui/divider.tsx'
import { showWithKeys } from '../ui/keys-at-once.ts'
import { leaveMessageBox } from './kept-focus.ts'
import { InboxConversation, SearchResults } from './parts.ts'
import { useChoosing } from './use-choosing.ts'
import { useOnePlace, useRoomy } from './use-folded.ts'

/** The inbox with the open conversation beside it, or in its place where there is no room. */
export function InboxScreen({ onAddAccount }: { onAddAccount: () => void }) {
  const { t } = useTranslation()
  const { ui, client } = useServices()
  const open = useUi((state) => state.open)
  const writing = useUi((state) => state.writing)
  const filter = useUi((state) => state.filter)
  const tags = useUi((state) => state.tags)
  const sort = useUi((state) => state.sort)
  const isSearching = useUi((state) => state.search.isShown)
  const accountId = useChosenAccount()?.id ?? null
  const isThere = useReplica((replica) => open !== null && replica.conversations.has(open))
  const panes = useReplica((replica) => replica.settings.panes)
  const [moved, setMoved] = useState<number | null>(null)
  const width = Math.min(LIST_MAX_PX, Math.max(LIST_MIN_PX, moved ?? panes.list))
  const choose = useChoosing()
  const onePlace = useOnePlace()
  const roomy = useRoomy()
  const showsConversation = open !== null && isThere

  const onOpen = useCallback(
    (id: ConversationId) => {
      const wasOpen = ui.getState().open === id
      ui.setState({ open: id, writing: id, goal: null })
      // Opening what is open already is a wish to write in it.
      if (wasOpen) document.querySelector<HTMLElement>('[data-composer]')?.focus()
    },
    [ui],
  )

  const onShow = useCallback((other: ConversationSummary) => showInInbox(ui, other), [ui])

  function onLeave(): void {
    const hit = ui.getState().search.hit
    const row = () =>
      document.querySelector<HTMLElement>(
        isSearching ? `[data-hit="${hit}"], [data-person="${open}"]` : `[data-conversation="${open}"]`,
      )
    const place = () => row() ?? (isSearching ? searchField() : null)
    // A letter that follows at once is a key of the list, and must not be written to whoever was open.
    if (onePlace) showWithKeys(() => ui.setState({ open: null }), place)
    else {
      const at = place()
      if (at) at.focus()
      else leaveMessageBox()
    }
  }

  return (
    <main className="flex min-h-0 min-w-0 flex-1">
      {onePlace && showsConversation ? null : (
        <div className="h-full shrink-0 max-split:w-full! max-split:shrink" style={{ width }}>
          <Inbox
            view={{ accountId, filter, tags, sort, open }}
            onChange={(change) => ui.setState({ ...change, writing: null })}
            onOpen={onOpen}
            onAddAccount={onAddAccount}
            roomy={roomy}
            searchField={<SearchField />}
            results={
              isSearching ? (
                <SearchResults
                  shown={accountId}
                  onOpenPerson={onOpen}
                  onOpenHit={({ conversationId, messageId }, text) => {
                    ui.setState({
                      open: conversationId,
                      writing: null,
                      goal: { conversationId, messageId, text },
                    })
                    changeSearch(ui, { hit: messageId })
                  }}
                />
              ) : null
            }
            onNewMessage={() => ui.setState({ newMessage: true })}
          />
        </div>
      )}
      {onePlace ? null : (
        <Divider
          label={t('nav.resizeList')}
          value={width}
          min={LIST_MIN_PX}
          max={LIST_MAX_PX}
          onChange={setMoved}
          onSettle={(list) => {
            client.request('settings.update', { panes: { ...panes, list } }).catch(() => setMoved(null))
          }}
        />
      )}
      {showsConversation ? (
        <InboxConversation id={open} takesFocus={open === writing} onLeave={onLeave} onShow={onShow} />
      ) : onePlace ? null : (
        <div className="min-w-0 flex-1">
          <Today
            onFilter={choose.filtered}
            onOpen={onShow}
            onSignInAgain={(id) => ui.setState({ signIn: { kind: 'again', accountId: id } })}
            onInbox={choose.inbox}
            onAccounts={() => choose.screen('accounts')}
          />
        </div>
      )}
    </main>
  )
}

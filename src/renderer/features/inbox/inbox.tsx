import { SquarePen } from 'lucide-react'
import type { ReactNode } from 'react'
import type { ConversationId } from '#shared/model/ids.ts'
import { accountName } from '../../formatting/names.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useReplica } from '../../store/hooks.ts'
import { IconButton } from '../../ui/button.tsx'
import { ConversationList } from './conversation-list.tsx'
import { InboxEmpty } from './inbox-empty.tsx'
import { FilterChips, SortSelect } from './inbox-tools.tsx'
import type { InboxView } from './order.ts'
import { TagChips } from './tag-filter.tsx'

/** The inbox of all accounts, or of the chosen one. */
export function Inbox(props: {
  view: InboxView
  onChange: (change: Partial<Omit<InboxView, 'open'>>) => void
  onOpen: (id: ConversationId) => void
  onAddAccount: () => void
  onNewMessage: () => void
  /** Rows have room for a second line of preview. */
  roomy: boolean
  /** The field for searching. */
  searchField: ReactNode
  /** What was found, in the place of the list; null while nothing is searched. */
  results: ReactNode
}) {
  const { t } = useTranslation()
  const { view, onChange, onOpen } = props
  const { accountId } = view
  const account = useReplica((replica) => (accountId === null ? undefined : replica.accounts.get(accountId)))
  return (
    <div data-inbox className="isolate flex h-full flex-col bg-page">
      {/* painted apart from the rows below it, which change with every message */}
      <header className="isolate flex h-(--head-height) items-center gap-2 pr-3 pl-4">
        <h1 className="min-w-0 truncate text-title font-semibold">
          {account ? accountName(account, t) : t('inbox.title')}
        </h1>
        {account ? null : <span className="truncate text-preview text-soft">{t('inbox.merged')}</span>}
        <span className="ml-auto flex shrink-0 items-center">
          <SortSelect value={view.sort} onChange={(sort) => onChange({ sort })} />
          <IconButton
            label={t('newMessage.title')}
            aria-keyshortcuts="Control+N Meta+N"
            onClick={props.onNewMessage}
          >
            <SquarePen size={16} aria-hidden />
          </IconButton>
        </span>
      </header>
      {props.searchField}
      {props.results ?? (
        <>
          <div className="border-b">
            <FilterChips view={view} onChange={onChange} />
            <TagChips view={view} onChange={(tags) => onChange({ tags })} />
          </div>
          <ConversationList
            key={String(props.roomy)}
            roomy={props.roomy}
            view={view}
            keysFrom="page"
            onOpen={onOpen}
            empty={
              <InboxEmpty
                view={view}
                onEverybody={() => onChange({ tags: [] })}
                onShowAll={() => onChange({ filter: 'all' })}
                onAllAccounts={() => onChange({ accountId: null })}
                onAddAccount={props.onAddAccount}
              />
            }
          />
        </>
      )}
    </div>
  )
}

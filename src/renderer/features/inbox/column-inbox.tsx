import type { RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import type { AccountId, ConversationId } from '#shared/model/ids.ts'
import type { InboxFilter } from '../../store/ui.ts'
import { useFilterCounts } from '../../store/use-filter-counts.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/feedback.tsx'
import { ConversationList } from './conversation-list.tsx'
import { FilterChips, SortSelect } from './inbox-tools.tsx'
import type { InboxView } from './order.ts'

/** The inbox of one account where its name stands above already. */
export function ColumnInbox(props: {
  view: InboxView
  /** How far the list is scrolled, kept while something else stands in its place. */
  scrolled: RefObject<number>
  onChange: (change: Partial<Pick<InboxView, 'filter' | 'sort'>>) => void
  onOpen: (id: ConversationId) => void
}) {
  const { view, onChange } = props
  return (
    <div data-inbox className="flex h-full flex-col bg-page">
      <div className="flex flex-wrap items-center justify-end border-b py-0.5 pl-0.5">
        <span className="flex min-w-0 flex-1">
          <FilterChips
            compact
            value={view.filter}
            accountId={view.accountId}
            onChange={(filter) => onChange({ filter })}
          />
        </span>
        <SortSelect value={view.sort} onChange={(sort) => onChange({ sort })} />
      </div>
      <ConversationList
        view={view}
        scrolled={props.scrolled}
        keysFrom="column"
        onOpen={props.onOpen}
        empty={
          <ColumnEmpty
            filter={view.filter}
            accountId={view.accountId}
            onShowAll={() => onChange({ filter: 'all' })}
          />
        }
      />
    </div>
  )
}

/** Why the list is empty; what else there is to do stands elsewhere. */
function ColumnEmpty(props: { filter: InboxFilter; accountId: AccountId | null; onShowAll: () => void }) {
  const { t } = useTranslation()
  const counts = useFilterCounts(props.accountId)
  if (props.filter === 'all' || counts.all === 0) return <EmptyState>{t('inbox.empty.column')}</EmptyState>
  return (
    <EmptyState action={<Button onClick={props.onShowAll}>{t('inbox.empty.showAll')}</Button>}>
      {t(`inbox.empty.${props.filter}`)}
    </EmptyState>
  )
}

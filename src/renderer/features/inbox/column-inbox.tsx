import type { RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import type { ConversationId } from '#shared/model/ids.ts'
import { useFilterCounts } from '../../store/use-counts.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/feedback.tsx'
import { ConversationList } from './conversation-list.tsx'
import { NobodyTagged } from './inbox-empty.tsx'
import { FilterChips, SortSelect } from './inbox-tools.tsx'
import type { InboxView } from './order.ts'
import { TagChips } from './tag-filter.tsx'

/** The inbox of one account where its name stands above already. */
export function ColumnInbox(props: {
  view: InboxView
  /** How far the list is scrolled, kept while something else stands in its place. */
  scrolled: RefObject<number>
  onChange: (change: Partial<Pick<InboxView, 'filter' | 'tags' | 'sort'>>) => void
  onOpen: (id: ConversationId) => void
}) {
  const { view, onChange } = props
  return (
    <div data-inbox className="flex h-full flex-col bg-page">
      <div className="flex flex-wrap items-center justify-end border-b py-0.5 pl-0.5">
        <span className="flex min-w-0 flex-1">
          <FilterChips compact view={view} onChange={onChange} />
        </span>
        <SortSelect value={view.sort} onChange={(sort) => onChange({ sort })} />
        <span className="flex w-full">
          <TagChips view={view} onChange={(tags) => onChange({ tags })} />
        </span>
      </div>
      <ConversationList
        view={view}
        scrolled={props.scrolled}
        keysFrom="column"
        onOpen={props.onOpen}
        empty={
          <ColumnEmpty
            view={view}
            onEverybody={() => onChange({ tags: [] })}
            onShowAll={() => onChange({ filter: 'all' })}
          />
        }
      />
    </div>
  )
}

/** Why the list is empty; what else there is to do stands elsewhere. */
function ColumnEmpty(props: { view: InboxView; onEverybody: () => void; onShowAll: () => void }) {
  const { t } = useTranslation()
  const { accountId, filter, tags } = props.view
  const hasAny = (useFilterCounts(accountId).get('all') ?? 0) > 0
  if (tags.length > 0 && hasAny) return <NobodyTagged onEverybody={props.onEverybody} />
  if (filter === 'all' || !hasAny) return <EmptyState>{t('inbox.empty.column')}</EmptyState>
  return (
    <EmptyState action={<Button onClick={props.onShowAll}>{t('inbox.empty.showAll')}</Button>}>
      {t(`inbox.empty.${filter}`)}
    </EmptyState>
  )
}

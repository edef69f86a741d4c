import type { RefObject } from 'react'
import type { ConversationId } from '#shared/model/ids.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { EmptyState } from '../../ui/feedback.tsx'
import { ConversationList } from './conversation-list.tsx'
import { NothingLeft } from './inbox-empty.tsx'
import { FilterChips, SortSelect } from './inbox-tools.tsx'
import type { InboxView } from './order.ts'
import { TagChips } from './tag-filter.tsx'

/** The inbox of one account, or what a filter finds in all of them, where its name stands above already. */
export function ColumnInbox(props: {
  view: InboxView
  /** The column stands for the view's filter, so no other one is chosen here. */
  isFiltered: boolean
  /** How far the list is scrolled, kept while something else stands in its place. */
  scrolled: RefObject<number>
  onChange: (change: Partial<Pick<InboxView, 'filter' | 'tags' | 'sort'>>) => void
  onOpen: (id: ConversationId) => void
}) {
  const { t } = useTranslation()
  const { view, isFiltered, onChange } = props
  return (
    <div data-inbox className="flex h-full flex-col bg-page">
      <div className="flex flex-wrap items-center justify-end border-b py-0.5 pl-0.5">
        <span className="flex min-w-0 flex-1">
          {isFiltered ? null : <FilterChips compact view={view} onChange={onChange} />}
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
          isFiltered ? (
            <EmptyState>
              {t(view.filter === 'all' ? 'inbox.empty.none' : `inbox.empty.${view.filter}`)}
            </EmptyState>
          ) : (
            <NothingLeft
              view={view}
              nobody={<EmptyState>{t('inbox.empty.column')}</EmptyState>}
              onEverybody={() => onChange({ tags: [] })}
              onShowAll={() => onChange({ filter: 'all' })}
            />
          )
        }
      />
    </div>
  )
}

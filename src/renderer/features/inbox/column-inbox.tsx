import type { RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import type { ConversationId } from '#shared/model/ids.ts'
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
  const { t } = useTranslation()
  const { view, onChange } = props
  return (
    <div data-inbox className="flex h-full flex-col bg-page">
      <div className="flex flex-wrap items-center justify-end border-b py-0.5 pl-0.5">
        <span className="flex min-w-0 flex-1">
          <FilterChips compact value={view.filter} onChange={(filter) => onChange({ filter })} />
        </span>
        <SortSelect value={view.sort} onChange={(sort) => onChange({ sort })} />
      </div>
      <ConversationList
        view={view}
        scrolled={props.scrolled}
        keysFrom="column"
        onOpen={props.onOpen}
        empty={
          view.filter === 'all' ? (
            <EmptyState>{t('inbox.empty.column')}</EmptyState>
          ) : (
            <EmptyState
              action={<Button onClick={() => onChange({ filter: 'all' })}>{t('inbox.empty.showAll')}</Button>}
            >
              {t(`inbox.empty.${view.filter}`)}
            </EmptyState>
          )
        }
      />
    </div>
  )
}

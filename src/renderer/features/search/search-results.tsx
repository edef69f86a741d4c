import type { KeyboardEvent, UIEvent } from 'react'
import type { AccountId, ConversationId } from '#shared/model/ids.ts'
import type { MessageHit } from '#shared/model/search.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useFormats, useUi } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'
import { changeSearch, NO_SEARCH } from '../../store/ui.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/feedback.tsx'
import { FilterChips } from './filter-chips.tsx'
import { HitRow } from './hit-row.tsx'
import { MAX_SHOWN } from './pages.ts'
import { PersonRow } from './person-row.tsx'
import { focusResult, focusSearchField } from './result-focus.ts'
import { isFiltered } from './to-filter.ts'
import { type Found, useSearch } from './use-search.ts'
import { useSearchView } from './use-search-view.ts'

/** From so near the end on the next page is asked for, in pixels. */
const NEAR_END = 600

/** What a search found, in the place of the list: people, and below them messages, the newest first. */
export function SearchResults({
  shown,
  onOpenPerson,
  onOpenHit,
}: {
  /** The account whose inbox is shown. */
  shown: AccountId | null
  onOpenPerson: (id: ConversationId) => void
  onOpenHit: (hit: MessageHit, text: string) => void
}) {
  const { ui } = useServices()
  const { found, failed, more, again } = useSearch(shown)
  const hasMore = found !== null && found.next !== null && found.hits.length < MAX_SHOWN

  function onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'ArrowDown') focusResult(1)
    else if (event.key === 'ArrowUp') focusResult(-1)
    else if (event.key === 'Home') focusResult('first')
    else if (event.key === 'End') focusResult('last')
    else if (event.key === 'Escape') focusSearchField()
    else return
    event.preventDefault()
  }

  function onScroll({ currentTarget }: UIEvent): void {
    const left = currentTarget.scrollHeight - currentTarget.scrollTop - currentTarget.clientHeight
    if (hasMore && left < NEAR_END) more()
  }

  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <FilterChips shown={shown} />
      <div className="min-h-0 flex-1 overflow-y-auto" onScroll={onScroll}>
        {failed ? <Failed onAgain={again} /> : null}
        {found === null || failed ? null : (
          <Results
            found={found}
            hasMore={hasMore}
            onKey={onKey}
            onMore={more}
            onOpenPerson={onOpenPerson}
            onOpenHit={(hit) => onOpenHit(hit, found.text)}
            onOnly={(contactOf) => {
              changeSearch(ui, { contactOf, text: '' })
              focusSearchField()
            }}
          />
        )}
        {found === null && !failed ? <Hint /> : null}
      </div>
    </div>
  )
}

function Results(props: {
  found: Found
  hasMore: boolean
  onKey: (event: KeyboardEvent) => void
  onMore: () => void
  onOpenPerson: (id: ConversationId) => void
  onOpenHit: (hit: MessageHit) => void
  onOnly: (id: ConversationId) => void
}) {
  const { t } = useTranslation()
  const formats = useFormats()
  const { found, hasMore } = props
  const { people, hits } = found
  return (
    <>
      {found.share < 1 ? (
        <p role="status" className="bg-accent-wash px-4 py-2 text-preview">
          {t('search.building', { percent: formats.percent(found.share) })}
        </p>
      ) : null}
      {people.length + hits.length === 0 ? <Nothing text={found.text} /> : null}
      <ul aria-label={t('search.results')} onKeyDown={props.onKey}>
        {people.map((id, index) => (
          <PersonRow
            key={id}
            id={id}
            heading={index === 0 ? t('search.people') : null}
            onOpen={() => props.onOpenPerson(id)}
            onOnly={() => props.onOnly(id)}
          />
        ))}
        {hits.map((hit, index) => (
          <HitRow
            key={hit.messageId}
            hit={hit}
            heading={index === 0 && people.length > 0 ? t('search.messages') : null}
            onOpen={() => props.onOpenHit(hit)}
          />
        ))}
      </ul>
      {hasMore ? (
        <Button look="quiet" className="mx-auto my-2 flex!" onClick={props.onMore}>
          {t('search.more')}
        </Button>
      ) : null}
      {found.next !== null && !hasMore ? (
        <p className="px-4 py-3 text-preview text-soft">{t('search.enough', { count: hits.length })}</p>
      ) : null}
    </>
  )
}

function Failed({ onAgain }: { onAgain: () => void }) {
  const { t } = useTranslation()
  return (
    <EmptyState action={<Button onClick={onAgain}>{t('action.tryAgain')}</Button>}>
      {t('search.failed')}
    </EmptyState>
  )
}

function Nothing({ text }: { text: string }) {
  const { t } = useTranslation()
  const { ui } = useServices()
  const search = useSearchView()
  const isOfAccount = useUi((state) => state.accountId !== null) && search.account === 'inbox'
  const isNarrow = isFiltered(search) || isOfAccount
  return (
    <div role="status">
      <EmptyState
        action={
          isNarrow && text !== '' ? (
            <Button
              onClick={() => {
                ui.setState({ search: { ...NO_SEARCH, text, isShown: true, account: 'all' } })
                focusSearchField()
              }}
            >
              {t('search.anywhere')}
            </Button>
          ) : undefined
        }
      >
        {text === '' ? t('search.nothingHere') : t('search.nothing', { text })}
      </EmptyState>
    </div>
  )
}

function Hint() {
  const { t } = useTranslation()
  const search = useSearchView()
  const hasText = search.text.trim() !== '' || isFiltered(search)
  return hasText ? null : <p className="px-4 py-3 text-preview text-soft">{t('search.hint')}</p>
}

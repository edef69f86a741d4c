import { ChevronDown, X } from 'lucide-react'
import type { AccountId } from '#shared/model/ids.ts'
import { accountName, contactName } from '../../formatting/names.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useReplica, useReplicaParts } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'
import { changeSearch, type SearchKind, type SearchTime, type SearchView } from '../../store/ui.ts'
import { classNames } from '../../ui/class-names.ts'
import { searchedAccount } from './to-filter.ts'
import { useSearchView } from './use-search-view.ts'

const KINDS: readonly SearchKind[] = ['any', 'text', 'image', 'video', 'voice', 'file']
const DIRECTIONS: readonly SearchView['direction'][] = ['any', 'in', 'out']
const TIMES: readonly SearchTime[] = ['any', 'today', 'week', 'month', 'year', 'span']

/** What the search is narrowed down to; each filter says itself what it lets through. */
export function FilterChips({ shown }: { shown: AccountId | null }) {
  const { t } = useTranslation()
  const { ui } = useServices()
  const search = useSearchView()
  const accounts = useReplicaParts((replica) => [...replica.accounts.values()])
  const accountId = searchedAccount(search, shown)
  const change = (part: Partial<SearchView>) => changeSearch(ui, part)
  return (
    <fieldset aria-label={t('search.filters')} className="flex min-w-0 flex-wrap gap-1 border-b px-3 pb-2">
      <PersonChip />
      <Chip
        label={t('search.account.label')}
        value={accountId ?? 'all'}
        isSet={accountId !== null}
        options={[
          { value: 'all', words: t('search.account.all') },
          ...accounts.map((account) => ({ value: account.id, words: accountName(account, t) })),
        ]}
        onChange={(value) => change({ account: accounts.find(({ id }) => id === value)?.id ?? 'all' })}
      />
      <Chip
        label={t('search.kind.label')}
        value={search.kind}
        isSet={search.kind !== 'any'}
        options={KINDS.map((value) => ({ value, words: t(`search.kind.${value}`) }))}
        onChange={(kind) => change({ kind })}
      />
      <Chip
        label={t('search.direction.label')}
        value={search.direction}
        isSet={search.direction !== 'any'}
        options={DIRECTIONS.map((value) => ({ value, words: t(`search.direction.${value}`) }))}
        onChange={(direction) => change({ direction })}
      />
      <Chip
        label={t('search.time.label')}
        value={search.time}
        isSet={search.time !== 'any'}
        options={TIMES.map((value) => ({ value, words: t(`search.time.${value}`) }))}
        onChange={(time) => change({ time })}
      />
      {search.time === 'span' ? (
        <span className="flex w-full gap-1">
          {(['from', 'to'] as const).map((end) => (
            <input
              key={end}
              type="date"
              aria-label={t(`search.time.${end}`)}
              value={search.span[end]}
              onChange={(event) => change({ span: { ...search.span, [end]: event.target.value } })}
              className="min-h-7 min-w-0 flex-1 rounded-control border border-line-strong bg-raised px-2 text-preview"
            />
          ))}
        </span>
      ) : null}
    </fieldset>
  )
}

function PersonChip() {
  const { t } = useTranslation()
  const { ui } = useServices()
  const { contactOf } = useSearchView()
  const conversation = useReplica((replica) =>
    contactOf === null ? undefined : replica.conversations.get(contactOf),
  )
  const account = useReplica((replica) => conversation && replica.accounts.get(conversation.accountId))
  if (contactOf === null) return null
  return (
    <button
      type="button"
      title={t('search.notOnly')}
      onClick={() => changeSearch(ui, { contactOf: null })}
      className="inline-flex min-h-7 max-w-full items-center gap-1 rounded-full bg-accent-tint pr-2 pl-2.5 text-preview font-medium"
    >
      <span className="truncate">
        {conversation ? contactName(conversation, account, t) : t('search.notOnly')}
      </span>
      <X size={12} aria-hidden className="shrink-0" />
    </button>
  )
}

function Chip<T extends string>(props: {
  label: string
  value: T
  isSet: boolean
  options: readonly { value: T; words: string }[]
  onChange: (value: T) => void
}) {
  return (
    <span className="relative inline-flex max-w-full items-center">
      <select
        aria-label={props.label}
        value={props.value}
        onChange={(event) => {
          const chosen = props.options.find(({ value }) => value === event.target.value)
          if (chosen) props.onChange(chosen.value)
        }}
        className={classNames(
          'field-sizing-content min-h-7 max-w-40 appearance-none truncate rounded-full pr-6 pl-2.5 text-preview',
          props.isSet ? 'bg-accent-tint font-medium text-ink' : 'bg-sunken text-soft hover:text-ink',
        )}
      >
        {props.options.map(({ value, words }) => (
          <option key={value} value={value} className="bg-raised text-ink">
            {words}
          </option>
        ))}
      </select>
      <ChevronDown size={12} aria-hidden className="pointer-events-none absolute right-2 text-soft" />
    </span>
  )
}
